"""A comment as moderators see it: where it hangs, what it answers, why it waits, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.actions.left_credits import LeftCredit, left_credits
from app.actions.moderate_comment import edition
from app.actions.services import Services
from app.core.anchors import find_anchor
from app.core.lookups import fill
from app.storage import comments
from app.storage.comment_rows import Comment

VERDICTS: Mapping[str, tuple[str, ...]] = {
    "held": ("publish", "reject", "spam"),
    "unconfirmed": ("publish", "reject", "spam"),
    "published": ("hold", "reject", "spam"),
    "rejected": ("publish", "hold", "spam"),
    "spam": ("publish", "hold", "reject"),
    "withdrawn": (),
}
LABELS: Mapping[str, str] = {"publish": "Publish", "hold": "Hold", "reject": "Reject", "spam": "Spam"}
STATE_WORDS: Mapping[str, str] = {
    "held": "Waiting",
    "unconfirmed": "Address not confirmed",
    "published": "Published",
    "rejected": "Rejected",
    "spam": "Spam",
    "withdrawn": "Withdrawn",
}
MARK_WORDS: Mapping[str, str] = {
    "": "Not marked",
    "open": "Open",
    "fixed": "Fixed",
    "declined": "Declined",
    "promoted": "Made a cause",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One comment with what is around it. `place` is empty for the article as a whole; `gone` says that it lost it."""

    comment: Comment
    article: str
    place: str
    href: str
    changed: bool
    gone: bool
    parent: Comment | None
    verdicts: tuple[str, ...]

    @property
    def seen(self) -> str:
        """Which text of the comment the page shows, for its form."""
        return f"{self.comment.id}:{edition(self.comment)}"


def cards_of(services: Services, found: Sequence[Comment]) -> list[Card]:
    """Cards for comments; what they answer is read in one statement."""
    wanted = {comment.parent_id for comment in found if comment.parent_id is not None}
    parents: Mapping[int, Comment] = {}
    if wanted:
        with services.sessions() as session:
            parents = comments.find_comments(session, wanted)
    return [_card(services, comment, parents.get(comment.parent_id or 0)) for comment in found]


def _card(services: Services, comment: Comment, parent: Comment | None) -> Card:
    entry = services.library.get(comment.article_id)
    verdicts = () if comment.erased else VERDICTS.get(comment.state, ())
    if entry is None:
        return Card(comment, comment.article_id, "", "", False, True, parent, verdicts)
    anchor = find_anchor(entry.article, comment.anchor)
    href = f"/a/{entry.article_id}" + (f"#{anchor.id}" if anchor is not None and anchor.id else "")
    return Card(
        comment=comment,
        article=plain_title(entry.article.title),
        place=plain_title(anchor.title) if anchor is not None and anchor.id else "",
        href=href,
        changed=anchor is not None and bool(comment.anchor_digest) and anchor.digest != comment.anchor_digest,
        gone=anchor is None,
        parent=parent,
        verdicts=verdicts,
    )


def credits_of(services: Services) -> list[LeftCredit]:
    """Articles that name somebody whose words were erased."""
    return [each._replace(title=plain_title(each.title)) for each in left_credits(services)]


def plain_title(title: str) -> str:
    """A title whose look-ups are left open."""
    return fill(title, lambda path: None, lambda path: "…")


def ids_in(values: Iterable[str]) -> list[tuple[int, str]]:
    """`7:held` of check boxes and buttons, as (id, state that the page showed); what is neither is left out."""
    read: list[tuple[int, str]] = []
    for value in values:
        number, _, state = value.partition(":")
        if number.isascii() and number.isdigit() and len(number) <= 9 and state in VERDICTS:
            read.append((int(number), state))
    return list(dict.fromkeys(read))


def editions_in(values: Iterable[str]) -> dict[int, str]:
    """`7:2026-04-05T12:00:00+00:00`, as `Card.seen` gives it, by id."""
    pairs = (value.partition(":") for value in values)
    return {int(number): text for number, bar, text in pairs if bar and number.isascii() and number.isdigit()}
