"""A moderator changes the words of a comment: an address that should not stand there, a word too many."""

from __future__ import annotations

from app.actions.new_comment import BadComment
from app.actions.services import Services
from app.core.comment_fields import read_fields
from app.core.errors import Conflict, NotFound
from app.core.markup import render_comment
from app.storage import audit, comment_changes, comments
from app.storage.comment_rows import Comment


def correct_comment(
    services: Services, actor: audit.Actor, comment_id: int, *, name: str, text: str, expected_text: str
) -> Comment:
    """Give it another name and text, where the text is still the one that the moderator saw.

    Raises NotFound, BadComment, Conflict where its writer or another moderator changed it meanwhile.
    """
    now = services.clock()
    with services.sessions() as session:
        comment = comments.find_comment(session, comment_id)
        if comment is None or comment.erased:
            raise NotFound("There is no such comment.", comment_id=comment_id)
        fields = read_fields(name, comment.email, text)
        if fields.problems:
            raise BadComment(fields.problems)
        changes = {"name": fields.name, "text": fields.text, "html": render_comment(fields.text), "edited_at": now}
        same = comment.text.replace("\r\n", "\n") == expected_text.replace("\r\n", "\n")
        if not same or not comment_changes.set_text(session, comment_id, comment.state, changes, seen=comment):
            session.rollback()
            raise Conflict("This comment was changed meanwhile. Look again.", comment_id=comment_id)
        audit.record(session, account=actor, action="edit", subject_kind="comment", subject_id=comment_id, now=now)
        session.commit()
        found = comments.find_comment(session, comment_id)
    services.recent_comments.forget(comment_id)
    assert found is not None
    return found
