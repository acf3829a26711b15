"""A moderator's verdict on a comment. Of two moderators one decides, and the other is told what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sqlmodel import Session

from app.actions.comment_mail import tell_subscribers
from app.actions.services import Services
from app.core.errors import Conflict, Gone, NotFound
from app.storage import audit, comment_changes, comments
from app.storage.comment_rows import Comment

Verdict = Literal["publish", "hold", "reject", "spam"]
STATES: Final[dict[Verdict, str]] = {"publish": "published", "hold": "held", "reject": "rejected", "spam": "spam"}
VERDICTS: Final[dict[str, Verdict]] = {state: verdict for verdict, state in STATES.items()}
_SAID: Final = {
    "published": "published",
    "held": "put back to those that wait",
    "rejected": "rejected",
    "spam": "marked as spam",
    "withdrawn": "withdrawn by its writer",
    "unconfirmed": "put back to wait for its writer's confirmation",
}


@dataclass(frozen=True, slots=True)
class Moderated:
    """The comment after the verdict, and its state before, for `undo_verdict`."""

    comment: Comment
    before: str


def moderate_comment(
    services: Services,
    actor: audit.Actor,
    comment_id: int,
    verdict: Verdict,
    *,
    expected: str,
    seen: str | None = None,
) -> Moderated:
    """Publish, hold, reject or mark as spam a comment that is still in the `expected` state, as its page said.

    Raises NotFound; Gone where the comment was withdrawn or erased; Conflict, with who was quicker, where the comment
    is in another state by now. The same verdict by two is no conflict: it holds, once. `seen` is the `edition` of the
    comment on that page: another text is not published by it.
    """
    with services.sessions() as session:
        moderated = _decide(services, session, actor, comment_id, STATES[verdict], expected, verdict, seen)
        session.commit()
    services.recent_comments.judge(comment_id, verdict in ("reject", "spam"))
    return moderated


def undo_verdict(services: Services, actor: audit.Actor, comment_id: int, *, expected: str, before: str) -> Moderated:
    """Put a comment back to the state it was in `before` a verdict, where it is still in the state it led to.

    Raises NotFound, Gone, Conflict as `moderate_comment` does, and where its writer changed it after the verdict.
    """
    with services.sessions() as session:
        moderated = _decide(services, session, actor, comment_id, before, expected, "undo")
        session.commit()
    services.recent_comments.judge(comment_id, before in ("rejected", "spam"))
    return moderated


def edition(comment: Comment) -> str:
    """Which text of the comment it is: when it was changed last."""
    return comment.edited_at.isoformat() if comment.edited_at else ""


def _decide(
    services: Services,
    session: Session,
    actor: audit.Actor,
    comment_id: int,
    state: str,
    expected: str,
    action: str,
    seen: str | None = None,
) -> Moderated:
    now = services.clock()
    if state in _SAID and state != "withdrawn" and comment_changes.set_state(session, comment_id, expected, state, now):
        changed = comments.find_comment(session, comment_id)
        assert changed is not None
        if changed.erased:
            session.rollback()
            raise Gone("This comment was erased.", comment_id=comment_id)
        if state == "published" and _is_unread(session, changed, action, seen):
            session.rollback()
            raise Conflict("Its writer changed this comment meanwhile. Read it again.", comment_id=comment_id)
        audit.record(
            session,
            account=actor,
            action=action,
            subject_kind="comment",
            subject_id=comment_id,
            details={"before": expected, "after": state},
            now=now,
        )
        if state == "published" and changed.published_at == now:  # the first time only
            tell_subscribers(services, session, changed, now)
        return Moderated(changed, expected)
    session.rollback()
    return _as_it_is(session, comment_id, state, expected)


def _is_unread(session: Session, comment: Comment, action: str, seen: str | None) -> bool:
    """Whether its writer changed it after the moderator's page showed it, or after the verdict that is taken back."""
    if action != "undo":
        return seen is not None and seen != edition(comment)
    entries = audit.entries(session, subject_kind="comment", subject_id=str(comment.id), limit=1)
    return bool(entries and comment.edited_at and comment.edited_at > entries[0].at)


def _as_it_is(session: Session, comment_id: int, wanted: str, expected: str) -> Moderated:
    """Somebody was quicker: the same verdict stands, and any other is told."""
    found = comments.find_comment(session, comment_id)
    if found is None:
        raise NotFound("There is no such comment.", comment_id=comment_id)
    if found.state == "withdrawn" or found.erased:
        raise Gone("Its writer withdrew this comment.", comment_id=comment_id)
    if found.state == wanted:
        return Moderated(found, expected)
    entries = audit.entries(session, subject_kind="comment", subject_id=str(comment_id), limit=1)
    who = entries[0].actor if entries else "Somebody"
    raise Conflict(
        f"{who} was quicker: this comment was {_SAID[found.state]}. Nothing was changed.",
        comment_id=comment_id,
        state=found.state,
    )
