""" "This worked for me": once a voter, and it can be taken back."""

from __future__ import annotations

from app.actions.services import Services
from app.core.errors import NotFound
from app.storage import comment_changes, comments
from app.storage.comment_rows import Comment


def vote_for_comment(services: Services, comment_id: int, voter: str, *, back: bool = False) -> Comment:
    """The comment with its count. `voter` is a keyed digest; a second vote of the same changes nothing.

    Raises NotFound where there is no such published comment.
    """
    with services.sessions() as session:
        comment = comments.find_comment(session, comment_id)
        if comment is None or not comment.public or not voter:
            raise NotFound("There is no such comment.", comment_id=comment_id)
        if back:
            changed = comment_changes.drop_vote(session, comment_id, voter)
        else:
            changed = comment_changes.add_vote(session, comment_id, voter, services.clock())
        if not changed:
            session.rollback()
            return comment
        session.commit()
        found = comments.find_comment(session, comment_id)
    assert found is not None
    return found
