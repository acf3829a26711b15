"""`/admin/comments/{id}/edit` and `/block`: change the words of a comment, block what it came from."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.correct_comment import correct_comment
from app.actions.find_session import Person
from app.actions.keep_rule import keep_in, read_value
from app.actions.last_verdict import Undoable
from app.actions.moderate_comment import STATES, Verdict, moderate_comment
from app.core.comment_signs import link_hosts, written_hosts
from app.core.errors import BadInput, Conflict, Gone
from app.storage.comment_rows import Comment
from app.web.admin.addresses import COMMENTS
from app.web.admin.browser import services_of
from app.web.admin.comment_page import find_comment, show_again
from app.web.admin.guard import admin_page, last
from app.web.admin.queue import Outcome, note_of
from app.web.bodies import Fields

ALSO: dict[str, Verdict] = {"spam": "spam", "reject": "reject"}  # what may become of the comment that is blocked


def show_edit(request: Request, person: Person) -> Response:
    """`GET /admin/comments/{id}/edit`"""
    comment = find_comment(request)
    return _edit(request, person, comment, comment.name, comment.text, comment.text)


def edit(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/comments/{id}/edit`: `seen` is the text that the form began with."""
    comment = find_comment(request)
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
    return _block(request, person, find_comment(request))


def block(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/comments/{id}/block`: rules for all of `what` (`host|shop.example`) and `word`; then the comment.

    Where it was judged too, the list that it stood in goes on, with a way back for the verdict.
    """
    services, comment = services_of(request), find_comment(request)
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
    if judged is None or comment.state == STATES[judged]:
        return RedirectResponse(f"{COMMENTS}/{comment.id}?said=blocked", 303)
    expected = last(fields, "state")
    try:
        moderate_comment(services, person.actor, comment.id, judged, expected=expected)
    except (Conflict, Gone) as problem:
        return show_again(request, person, wrong=problem.message, status=409)
    note = note_of(services, Outcome(judged, [Undoable(comment.id, expected, STATES[judged])]))
    return RedirectResponse(f"{COMMENTS}?{urlencode({'state': expected, 'done': note, 'said': 'blocked'})}", 303)


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
