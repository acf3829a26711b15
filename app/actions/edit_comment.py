"""Change one's own comment within 15 minutes. What is new in it is judged as if it were written now."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from app.actions.comment_mail import tell_moderators
from app.actions.judge_comment import judge_again
from app.actions.new_comment import BadComment
from app.actions.own_comment import CORRECTED, corrected, judged_by_a_moderator, own_comment
from app.actions.services import Services
from app.core.comment_fields import Fields, read_fields
from app.core.errors import Conflict, NotAllowed
from app.core.markup import render_comment
from app.storage import comment_changes, comments
from app.storage.comment_rows import Comment

READ_BEFORE: Final = "Its writer changed it after a moderator had read it."


def edit_comment(services: Services, comment_id: int, text: str, *, name: str | None = None) -> Comment:
    """Give a comment another text, and another name where one is given. The caller made sure that the writer asks.

    A published comment stays published where nothing in the new text is objected to and no moderator had decided on
    the old one, and waits else; one that waits or was taken away is not published by an edit. Raises BadComment,
    NotFound, Gone, NotAllowed (too late, or a moderator corrected it), Conflict.
    """
    with services.sessions() as session:
        comment = own_comment(services, session, comment_id)
        if corrected(session, (comment_id,)):
            raise NotAllowed(CORRECTED)
        fields = read_fields(comment.name if name is None else name, comment.email, text)
        if fields.problems:
            raise BadComment(fields.problems)
        if (fields.name, fields.text) == (comment.name, comment.text):
            return comment
        now = services.clock()
        state, reasons = _judged(services, session, comment, fields)
        changes = {
            "name": fields.name,
            "text": fields.text,
            "html": render_comment(fields.text),
            "edited_at": now,
            "reasons": comment_changes.reasons_text(reasons),
        }
        changed = comment_changes.set_text(session, comment_id, comment.state, changes, seen=comment)
        if changed and state != comment.state:
            changed = comment_changes.set_state(session, comment_id, comment.state, state, now)
        if not changed:
            session.rollback()
            raise Conflict("A moderator decided on this comment meanwhile. Look again.", comment_id=comment_id)
        found = comments.find_comment(session, comment_id)
        assert found is not None
        if state == "held" and comment.state == "published":
            tell_moderators(services, session, found, now)
        session.commit()
    services.recent_comments.forget(comment_id)
    return found


def _judged(services: Services, session: Session, comment: Comment, fields: Fields) -> tuple[str, tuple[str, ...]]:
    """The state that the new words come to, and why."""
    state, reasons = judge_again(services, session, comment, fields)
    if state == "published" and judged_by_a_moderator(session, comment.id):
        return "held", (READ_BEFORE,)
    return state, reasons
