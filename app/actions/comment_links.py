"""The signed links in mail: looked at by GET, which changes nothing, and followed by POST.

A verdict of a moderator works once and only on a comment that still waits; what was done is in the audit log under
`link to ada@example.com`. A moderator who is no longer named in UNSNAG_MODERATORS has links that do nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Final, Literal, cast

from sqlmodel import Session

from app.actions.comment_mail import DAYS, LINK, moderator_mark
from app.actions.confirm_address import confirm_address, others_awaiting
from app.actions.moderate_comment import Verdict, moderate_comment
from app.actions.services import Services
from app.core.errors import Conflict, Gone, NotFound
from app.storage import challenges, comments, subscriptions
from app.storage.audit import Actor
from app.storage.comment_rows import Comment
from app.storage.subscriptions import Subscription

Do = Literal["publish", "reject", "spam", "confirm", "subscribe", "unsubscribe", "mine"]

VERDICTS: Final = ("publish", "reject", "spam")
VALID: Final[dict[str, timedelta]] = {
    **dict.fromkeys((*VERDICTS, "confirm", "subscribe"), timedelta(days=DAYS)),
    "unsubscribe": timedelta(days=3650),  # whoever is written to can end it, however old the message
    "mine": timedelta(hours=24),
}
LONGEST: Final = 1000  # characters of a link


@dataclass(frozen=True, slots=True)
class Link:
    """What a link was signed for. `signed` is the link itself."""

    do: Do
    signed: str
    comment: int = 0
    subscription: int = 0
    to: str = ""  # stands for a moderator
    mail: str = ""  # key of the message it is in


@dataclass(frozen=True, slots=True)
class Linked:
    """A link and what it is about. `done`: there is nothing left for it to do.

    `others` wait under the same address as the comment of a link that confirms it, whoever wrote them.
    """

    link: Link
    title: str  # of the article
    done: bool
    comment: Comment | None = None
    subscription: Subscription | None = None
    others: tuple[Comment, ...] = ()


def read_link(services: Services, signed: str) -> Link:
    """What a link was signed for. Raises NotFound where it is not ours, Gone where its time is over."""
    longest = max(VALID.values()).total_seconds()
    data = services.signer.read(LINK, signed, longest) if len(signed) <= LONGEST else None
    if data is None or data.get("do") not in VALID:
        raise NotFound("This link is not one of ours. Perhaps a letter of it was lost on the way.")
    do = cast(Do, data["do"])
    if services.signer.read(LINK, signed, VALID[do].total_seconds()) is None:
        raise Gone("The time of this link is over.")
    comment, subscription, to, mail = (data.get(name) for name in ("comment", "subscription", "to", "mail"))
    return Link(
        do,
        signed,
        comment if isinstance(comment, int) else 0,
        subscription if isinstance(subscription, int) else 0,
        to if isinstance(to, str) else "",
        mail if isinstance(mail, str) else "",
    )


def look_at_link(services: Services, link: Link) -> Linked:
    """What it is about, as it stands now. Raises NotFound, Gone where that is no longer there."""
    with services.sessions() as session:
        return _look(services, session, link)


def follow_link(services: Services, link: Link, also: Collection[int] = (), seen: str | None = None) -> Linked:
    """Do what a link is for, and say how it stands then. `also` are others that whoever confirms an address wrote,
    `seen` the edition of a comment that a moderator publishes.

    Raises NotFound, Gone, Conflict where somebody was quicker.
    """
    if link.do in VERDICTS:
        _judge(services, link, seen)
    elif link.do != "mine":
        with services.sessions() as session:
            _follow(services, session, link, also)
            session.commit()
    return look_at_link(services, link)


def _look(services: Services, session: Session, link: Link) -> Linked:
    subscription = None
    if link.do in ("subscribe", "unsubscribe"):
        subscription = subscriptions.find_subscription(session, link.subscription)
        if subscription is None:
            if link.do == "unsubscribe":  # it went with the comment: that it ended is true
                return Linked(link, "", done=True)
            raise Gone("The comment is no longer there, so there will be no replies.")
    comment = comments.find_comment(session, subscription.comment_id if subscription else link.comment)
    if comment is None or (comment.erased and link.do != "unsubscribe"):
        raise Gone("This comment is no longer there.")
    if link.do in VERDICTS:
        _moderator(services, link)
        done = comment.state != "held"
    elif subscription is not None:
        done = subscription.running if link.do == "subscribe" else subscription.ended_at is not None
    else:
        done = comment.email_confirmed and comment.state != "unconfirmed"
    entry = services.library.get(comment.article_id)
    others = tuple(others_awaiting(session, comment)) if link.do == "confirm" else ()
    return Linked(link, entry.title if entry else comment.article_id, done, comment, subscription, others)


def _follow(services: Services, session: Session, link: Link, also: Collection[int]) -> None:
    now = services.clock()
    if link.do == "confirm":
        confirm_address(services, session, link.comment, also)
    elif link.do == "subscribe":
        subscriptions.confirm_subscription(session, link.subscription, now)
    elif link.do == "unsubscribe":
        subscriptions.end_subscription(session, link.subscription, now)


def _judge(services: Services, link: Link, seen: str | None) -> None:
    actor = Actor(None, f"link to {_moderator(services, link)}")
    name, mine = sha256(link.signed.encode()).hexdigest(), token_hex(16)
    now = services.clock()
    with services.engine.connect() as connection:
        if not challenges.use(connection, name, mine, now + VALID[link.do], now):
            raise Conflict("This link was used before, and works once. The list of what waits is in the admin pages.")
        try:
            moderate_comment(services, actor, link.comment, cast(Verdict, link.do), expected="held", seen=seen)
        except Exception:
            challenges.give_back(connection, name, mine)  # nothing was done
            raise


def _moderator(services: Services, link: Link) -> str:
    """The address that the link was sent to. Raises Gone where it is no longer a moderator's."""
    for moderator in services.settings.moderators:
        if moderator_mark(services, moderator) == link.to:
            return moderator
    raise Gone("This link was for a moderator who is no longer named in the settings.")
