"""The pages of a walk.

Plain Starlette routes: there is nothing here for FastAPI to validate or document, and its machinery would add 40 µs to
a page that costs 190 (measured). Every form posts to the address of its step and says by its hidden fields which visit
it belongs to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.admit_visitor import admit_walk
from app.actions.declare_solved import declare_solved, reopen_run
from app.actions.read_run import Run, read_run
from app.actions.record_cause import record_cause
from app.actions.services import Services
from app.actions.start_run import find_article, start_run
from app.actions.submit_step import START, find_step, no_values, submit_answer, submit_inputs
from app.core.article import Article
from app.core.errors import BadInput, Conflict, Gone, NotFound
from app.core.walk import unlisted
from app.web.bodies import Fields, read_fields
from app.web.spoken.reasons import reasons_in
from app.web.walk import aside, ladder, live, papers, proving
from app.web.walk.addresses import CHOSEN, walk_url
from app.web.walk.fields import is_overtaken, untouched, values_from
from app.web.walk.pages import pages_of
from app.web.walk.pasted import read_form
from app.web.walk.questions import ANSWER
from app.web.walk.stay import Typed
from app.web.walk.steps import go_back, go_on, lost, show

Handler = Callable[[Request], Awaitable[Response]]
router = APIRouter()


def services_of(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def walked(handler: Handler) -> Handler:
    """A walk that expired, or that we do not know, has a page of its own that offers to start again."""

    @wraps(handler)
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except (Gone, NotFound) as error:
            if error.context.get("kind") != "run":
                raise
            return lost(request, services_of(request), error)

    return guarded


@walked
async def start(request: Request) -> Response:
    """`POST /a/{id}/start`: a new walk. Inputs that come with the form are taken where they can be."""
    services, fields = services_of(request), await read_fields(request)
    await admit_walk(services, live.visitor_of(request))

    def begin() -> Run:
        entry = find_article(services, request.path_params["id"])
        sent = [name for name in entry.article.inputs if any(value.strip() for value in fields.get(name, []))]
        lang = _last(fields, "_lang")
        try:
            return start_run(services, entry.article_id, values_from(entry.article, sent, fields), lang)
        except BadInput:
            return start_run(services, entry.article_id, None, lang)

    run = await run_in_threadpool(begin)
    everything = "/check" if _last(fields, "_then") == "check" else ""
    return RedirectResponse(walk_url(run.token) + everything, 303)


@walked
async def walk(request: Request) -> Response:
    """`GET /r/{token}` and `/r/{token}/{step}`: where the walk stands, or a step on its path."""
    return await run_in_threadpool(page, request)


def page(request: Request) -> Response:
    """The page that `walk` answers with. Reads the database, so it wants a thread."""
    services = services_of(request)
    run = read_run(services, request.path_params["token"])
    step_id, visit = _step_id(request), _number(_query(request, "visit"))
    if step_id is not None:
        find_step(run, step_id)
        if run.state.visit(step_id, visit) is None:
            return RedirectResponse(walk_url(run.token), 303)
    chosen = request.query_params.getlist(CHOSEN) if request.scope["query_string"] else ()
    return show(request, services, run, step_id, visit, change=_query(request, "change"), chosen=chosen)


@walked
async def act(request: Request) -> Response:
    """`POST /r/{token}` and `/r/{token}/{step}`: whatever a visitor does on a page."""
    fields = await read_form(request)
    if _last(fields, "_check") == live.ENTER and ANSWER in fields:
        fields = {**{name: sent for name, sent in fields.items() if name != "_check"}, "_do": ["continue"]}
    if "_check" in fields:
        refused = await run_in_threadpool(_take_inputs, request, fields) if "_inputs" in fields else None
        return refused or await live.run(request, services_of(request), _step_id(request) or START, fields)
    return await run_in_threadpool(click, request, fields)


def click(request: Request, fields: Fields) -> Response:
    """What a form that `act` took leads to: every kind but running checks. Writes, so it wants a thread."""
    services, token = services_of(request), request.path_params["token"]
    step_id = _step_id(request) or START
    try:
        if proving.PROVE in fields:
            return _prove(request, services, step_id, fields)
        if "_tried" in fields or _last(fields, "_do") == "solved":
            visit = _number(_last(fields, "_visit")) or 1
            return aside.press(
                request, services, step_id, visit, fields, lambda: _perform(services, token, step_id, fields)
            )
        run = _perform(services, token, step_id, fields)
    except BadInput as problem:
        return _again(request, services, step_id, fields, problem)
    except Conflict:
        run = read_run(services, token)
    return go_on(request, services, run)


def _take_inputs(request: Request, fields: Fields) -> Response | None:
    """Takes the inputs that stand beside the checks which are to run.

    A page instead where it cannot, with the reasons, or where the checks would run with other values than it shows.
    """
    step_id = _step_id(request) or START
    services = services_of(request)
    try:
        run = submit_inputs(services, request.path_params["token"], Sent(step_id, fields), untouched=untouched(fields))
    except BadInput as problem:
        return _again(request, services, step_id, fields, problem)
    if not is_overtaken(run.article, run.state, fields):
        return None
    return go_back(request, services, run, step_id, fields.get(ANSWER, []))


def _prove(request: Request, services: Services, step_id: str, fields: Fields) -> Response:
    """Takes what was typed beside the checks, and gives the record for a domain; the page stays where it is."""
    token, visit = request.path_params["token"], _number(_last(fields, "_visit")) or 1
    if "_inputs" in fields:
        submit_inputs(services, token, Sent(step_id, fields), untouched=untouched(fields))
    chosen = fields.get(ANSWER, [])
    led = proving.prove(request, services, token, step_id, _last(fields, proving.PROVE), visit, chosen)
    return led or show(request, services, read_run(services, token), step_id, visit, chosen=chosen)


def _perform(services: Services, token: str, step_id: str, fields: Fields) -> Run:
    what, visit = _last(fields, "_do"), _number(_last(fields, "_visit")) or 1
    if "_tried" in fields:
        outcome, _, cause = _last(fields, "_tried").partition(":")
        return record_cause(services, token, cause, outcome, visit, _number(_last(fields, "_attempt")) or 1)
    if what == "solved":
        return declare_solved(services, token)
    if what == "reopen":
        return reopen_run(services, token)
    sent = Sent(step_id, fields)
    if what == "inputs":
        return submit_inputs(services, token, sent, step_id, visit, untouched(fields))
    if what == "continue":
        values = sent if "_inputs" in fields else no_values
        return submit_answer(services, token, step_id, fields.get(ANSWER, []), visit, values, untouched(fields))
    raise BadInput("This page does not know that button. Load it again.")


class Sent:
    """The inputs in a form, read as the step's article declares them."""

    def __init__(self, step_id: str, fields: Fields) -> None:
        self._step_id, self._fields = step_id, fields

    def __call__(self, article: Article) -> dict[str, object]:
        step = article.steps.get(self._step_id)
        names = step.inputs if step else unlisted(article) if self._step_id == START else ()
        return values_from(article, names, self._fields)


