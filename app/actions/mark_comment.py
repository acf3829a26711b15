"""Note what the author made of a comment: open, fixed in a version, declined. `promote_comment.py` does the fourth."""

from __future__ import annotations

from typing import Literal

from sqlmodel import Session

from app.actions.comment_mail import tell_of_fix
from app.actions.services import Services
from app.core.errors import Conflict, NotFound, WrongUse
from app.storage import audit, comment_changes, comments
from app.storage.comment_rows import Comment

Mark = Literal["", "open", "fixed", "declined"]


def mark_comment(
    services: Services,
    actor: audit.Actor,
    comment_id: int,
    mark: Mark,
    *,
    expected: str,
    number: int | None = None,
    note: str = "",
) -> Comment:
    """Mark a comment whose mark is still the `expected` one.

    `fixed` needs the `number` of a version of its article: where that is published its writer is told now, else when
    it is published. Raises NotFound, WrongUse for a version that is not there, Conflict where somebody was quicker.
    """
    now = services.clock()
    with services.sessions() as session:
        comment = comments.find_comment(session, comment_id)
        if comment is None or comment.erased:
            raise NotFound("There is no such comment.", comment_id=comment_id)
        kept = number if mark == "fixed" else None
        is_served = mark == "fixed" and _is_published(services, session, comment, number)
        if not comment_changes.set_mark(session, comment_id, expected, mark, kept, note.strip()):
            session.rollback()
            raise Conflict(f"Somebody was quicker: it is marked “{comment.mark or 'not at all'}”.", mark=comment.mark)
        audit.record(
            session,
            account=actor,
            action="mark",
            subject_kind="comment",
            subject_id=comment_id,
            details={"before": expected, "after": mark, "number": kept},
            now=now,
        )
        found = comments.find_comment(session, comment_id)
        assert found is not None
        if is_served and number is not None:
            tell_of_fix(services, session, found, number, now)
        session.commit()
    return found


def _is_published(services: Services, session: Session, comment: Comment, number: int | None) -> bool:
    """Whether readers have this version of the comment's article, or had it. Raises WrongUse where there is none."""
    version_id = comments.version_id(session, comment.article_id, number or 0)
    if version_id is None:
        raise WrongUse(f"There is no version {number} of this article.", number=number)
    return services.library.version(version_id).listing.state == "published"
