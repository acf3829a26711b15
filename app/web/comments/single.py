"""One comment: its page with the replies to it, "this worked for me", and what its writer may do for 15 minutes."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.edit_comment import edit_comment
from app.actions.new_comment import BadComment
from app.actions.own_comment import CORRECTED, TOO_LATE, corrected, may_change
from app.actions.services import Services
from app.actions.vote_for_comment import vote_for_comment
from app.actions.withdraw_comment import withdraw_comment
from app.core.comment_fields import read_fields as read_comment
from app.core.errors import Gone, NotAllowed, NotFound, UnsnagError
from app.core.markup import render_comment
from app.storage import comments
from app.storage.comment_rows import Comment
from app.web.bodies import Fields, read_fields
from app.web.comments.forms import LARGEST, FormView, Typed, new_form
from app.web.comments.reveals import Reveals
from app.web.comments.shelf import Shelf, services_of
from app.web.comments.writers import sender_of, written_by
from app.web.spoken import speaker

router = APIRouter()
LAST = 2**31 - 1  # of an id in PostgreSQL


async def show(request: Request) -> Response:
    """`GET /comments/{n}`: the comment in its thread. One that waits is there for its writer only."""
    return await run_in_threadpool(_show, request)


def _show(request: Request, address: str = "") -> Response:
    services, comment = services_of(request), _find(request)
    shelf = Shelf.of(request, comment.article_id)
    after = request.query_params.get("after", "")
    with services.engine.connect() as connection:
        parent = comments.find_comment(connection, comment.parent_id) if comment.parent_id else None
        below, more = comments.replies(connection, comment.id, after=after or None)
    viewer = shelf.viewer(services)
    view, _say = viewer.one(comment), speaker(shelf.lang)
    heading = _say("A tip by {name}", name=view.name)
    open_for_replies = comment.public and services.settings.comments
    context = {
        "c": view,
        "heading": heading,
        "crumbs": shelf.crumbs(heading, listed=True),
        "parent": viewer.one(parent) if parent else None,
        "replies": [viewer.one(reply) for reply in below],
        "next_url": f"/comments/{comment.id}{shelf.query(after=more)}" if more else "",
        "form": _reply_form(services, shelf, comment) if open_for_replies else None,
        "draft": f"{shelf.comments_url} {_draft_key(comment)}",
        "address": address,
    }
    return shelf.respond(request, "comments/one.html", context)


def _draft_key(comment: Comment) -> str:
    """As the form names what is typed in it: see `_parts.html`, `data-draft`."""
    return f"{comment.anchor if comment.parent_id is None else ''} {comment.parent_id or ''}"


def _reply_form(services: Services, shelf: Shelf, comment: Comment) -> FormView:
    """A reply to a reply stands beside it, below the first."""
    return new_form(services, comment.article_id, shelf.entry.number, Typed(parent=comment.parent_id or comment.id))


async def helpful(request: Request) -> Response:
    """`POST /comments/{n}/helpful`: "this worked for me"; the count alone for a script."""
    return await run_in_threadpool(_helpful, request)


def _helpful(request: Request) -> Response:
    services, comment = services_of(request), _find(request)
    voted = vote_for_comment(services, comment.id, sender_of(request, services).voter)
    if _by_script(request):
        return JSONResponse({"helpful": voted.helpful}, headers={"cache-control": "no-store"})
    return RedirectResponse(f"/comments/{comment.id}", 303)


async def address(request: Request) -> Response:
    """`POST /comments/{n}/address`: the address of a writer who unticked "hide". It is in no page until asked for."""
    return await run_in_threadpool(_address, request)


def _address(request: Request) -> Response:
    comment = _find(request)
    if not (comment.public and comment.email_shown and comment.email):
        raise NotFound("The writer shows no address.", comment_id=comment.id)
    reveals: Reveals = request.app.state.reveals
    reveals.spend(request.client.host if request.client else "")
    if _by_script(request):
        return JSONResponse({"address": comment.email}, headers={"cache-control": "no-store"})
    shown = _show(request, comment.email)
    shown.headers["cache-control"] = "no-store"
    return shown


async def edit(request: Request) -> Response:
    """`GET /comments/{n}/edit`: the form, for the writer."""
    return await run_in_threadpool(_edit, request)


def _edit(request: Request) -> Response:
    comment = _mine(request)
    with services_of(request).sessions() as session:
        if corrected(session, (comment.id,)):
            raise NotAllowed(CORRECTED)
    return _edit_page(request, comment, Typed(name=comment.name, text=comment.text))


async def change(request: Request) -> Response:
    """`POST /comments/{n}/edit`: another text, or its preview."""
    fields = await read_fields(request, LARGEST)
    return await run_in_threadpool(_change, request, fields)


def _change(request: Request, fields: Fields) -> Response:
    services, comment, typed = services_of(request), _mine(request), Typed.of(fields)
    if "preview" in fields:
        read = read_comment(typed.name, comment.email, typed.text)
        if read.problems:
            return _edit_page(request, comment, typed, BadComment(read.problems))
        html = Markup(render_comment(read.text))  # noqa: S704 (core/markup)
        return _edit_page(request, comment, typed, preview=html)
    try:
        edit_comment(services, comment.id, typed.text, name=typed.name)
    except UnsnagError as problem:
        return _edit_page(request, comment, typed, problem)
    return RedirectResponse(f"/comments/{comment.id}", 303)


def _edit_page(
    request: Request,
    comment: Comment,
    typed: Typed,
    problem: UnsnagError | None = None,
    preview: Markup | None = None,
) -> Response:
    shelf = Shelf.of(request, comment.article_id)
    form = FormView(f"/comments/{comment.id}/edit", comment.version_number, typed)
    trouble, status = shelf.trouble(problem) if problem else ("", 200)
    if isinstance(problem, BadComment):
        form, trouble = replace(form, errors=shelf.reasons(problem.problems)), ""
    context = {"id": comment.id, "form": form, "trouble": trouble, "preview": preview}
    return shelf.respond(request, "comments/edit.html", context, status=status)


async def withdraw(request: Request) -> Response:
    """`POST /comments/{n}/withdraw`: by its writer."""
    return await run_in_threadpool(_withdraw, request)


def _withdraw(request: Request) -> Response:
    comment = _mine(request)
    withdraw_comment(services_of(request), comment.id)
    return RedirectResponse(f"/a/{comment.article_id}/comments", 303)


def _find(request: Request) -> Comment:
    """The comment, as far as this reader may see it. Raises NotFound, Gone where it was there for everybody once."""
    services, number = services_of(request), request.path_params["number"]
    if number > LAST:
        raise NotFound("There is no such comment.", kind="comment", number=number)
    with services.engine.connect() as connection:
        comment = comments.find_comment(connection, number)
    if comment is None:
        raise NotFound("There is no such comment.", kind="comment", number=number)
    taken = comment.state == "withdrawn" or comment.erased
    if comment.public or (not taken and number in written_by(request, services)):
        return comment
    if taken or comment.published_at is not None:
        raise Gone("This tip was taken away.", kind="comment", number=number)
    raise NotFound("There is no such comment.", kind="comment", number=number)


def _mine(request: Request) -> Comment:
    """The comment, for its writer within the 15 minutes. Raises NotFound, Gone, NotAllowed."""
    services, comment = services_of(request), _find(request)
    if comment.id not in written_by(request, services):
        raise NotAllowed("Only who wrote this tip may change it, in the browser it was written with.")
    if not may_change(services, comment):
        raise NotAllowed(TOO_LATE)
    return comment


def _by_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


router.add_route("/comments/{number:int}", show, methods=["GET", "HEAD"], include_in_schema=False)
router.add_route("/comments/{number:int}/helpful", helpful, methods=["POST"], include_in_schema=False)
router.add_route("/comments/{number:int}/address", address, methods=["POST"], include_in_schema=False)
router.add_route("/comments/{number:int}/edit", edit, methods=["GET"], include_in_schema=False)
router.add_route("/comments/{number:int}/edit", change, methods=["POST"], include_in_schema=False)
router.add_route("/comments/{number:int}/withdraw", withdraw, methods=["POST"], include_in_schema=False)
