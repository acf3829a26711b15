"""A writer followed the link in a mail: the address is theirs."""

from __future__ import annotations

from sqlmodel import Session

from app.actions.release_comments import release_comments
from app.actions.services import Services
from app.core.errors import Gone
from app.storage import comments, subscriptions
from app.storage.comment_rows import Comment


def confirm_address(services: Services, session: Session, comment_id: int) -> list[Comment]:
    """Lets go what waited for this address, and begins to tell of replies where that was asked with this comment.

    Does not commit. Raises Gone where the comment was erased meanwhile.
    """
    comment = comments.find_comment(session, comment_id)
    if comment is None or comment.erased:
        raise Gone("This comment is no longer there.", comment_id=comment_id)
    now = services.clock()
    for subscription in subscriptions.subscriptions_of(session, comment.email):
        if subscription.comment_id == (comment.parent_id or comment.id) and subscription.ended_at is None:
            subscriptions.confirm_subscription(session, subscription.id, now)
    return release_comments(services, session, comment.writer)
