"""Publish a draft, and tell the writers of the comments that it mends."""

from __future__ import annotations

from app.actions.comment_mail import tell_of_fix
from app.actions.services import Services
from app.library.entry import Entry
from app.storage import audit, comment_changes, comments


def publish_draft(
    services: Services, actor: audit.Actor, article_id: str, number: int, *, stale: bool = False
) -> Entry:
    """Serve the draft; comments that were promoted in it are marked as fixed in it, and their writers are told.

    Raises NotFound; Conflict where a newer version is served, unless a `stale` draft is wanted; WrongUse where the
    linter finds an error in it by now.
    """
    now = services.clock()
    with services.sessions() as session:
        services.library.publish_draft(session, article_id, number, now, stale=stale)
        for comment in comments.marked(session, article_id, "promoted", number):
            comment_changes.set_mark(session, comment.id, "promoted", "fixed", number, comment.mark_note)
        for comment in comments.marked(session, article_id, "fixed", number):
            if comment.public:
                tell_of_fix(services, session, comment, number, now)
        audit.record(
            session,
            account=actor,
            action="publish",
            subject_kind="article",
            subject_id=article_id,
            details={"number": number},
            now=now,
        )
        session.commit()
        services.library.refresh(session)
    entry = services.library.get(article_id)
    assert entry is not None
    return entry
