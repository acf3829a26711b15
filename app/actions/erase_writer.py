"""Erase all that one address wrote, because the person who reads mail there says so. There is no way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.actions.comment_links import Link
from app.actions.export_writer import find_own
from app.actions.left_credits import note_credits
from app.actions.services import Services
from app.core.errors import Conflict
from app.storage import audit, comment_changes, outgoing, subscriptions
from app.storage.drafts import drop_drafts

ACTOR: Final = audit.Actor(None, "link to its writer")


@dataclass(frozen=True, slots=True)
class Erased:
    """How many comments lost all they said, and how many subscriptions ended."""

    comments: int
    subscriptions: int


def erase_writer(services: Services, link: Link) -> Erased:
    """Text, name, address, network and votes of every comment; subscriptions; mail that tells of any of it; and drafts
    of articles that were made from one and not published.

    What others replied stays, below an empty place. An article that names the writer goes on to do so: the log and the
    admin pages say which, until a version without it is published. One transaction; the link is worth nothing then.
    Raises Gone where it was done before, Conflict where somebody changed one of them at this moment.
    """
    now = services.clock()
    with services.sessions() as session:
        own = find_own(services, session, link)
        ids = [comment.id for comment in own.comments]
        for comment in own.comments:
            gone = comment.state in comment_changes.REMOVED
            if not gone and not comment_changes.set_state(session, comment.id, comment.state, "withdrawn", now):
                raise Conflict("A moderator decided on one of your comments at this moment. Press the button again.")
        ended = subscriptions.forget_subscriptions(session, own.email)
        note_credits(services, session, ACTOR, own.comments, now)
        erased = comment_changes.erase(session, ids)
        drop_drafts(session, [(one.article_id, one.mark_number or 0) for one in own.comments if one.mark == "promoted"])
        outgoing.forget_recipient(session, own.email)
        outgoing.forget_kinds(session, (f"{kind}:{comment}:" for comment in ids for kind in ("held", "reply")))
        audit.record(
            session,
            account=ACTOR,
            action="erase",
            subject_kind="writer",
            subject_id="",
            details={"comments": erased, "subscriptions": ended},
            now=now,
        )
        session.commit()
    for comment_id in ids:
        services.recent_comments.forget(comment_id)
    return Erased(erased, ended)
