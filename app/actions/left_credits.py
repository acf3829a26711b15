"""Articles that go on to credit somebody who had erased what they wrote. Only a new version takes the name out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple

from sqlmodel import Session

from app.actions.services import Services
from app.core.cause_draft import credited_comments
from app.core.errors import Gone
from app.library import Entry
from app.storage import audit
from app.storage.audit import Detail
from app.storage.comment_rows import Comment

LEFT: Final = "credit-left"  # as the audit log calls it
MOST: Final = 200  # entries of the log that are looked at


class LeftCredit(NamedTuple):
    """An article as it is served, and the erased comments that it links to where it names their writers."""

    article_id: str
    title: str
    comments: tuple[int, ...]


def note_credits(
    services: Services, session: Session, actor: audit.Actor, erased: Collection[Comment], now: datetime
) -> None:
    """Write into the log which articles name the writer of these comments, by ids alone. Does not commit."""
    for article_id in sorted({comment.article_id for comment in erased}):
        entry = services.library.get(article_id)
        ids = {comment.id for comment in erased if comment.article_id == article_id}
        named: list[Detail] = [*sorted(_credited(entry) & ids)] if entry is not None else []
        if entry is not None and named:
            audit.record(
                session,
                account=actor,
                action=LEFT,
                subject_kind="article",
                subject_id=article_id,
                details={"comments": named, "number": entry.number},
                now=now,
            )


def left_credits(services: Services) -> list[LeftCredit]:
    """Those that are still there, by the article's id."""
    with services.sessions() as session:
        entries = audit.entries(session, action=LEFT, subject_kind="article", limit=MOST)
    noted: defaultdict[str, set[int]] = defaultdict(set)
    for each in entries:
        listed = each.details.get("comments")
        if isinstance(listed, list):
            noted[each.subject_id] |= {number for number in listed if isinstance(number, int)}
    found = []
    for article_id, ids in sorted(noted.items()):
        entry = services.library.get(services.library.resolve(article_id) or article_id)
        if entry is not None and (named := _credited(entry) & ids):
            found.append(LeftCredit(entry.article_id, entry.title, tuple(sorted(named))))
    return found


def _credited(entry: Entry) -> frozenset[int]:
    try:
        return credited_comments(entry.bundle)
    except Gone:  # a version that cannot be read any more is shown to nobody
        return frozenset()
