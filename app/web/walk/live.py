"""Running the checks of a step: live rows over SSE for htmx, the whole page when all are done for everybody else.

Each message carries `<hx-partial>` elements, which htmx swaps where they say; what stands outside of them goes into the
one status region, at most once a second, so that a screen reader tells progress and not every row.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Iterable
from contextlib import aclosing
from dataclasses import replace

from fastapi.sse import format_sse_event
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from app.actions.read_run import Run, read_run
from app.actions.run_checks import run_checks
from app.actions.services import Services
from app.actions.submit_step import find_step
from app.core.errors import Conflict, UnsnagError
from app.web.bodies import Fields
from app.web.spoken import speaker
from app.web.spoken.reasons import reason_in
from app.web.walk import verifying
from app.web.walk.addresses import step_url
from app.web.walk.changes import ChangeView
from app.web.walk.others import others_of
from app.web.walk.pages import Pages, pages_of
from app.web.walk.progress import Counter, paced
from app.web.walk.questions import ANSWER
from app.web.walk.rows import BLOCKED, Row
from app.web.walk.steps import frame_of, go_on, tips_of
from app.web.walk.view import StepView, view_of

STREAM_HEADERS = {
    "cache-control": "no-store",
    "x-accel-buffering": "no",  # nginx would hold the rows back
    "hx-push-url": "false",
}


ENTER = "*enter"  # no check can be called so: the button that Enter in a field presses
# htmx's own event: the request counts as over, so the button is ready for the next click while the last sentence waits
# for its second.
RELEASE = format_sse_event(event="hx:release", data_str="")


async def run(request: Request, services: Services, step_id: str, fields: Fields) -> Response:
    """Runs what the pressed button names, `*` for all of this step."""
    token = request.path_params["token"]
    found = await run_in_threadpool(read_run, services, token)
    step = find_step(found, step_id)
    pressed = fields["_check"][-1]
    wanted = {call.name for call in step.checks if pressed in ("*", ENTER, call.name)}
    sent = fields.get("_visit", [""])[-1]
    visit = found.state.visit(step_id, int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 5 else None)
    if visit is None:
        return await run_in_threadpool(go_on, request, services, found)
    before = await verifying.first(request, services, visitor_of(request), fields)
    if before is not None:
        return before
    if streams(request):
        rows = _stream(pages_of(request), services, found, step_id, visit.number, wanted, visitor_of(request))
        return StreamingResponse(rows, media_type="text/event-stream", headers=STREAM_HEADERS)
    try:
        async for _ in run_checks(services, token, step_id, visit.number, wanted, visitor_of(request)):
            pass
    except Conflict:
        return await run_in_threadpool(go_on, request, services, await run_in_threadpool(read_run, services, token))
    chosen = fields.get(ANSWER, [])
    return RedirectResponse(f"{step_url(token, step_id, visit.number, chosen)}#checks-title", 303)


def streams(request: Request) -> bool:
    """Whether the answer may come in pieces: htmx says so with its SSE extension."""
    headers = request.headers
    return headers.get("hx-request") == "true" and "text/event-stream" in headers.get("accept", "")


def visitor_of(request: Request) -> str:
    """The address that limits are counted by."""
    return request.client.host if request.client else ""


async def _stream(
    pages: Pages, services: Services, run: Run, step_id: str, number: int, wanted: Collection[str], visitor: str
) -> AsyncGenerator[bytes, None]:
    view = await run_in_threadpool(view_of, services, run, step_id, number)
    done: set[str] = set()
    pending = _pending(view, wanted, done)
    lang = run.article.lang
    counter = Counter(len(pending), lang)
    yield message(_list(pages, view, pending, lang, busy=True), counter.say(now=True))
    try:
        async with aclosing(
            paced(run_checks(services, run.token, step_id, number, wanted, visitor), counter)
        ) as coming:
            async for found in coming:
                if found is None:
                    yield message(Markup(""), counter.say(now=True))
                    continue
                name, run = found.call.key.rpartition(".")[2], found.run
                done.add(name)
                view = await run_in_threadpool(view_of, services, run, step_id, number)
                more, pending = _pending(view, wanted, done) - pending, _pending(view, wanted, done)
                counter.note(
                    found.call.key, found.result.status, waiting=len(pending), change=change_of(view.rows, name)
                )
                # a row that only now has reason to be there makes the list new
                rows = _list(pages, view, pending, lang, busy=True) if more else _rows(pages, view, name, lang)
                yield message(rows, counter.say())
    except UnsnagError as error:
        yield message(_list(pages, view, (), lang, busy=False), stopped(error, lang))
        return
    yield message(_list(pages, view, (), lang, busy=False) + _rest(pages, run, view, services.today()), "")
    yield RELEASE
    await counter.wait()
    yield message(Markup(""), counter.end())


def message(partials: Markup, status: str) -> bytes:
    """One SSE message: what is swapped in place, and the sentence for the status region where there is one."""
    said = Markup("<p>{}</p>").format(status) if status else Markup("")
    return format_sse_event(data_str=str(partials + said))


def partial(target: str, html: str, swap: str = "outerHTML") -> Markup:
    """HTML for one place of the page, as htmx takes it out of a message."""
    return Markup('<hx-partial hx-target="{}" hx-swap="{}">{}</hx-partial>').format(
        target,
        swap,
        Markup(html),  # noqa: S704 (from our own templates)
    )


def _pending(view: StepView, wanted: Collection[str], done: Collection[str]) -> set[str]:
    """The checks still to come, by name."""
    return {row.name for row in view.rows if row.name in wanted and row.name not in done and will_run(row)}


def will_run(row: Row) -> bool:
    """Whether a run of everything comes to this check; one that waits for an input does not run."""
    return row.state != BLOCKED or row.soon


def change_of(rows: Iterable[Row], name: str) -> ChangeView | None:
    """What changed since the check ran before, as its row has it."""
    return next((row.change for row in rows if row.name == name), None)


def waiting(row: Row) -> Row:
    """A row whose result is still to come."""
    return replace(row, state="waiting", summary="", advice="", parts=(), evidence=(), change=None)


def _list(pages: Pages, view: StepView, pending: Collection[str], lang: str, *, busy: bool) -> Markup:
    rows = tuple(waiting(row) if row.name in pending else row for row in view.rows)
    html = pages.render("walk/_checks.html", v=replace(view, rows=rows), busy=busy, lang=lang)
    return partial("#checks", html)


def _rows(pages: Pages, view: StepView, name: str, lang: str) -> Markup:
    many = len(view.rows) > 1
    shown = (row for row in view.rows if row.name == name)
    rows = ((row.id, pages.render("walk/_row.html", row=row, many=many, lang=lang)) for row in shown)
    return Markup("").join(partial(f"#{row_id}", html) for row_id, html in rows)


def _rest(pages: Pages, run: Run, view: StepView, today: str) -> Markup:
    view = pages.tips.added(run, view)
    html = pages.render(
        "walk/_rest.html",
        v=view,
        tips=tips_of(pages, run, view),
        others=others_of(pages, run, view.others, view.form),
        trail=pages.trail(view.trail, run.article.lang),
        **frame_of(run, today),
    )
    actions = pages.render("walk/_run_button.html", v=view, lang=run.article.lang)
    return partial("#step-rest", html, "innerHTML") + partial("#check-actions", actions, "innerHTML")


def stopped(error: UnsnagError, lang: str) -> str:
    """What the status region says where a run ends before its time."""
    _say = speaker(lang)
    return _say("We had to stop: {reason}", reason=reason_in(lang, error.message))
