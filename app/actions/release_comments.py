"""A writer proved to own an address: what waited for that goes where it was judged to go."""

from __future__ import annotations

from sqlmodel import Session

from app.actions.comment_mail import tell
from app.actions.services import Services
from app.storage import comment_changes, comments
from app.storage.comment_rows import Comment


def release_comments(services: Services, session: Session, writer: str) -> list[Comment]:
    """Note it and let go what waited: published where nothing was objected to, else held for a moderator.

    `writer` is the digest that is kept beside each comment. Does not commit: it is one piece with the confirmation.
    """
    if not writer:
        return []
    now = services.clock()
    released: list[Comment] = []
    for comment_id, reasons in comment_changes.confirm_writer(session, writer):
        state = "published" if reasons == "[]" else "held"
        if comment_changes.set_state(session, comment_id, "unconfirmed", state, now):
            comment = comments.find_comment(session, comment_id)
            assert comment is not None
            tell(services, session, comment, now)
            released.append(comment)
    return released
