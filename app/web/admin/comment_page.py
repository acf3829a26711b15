"""`/admin/comments/{id}`: one comment with its thread, its history, and what the author makes of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.find_session import Person
from app.actions.mark_comment import Mark, mark_comment
from app.actions.services import Services
from app.core.anchors import find_anchor
from app.core.errors import BadInput, Conflict, NotFound, WrongUse
from app.storage import audit, comments
from app.storage.comment_rows import Comment
from app.web.admin.addresses import COMMENTS
from app.web.admin.audit_page import details_in_words, saying_of
from app.web.admin.browser import services_of
from app.web.admin.cards import LABELS, MARK_WORDS, STATE_WORDS, cards_of, plain_title
from app.web.admin.guard import admin_page, last, number
from app.web.admin.queue import just_done, undo_of
from app.web.bodies import Fields

MARKS: dict[str, Mark] = {"": "", "open": "open", "fixed": "fixed", "declined": "declined"}
REPLIES = 20


def show_comment(request: Request, person: Person) -> Response:
    """`GET /admin/comments/{id}`"""
    return _comment(request, person, find_comment(request))


def mark(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/comments/{id}`: what the author makes of it."""
    services, comment, wanted = services_of(request), find_comment(request), last(fields, "mark")
    try:
        if wanted not in MARKS:
            raise BadInput("Choose one of them.", fields={"mark": "Choose one of them."})
        mark_comment(
            services,
            person.actor,
            comment.id,
            MARKS[wanted],
            expected=last(fields, "expected"),
            number=number(last(fields, "number")),
            note=last(fields, "note")[:500],
        )
    except BadInput as problem:
        return _comment(request, person, comment, errors=problem.fields, status=422)
    except WrongUse as wrong:
        return _comment(request, person, comment, errors={"number": wrong.message}, status=422)
    except Conflict as conflict:
        return _comment(request, person, find_comment(request), wrong=conflict.message, status=409)
    return RedirectResponse(f"{COMMENTS}/{comment.id}?said=marked", 303)


def find_comment(request: Request) -> Comment:
    """Raises NotFound where there is no such comment, or nothing is left of it."""
    comment_id = number(request.path_params["id"])
    with services_of(request).sessions() as session:
        found = comments.find_comment(session, comment_id) if comment_id is not None else None
    if found is None or found.erased:
        raise NotFound("There is no such comment, or it was erased.", kind="comment")
    return found


def show_again(
    request: Request, person: Person, *, errors: dict[str, str] | None = None, wrong: str = "", status: int
) -> Response:
    """The page of the comment as it is now, with what was wrong."""
    return _comment(request, person, find_comment(request), errors=errors, wrong=wrong, status=status)


def _comment(
    request: Request,
    person: Person,
    comment: Comment,
    *,
    errors: dict[str, str] | None = None,
    wrong: str = "",
    status: int = 200,
) -> Response:
    services = services_of(request)
    card = cards_of(services, [comment])[0]
    with services.sessions() as session:
        replies, _ = comments.replies(session, comment.parent_id or comment.id, limit=REPLIES)
        entries = audit.entries(session, subject_kind="comment", subject_id=str(comment.id))
    outcome = just_done(request)
    return admin_page(
        request,
        person,
        "comment.html",
        status=status,
        card=card,
        others=[reply for reply in replies if reply.id != comment.id],
        history=[(entry, saying_of(entry), details_in_words(entry)) for entry in entries],
        latest=_latest_number(services, comment),
        steps=_steps(services, comment),
        outcome=outcome,
        undo=undo_of(services, person, outcome) if outcome is not None else [],
        errors=errors or {},
        wrong=wrong,
        labels=LABELS,
        words=STATE_WORDS,
        marks=MARK_WORDS,
    )


def _latest_number(services: Services, comment: Comment) -> int | None:
    entry = services.library.get(comment.article_id)
    return entry.number if entry is not None else None


def _steps(services: Services, comment: Comment) -> list[tuple[str, str]]:
    """The steps that a cause may be made in, by id and title, where the comment itself hangs on none."""
    entry = services.library.get(comment.article_id)
    if entry is None or (comment.anchor and find_anchor(entry.article, comment.anchor) is not None):
        return []
    return [(step.id, plain_title(step.title)) for step in entry.article.steps.values() if step.use is None]
