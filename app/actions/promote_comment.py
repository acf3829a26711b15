""" "Make a cause of this": a draft of the article with a new cause drafted from a reader's tip, credited to them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from app.actions.services import Services
from app.core.anchors import find_anchor
from app.core.cause_draft import DraftedCause, Tip, draft_cause
from app.core.errors import Conflict, NotFound, WrongUse
from app.core.patch import unified_patch
from app.library.entry import Entry
from app.storage import articles, audit, comment_changes, comments
from app.storage.comment_rows import Comment


@dataclass(frozen=True, slots=True)
class Promoted:
    """The comment as it is marked now, the draft's number, the new cause, and the change as a patch."""

    comment: Comment
    number: int
    cause_id: str
    patch: str


def promote_comment(
    services: Services, actor: audit.Actor, comment_id: int, *, expected: str, step: str = "", title: str = ""
) -> Promoted:
    """Draft a cause from a published comment whose mark is still the `expected` one.

    The cause goes to `step`, or where the comment hangs. Nothing is published: see `publish_draft.py`. Raises NotFound;
    Conflict where somebody was quicker; WrongUse, with a sentence, where the article cannot take it.
    """
    now = services.clock()
    with services.sessions() as session:
        comment = comments.find_comment(session, comment_id)
        if comment is None or not comment.public:
            raise NotFound("There is no such published comment.", comment_id=comment_id)
        entry = services.library.get(comment.article_id)
        if entry is None:
            raise WrongUse("This article is not served any more: there is nothing to draft a version of.")
        drafted = _draft(session, entry, comment, step, title)
        version_id = services.library.keep_draft(session, drafted.bundle, now)
        number = _number(session, version_id)
        if not comment_changes.set_mark(session, comment_id, expected, "promoted", number, comment.mark_note):
            session.rollback()
            raise Conflict(f"Somebody was quicker: it is marked “{comment.mark or 'not at all'}”.", mark=comment.mark)
        audit.record(
            session,
            account=actor,
            action="promote",
            subject_kind="comment",
            subject_id=comment_id,
            details={"article": entry.article_id, "draft": number},  # the cause's id is made of the writer's words
            now=now,
        )
        session.commit()
        found = comments.find_comment(session, comment_id)
    assert found is not None
    return Promoted(found, number, drafted.cause_id, _patch(entry, drafted))


def _draft(session: Session, entry: Entry, comment: Comment, step: str, title: str) -> DraftedCause:
    taken = articles.published_ids(session, entry.article_id)
    tip = Tip(comment.id, comment.name, comment.text)
    at = step or _step_of(entry, comment)
    return draft_cause(entry.bundle, entry.article, at, tip, taken=taken, title=title)


def _patch(entry: Entry, drafted: DraftedCause) -> str:
    main = drafted.bundle.main
    return unified_patch(main, entry.source, drafted.bundle.files[main])


def _step_of(entry: Entry, comment: Comment) -> str:
    found = find_anchor(entry.article, comment.anchor) if comment.anchor else None
    if found is None:
        raise WrongUse(
            "This comment hangs on no step that is still there. Choose the step that the cause belongs to.",
            steps=[step.id for step in entry.article.steps.values() if step.use is None],
        )
    return found.step


def _number(session: Session, version_id: int) -> int:
    listing = articles.listing(session, version_id)
    assert listing is not None
    return listing.number
