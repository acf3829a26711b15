"""All that is kept of what one address wrote, for the person who reads mail there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.actions.comment_links import Link
from app.actions.comment_mail import permalink
from app.actions.queue_mail import mail_base
from app.actions.read_comment import WRITER
from app.actions.services import Services
from app.core.errors import Gone
from app.storage import comments, outgoing, subscriptions
from app.storage.comment_rows import Comment
from app.storage.subscriptions import Subscription

# Nobody is told that a comment was taken for spam: a script would learn from it.
_CALLED: Final = {"published": "published", "withdrawn": "withdrawn", "unconfirmed": "waits for your confirmation"}


@dataclass(frozen=True, slots=True)
class Own:
    """What one address wrote, and which replies it is told of."""

    email: str
    comments: tuple[Comment, ...]
    subscriptions: tuple[Subscription, ...]


def find_own(services: Services, session: Session, link: Link) -> Own:
    """What the person wrote whose mail this link was in. Raises Gone where it was erased by it already."""
    kept = outgoing.recipient_of(session, link.mail) if link.do == "mine" else None
    if kept is None:
        raise Gone("What this link was for was erased.")
    email = kept[0]
    writer = services.signer.digest(WRITER, email.casefold())
    return Own(
        email,
        tuple(comments.by_writer(session, writer)),
        tuple(subscriptions.subscriptions_of(session, email)),
    )


def state_of(comment: Comment) -> str:
    """What its writer is told of where a comment stands."""
    return _CALLED.get(comment.state, "not published")


def export_writer(services: Services, link: Link) -> dict[str, object]:
    """All of it as one JSON object, times in UTC. Raises Gone."""
    with services.sessions() as session:
        own = find_own(services, session, link)
    return {
        "site": services.settings.site_name,
        "address": mail_base(services.settings),
        "made": _time(services.clock()),
        "email": own.email,
        "comments": [_comment(services, comment) for comment in own.comments],
        "replies_told": [
            {
                "comment": one.comment_id,
                "asked": _time(one.created_at),
                "confirmed": _time(one.confirmed_at),
                "ended": _time(one.ended_at),
            }
            for one in own.subscriptions
        ],
    }


def _comment(services: Services, comment: Comment) -> dict[str, object]:
    return {
        "id": comment.id,
        "address": permalink(services, comment),
        "article": comment.article_id,
        "version": comment.version_number,
        "anchor": comment.anchor,
        "reply_to": comment.parent_id,
        "name": comment.name,
        "email": comment.email,
        "email_shown": comment.email_shown,
        "email_confirmed": comment.email_confirmed,
        "text": comment.text,
        "state": state_of(comment),
        "helpful": comment.helpful,
        "network_address": comment.address,
        "network": comment.network,
        "written": _time(comment.created_at),
        "edited": _time(comment.edited_at),
        "published": _time(comment.published_at),
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
