"""A writer proved to own an address: what waited for that goes where it was judged to go."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from app.actions.comment_mail import tell
from app.actions.services import Services
from app.storage import comment_changes, comments
from app.storage.comment_rows import Comment


def release_comments(services: Services, session: Session, confirmed: Iterable[Comment]) -> list[Comment]:
    """Note it beside each, and let go those that waited: published where nothing was objected to, else held.

    Does not commit: it is one piece with the confirmation. Returns those that went on, as they are now.
    """
    now = services.clock()
    released: list[Comment] = []
    for comment in confirmed:
        comment_changes.confirm_address_of(session, comment.id)
        state = "held" if comment.reasons else "published"
        if comment_changes.set_state(session, comment.id, "unconfirmed", state, now):
            found = comments.find_comment(session, comment.id)
            assert found is not None
            tell(services, session, found, now)
            released.append(found)
    return released