def _again(request: Request, services: Services, step_id: str, fields: Fields, problem: BadInput) -> Response:
    """The same page with the reasons, and with what was typed."""
    run = read_run(services, request.path_params["token"])
    visit = _number(_last(fields, "_visit"))
    if step_id != START and run.state.visit(step_id, visit) is None:
        return go_on(request, services, run)
    typed = Typed(fields, reasons_in(run.article.lang, problem.fields or {"": problem.message}))
    return show(request, services, run, step_id, visit, typed=typed)


def _step_id(request: Request) -> str | None:
    return request.path_params.get("step") or _query(request, "step") or None


def _query(request: Request, name: str) -> str:
    return request.query_params.get(name, "") if request.scope["query_string"] else ""


def _last(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[-1]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 5 else None


__all__ = ["pages_of", "router"]

router.add_route("/a/{id}/start", start, methods=["POST"], include_in_schema=False)
router.add_route("/r/{token}", walk, methods=["GET"], include_in_schema=False)
router.add_route("/r/{token}", act, methods=["POST"], include_in_schema=False)
router.add_route("/r/{token}/check", walked(ladder.show), methods=["GET"], include_in_schema=False)
router.add_route("/r/{token}/check", walked(ladder.run), methods=["POST"], include_in_schema=False)
router.add_route("/r/{token}/transcript", walked(papers.page), methods=["GET"], include_in_schema=False)
router.add_route("/r/{token}/transcript.txt", walked(papers.text), methods=["GET"], include_in_schema=False)
router.add_route("/r/{token}/transcript.json", walked(papers.json), methods=["GET"], include_in_schema=False)
router.add_route("/s/{token}", walked(papers.shared), methods=["GET"], include_in_schema=False)
router.add_route("/r/{token}/{step}", walk, methods=["GET"], include_in_schema=False)
router.add_route("/r/{token}/{step}", act, methods=["POST"], include_in_schema=False)
