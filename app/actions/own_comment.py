"""A writer's own comment, for the minutes in which it may be changed without an account.

What a moderator corrected is no longer the writer's to edit, or the correction could be undone; to withdraw it is.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlmodel import Session

from app.actions.post_comment import OPEN_FOR
from app.actions.services import Services
from app.core.errors import Gone, NotAllowed, NotFound
from app.storage import audit, comments
from app.storage.comment_rows import Comment

TOO_LATE: Final = "A comment may be changed for 15 minutes. Ask the site's moderators to change it now."
CORRECTED: Final = "A moderator corrected this comment, so only the moderators can change it now. You may withdraw it."
VERDICTS: Final = ("publish", "hold", "reject", "spam", "undo")  # as the audit log calls them


def may_change(services: Services, comment: Comment) -> bool:
    """Whether its writer may still edit or withdraw it: 15 minutes, and as long as nobody took it away.

    A writer whose comment was taken for spam is not told, so that a script does not learn: it changes nothing then.
    """
    return comment.state != "withdrawn" and not comment.erased and services.clock() <= comment.created_at + OPEN_FOR


def own_comment(services: Services, session: Session, comment_id: int) -> Comment:
    """The comment, for its writer to change. Whether somebody is its writer is the caller's to know.

    Raises NotFound, Gone where it was withdrawn or erased, NotAllowed where the time is over.
    """
    comment = comments.find_comment(session, comment_id)
    if comment is None:
        raise NotFound("There is no such comment.", comment_id=comment_id)
    if comment.state == "withdrawn" or comment.erased:
        raise Gone("This comment was withdrawn.", comment_id=comment_id)
    if not may_change(services, comment):
        raise NotAllowed(TOO_LATE)
    return comment


def corrected(session: Session, ids: Collection[int]) -> frozenset[int]:
    """Those of the comments whose words a moderator changed."""
    return audit.done_to(session, "comment", ids, ("edit",)) if ids else frozenset()


def judged_by_a_moderator(session: Session, comment_id: int) -> bool:
    """Whether a moderator decided on it, so that what is published was read."""
    return bool(audit.done_to(session, "comment", (comment_id,), VERDICTS))
