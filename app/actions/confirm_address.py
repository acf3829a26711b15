"""A writer followed the link in a mail: the address is theirs, and so is the comment that the link names.

Anybody can type an address. So the other comments that wait under it wait on, but for those of which the person who
reads mail there says that they wrote them too.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from app.actions.release_comments import release_comments
from app.actions.services import Services
from app.core.errors import Gone
from app.storage import comments, subscriptions
from app.storage.comment_rows import Comment


def confirm_address(services: Services, session: Session, comment_id: int, also: Collection[int] = ()) -> list[Comment]:
    """Lets go this comment, and begins to tell of replies where that was asked with it; likewise those named `also`,
    where they wait under the same address.

    Does not commit. Raises Gone where the comment was erased meanwhile.
    """
    comment = comments.find_comment(session, comment_id)
    if comment is None or comment.erased:
        raise Gone("This comment is no longer there.", comment_id=comment_id)
    mine = [comment, *(other for other in others_awaiting(session, comment) if other.id in also)]
    threads = {each.parent_id or each.id for each in mine}
    now = services.clock()
    for subscription in subscriptions.subscriptions_of(session, comment.email):
        if subscription.comment_id in threads and subscription.ended_at is None:
            subscriptions.confirm_subscription(session, subscription.id, now)
    return release_comments(services, session, mine)


def others_awaiting(session: Session, comment: Comment) -> list[Comment]:
    """What else waits until the address of this comment is confirmed, newest first."""
    return [other for other in comments.awaiting(session, comment.writer) if other.id != comment.id]
