"""`/admin/comments/{id}`: one comment with its thread and its history; edit it, block where it comes from, mark it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.correct_comment import correct_comment
from app.actions.find_session import Person
from app.actions.keep_rule import keep_in, read_value
from app.actions.mark_comment import Mark, mark_comment
from app.actions.moderate_comment import STATES, Verdict, moderate_comment
from app.actions.services import Services
from app.core.comment_signs import link_hosts, written_hosts
from app.core.errors import BadInput, Conflict, Gone, NotFound, WrongUse
from app.storage import audit, comments
from app.storage.comment_rows import Comment
from app.web.admin.addresses import COMMENTS
from app.web.admin.audit_page import SAYINGS, details_in_words
from app.web.admin.browser import services_of
from app.web.admin.cards import LABELS, MARK_WORDS, STATE_WORDS, cards_of
from app.web.admin.guard import admin_page, last, number
from app.web.admin.queue import just_done, undo_of
from app.web.bodies import Fields

MARKS: dict[str, Mark] = {"": "", "open": "open", "fixed": "fixed", "declined": "declined"}
ALSO: dict[str, Verdict] = {"spam": "spam", "reject": "reject"}  # what may become of the comment that is blocked
REPLIES = 20


def show_comment(request: Request, person: Person) -> Response:
    """`GET /admin/comments/{id}`"""
    return _comment(request, person, _find(request))


def show_edit(request: Request, person: Person) -> Response:
    """`GET /admin/comments/{id}/edit`"""
    comment = _find(request)
    return _edit(request, person, comment, comment.name, comment.text, comment.text)


def edit(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/comments/{id}/edit`: `seen` is the text that the form began with."""
    comment = _find(request)
    name, text, seen = last(fields, "name"), last(fields, "text"), last(fields, "seen")
    try:
        correct_comment(services_of(request), person.actor, comment.id, name=name, text=text, expected_text=seen)
    except BadInput as problem:
        return _edit(request, person, comment, name, text, seen, errors=problem.fields, status=422)
    except Conflict as conflict:
        return _edit(request, person, comment, name, text, comment.text, wrong=conflict.message, status=409)
    return RedirectResponse(f"{COMMENTS}/{comment.id}?said=edited", 303)


def show_block(request: Request, person: Person) -> Response:
    """`GET /admin/comments/{id}/block`"""
    return _block(request, person, _find(request))


def block(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/comments/{id}/block`: rules for all of `what` (`host|shop.example`) and `word`; then the comment."""
    services, comment = services_of(request), _find(request)
    wanted = [(kind, value) for kind, bar, value in (w.partition("|") for w in fields.get("what", [])) if bar]
    word, verdict, also = last(fields, "word").strip(), last(fields, "verdict"), last(fields, "also")
    wanted += [("word", word)] if word else []
    try:
        if not wanted:
            fault = "Choose what to block, or enter a word."
            raise BadInput(fault, fields={"what": fault})
        with services.sessions() as session:
            for kind, value in wanted:
                keep_in(session, services, person.actor, kind, value, verdict, last(fields, "note"))
            session.commit()
    except BadInput as problem:
        errors = {("word" if name == "value" else name): text for name, text in problem.fields.items()}
        return _block(request, person, comment, fields, errors, status=422)
    judged = ALSO.get(also)
    if judged is not None and comment.state != STATES[judged]:
        try:
            moderate_comment(services, person.actor, comment.id, judged, expected=last(fields, "state"))
        except (Conflict, Gone) as problem:
            return _comment(request, person, _find(request), wrong=problem.message, status=409)
    return RedirectResponse(f"{COMMENTS}/{comment.id}?said=blocked", 303)


def mark(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/comments/{id}`: what the author makes of it."""
    services, comment, wanted = services_of(request), _find(request), last(fields, "mark")
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
        return _comment(request, person, _find(request), wrong=conflict.message, status=409)
    return RedirectResponse(f"{COMMENTS}/{comment.id}?said=marked", 303)


def _find(request: Request) -> Comment:
    """Raises NotFound where there is no such comment, or nothing is left of it."""
    comment_id = number(request.path_params["id"])
    with services_of(request).sessions() as session:
        found = comments.find_comment(session, comment_id) if comment_id is not None else None
    if found is None or found.erased:
        raise NotFound("There is no such comment, or it was erased.", kind="comment")
    return found


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
        history=[(entry, SAYINGS.get(entry.action, entry.action), details_in_words(entry)) for entry in entries],
        latest=_latest_number(services, comment),
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


def _edit(
    request: Request,
    person: Person,
    comment: Comment,
    name: str,
    text: str,
    seen: str,
    *,
    errors: dict[str, str] | None = None,
    wrong: str = "",
    status: int = 200,
) -> Response:
    typed = {"name": name, "text": text, "seen": seen}
    return admin_page(
        request,
        person,
        "edit_comment.html",
        status=status,
        comment=comment,
        typed=typed,
        errors=errors or {},
        wrong=wrong,
    )


def _block(
    request: Request,
    person: Person,
    comment: Comment,
    fields: Fields | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    typed = fields or {}
    return admin_page(
        request,
        person,
        "block.html",
        status=status,
        comment=comment,
        choices=_blockable(comment),
        chosen=typed.get("what", []),
        word=last(typed, "word"),
        verdict=last(typed, "verdict") or "spam",
        also=last(typed, "also") or ("spam" if fields is None else ""),
        note=last(typed, "note"),
        errors=errors or {},
    )


def _blockable(comment: Comment) -> list[tuple[str, str, str]]:
    """What a comment shows of where it came from, as (value of the box, what it is, kind in words)."""
    hosts = dict.fromkeys((*link_hosts(comment.html), *written_hosts(comment.text)))
    found = [("host", host, "Links to this host") for host in hosts]
    found += [("address", comment.email, "This mail address")] if comment.email else []
    found += [("address", comment.address, "This address on the internet")] if comment.address else []
    found += [("network", comment.network, "Its whole network")] if comment.network else []
    kept: list[tuple[str, str, str]] = []
    for kind, value, label in found:
        try:
            kept.append((f"{kind}|{read_value(kind, value)}", value, label))
        except BadInput:
            continue  # an address in a form that no rule can have
    return kept
