"""Withdraw one's own comment within 15 minutes. It is erased 30 days later; replies to it stay."""

from __future__ import annotations

from app.actions.own_comment import own_comment
from app.actions.services import Services
from app.core.errors import Conflict
from app.storage import comment_changes, comments
from app.storage.comment_rows import Comment


def withdraw_comment(services: Services, comment_id: int) -> Comment:
    """The caller has made sure that the writer asks: by signed cookie or link.

    Raises NotFound, Gone, NotAllowed (too late), Conflict where a moderator decided at the same moment.
    """
    with services.sessions() as session:
        comment = own_comment(services, session, comment_id)
        if not comment_changes.set_state(session, comment_id, comment.state, "withdrawn", services.clock()):
            session.rollback()
            raise Conflict("A moderator decided on this comment meanwhile. Look again.", comment_id=comment_id)
        session.commit()
        changed = comments.find_comment(session, comment_id)
    assert changed is not None
    return changed
