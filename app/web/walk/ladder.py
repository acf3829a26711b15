"""Check everything: the steps as a ladder, with what every check found, and the way to the first that fails."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from app.actions.diagnose import Diagnosis, check_everything, diagnosis_of
from app.actions.go_to_step import go_to_step
from app.actions.read_run import Run, read_run
from app.actions.services import Services
from app.actions.submit_step import submit_inputs
from app.core.article import Article, Step
from app.core.errors import BadInput, UnsnagError
from app.web.bodies import Fields
from app.web.spoken import say
from app.web.spoken.reasons import reasons_in
from app.web.walk import live, verifying
from app.web.walk.addresses import step_url
from app.web.walk.changes import ChangeView
from app.web.walk.fields import Field, fields_of, untouched, values_from
from app.web.walk.history import History, history_of
from app.web.walk.pages import Pages, pages_of
from app.web.walk.pasted import read_form
from app.web.walk.progress import Counter, paced
from app.web.walk.rows import Desk, Row, rows_of
from app.web.walk.stay import Typed
from app.web.walk.steps import frame_of
from app.web.walk.texts import Texts


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause that a step's checks point at."""

    id: str
    title: Markup


@dataclass(frozen=True, slots=True)
class Rung:
    """A step. `status` is pass, warn, fail, unknown or none; `href` leads there where the walk came by already.

    `rows` are the checks that apply now; `checked` is whether it has any, those too that wait for what others find.
    """

    id: str
    step: str
    title: Markup
    status: str
    applies: str
    checked: bool
    rows: tuple[Row, ...]
    reasons: tuple[Reason, ...]
    href: str


@dataclass(frozen=True, slots=True)
class LadderView:
    rungs: tuple[Rung, ...]
    fields: tuple[Field, ...]
    first: Rung | None
    checks: int
    done: int
    errors: dict[str, str]

    @property
    def needed(self) -> list[Field]:
        """What has to be given, or given otherwise, before checks that wait for it can run."""
        return [field for field in self.fields if not field.optional]

    @property
    def helpful(self) -> list[Field]:
        """What may be left out."""
        return [field for field in self.fields if field.optional]

    @property
    def changed(self) -> list[Row]:
        """The rows that are others than when their check ran before."""
        return [row for rung in self.rungs for row in rung.rows if row.change and row.change.differs]

    @property
    def unknown(self) -> int:
        """How many checks ran and could not find out."""
        return sum(row.state == "unknown" for rung in self.rungs for row in rung.rows)

    @property
    def can_run(self) -> bool:
        return self.checks > 0


async def show(request: Request) -> Response:
    """`GET /r/{token}/check`."""
    services: Services = request.app.state.services
    return await run_in_threadpool(_page, request, services, None)


async def run(request: Request) -> Response:
    """`POST /r/{token}/check`: takes missing inputs, runs everything; or goes to the step that `_step` names."""
    services: Services = request.app.state.services
    token, fields = request.path_params["token"], await read_form(request)
    if "_step" in fields:
        found = await run_in_threadpool(go_to_step, services, token, fields["_step"][-1])
        last = found.state.last
        return RedirectResponse(step_url(token, last.step, last.number) if last else f"/r/{token}", 303)
    try:
        found = await run_in_threadpool(_take_inputs, services, token, fields)
    except BadInput as problem:
        return await run_in_threadpool(_page, request, services, Typed(fields, problem.fields))
    visitor = live.visitor_of(request)
    before = await verifying.first(request, services, visitor, fields)
    if before is not None:
        return before
    if live.streams(request):
        rows = _stream(pages_of(request), services, found, visitor)
        return StreamingResponse(rows, media_type="text/event-stream", headers=live.STREAM_HEADERS)
    async for _ in check_everything(services, token, visitor):
        pass
    return RedirectResponse(f"/r/{token}/check#ladder-summary", 303)


def ladder_of(run: Run, diagnosis: Diagnosis, history: History, typed: Typed | None = None) -> LadderView:
    """The ladder as it stands."""
    steps = [step for step in run.article.steps.values() if not step.use and (step.checks or not step.end)]
    rungs = tuple(_rung(run, diagnosis, history, number, step) for number, step in enumerate(steps, 1))
    first = diagnosis.first() or next((rung.step for rung in rungs if rung.status == "fail"), None)
    rows = [row for rung in rungs for row in rung.rows]
    return LadderView(
        rungs=rungs,
        fields=tuple(_missing(run, diagnosis, typed)),
        first=next((rung for rung in rungs if rung.step == first), None),
        checks=len(rows),
        done=sum(row.done for row in rows),
        errors=dict(typed.errors) if typed else {},
    )


def _rung(run: Run, diagnosis: Diagnosis, history: History, number: int, step: Step) -> Rung:
    names = diagnosis.names.within(step.scope)
    texts = Texts(names)
    known = diagnosis.results
    results = {call.name: known[step.id, call.name] for call in step.checks if (step.id, call.name) in known}
    desk = Desk(run.article, diagnosis.declarations, names, history)
    titles = {cause.id: cause.title for cause in step.causes}
    visit = run.state.visit(step.id)
    return Rung(
        id=f"rung-{number}",
        step=step.id,
        title=texts.line(step.title),
        status=diagnosis.status(step),
        applies=step.applies,
        checked=bool(step.checks),
        rows=tuple(rows_of(desk, step, results, prefix=f"check-{number}")),
        reasons=tuple(Reason(cause, texts.line(titles[cause])) for cause in diagnosis.promoted(step)),
        href=step_url(run.token, step.id, visit.number) if visit else "",
    )


def _missing(run: Run, diagnosis: Diagnosis, typed: Typed | None) -> list[Field]:
    """The inputs that checks wait for, and those whose value could not be taken."""
    steps = run.article.steps.values()
    waited = [name for step in steps for call in step.checks for name in diagnosis.waits_for(step, call.name)]
    heads = {name.partition(".")[0] for name in waited}
    wrong = set(typed.errors) if typed else set()
    asked = [name for name in run.article.inputs if name in wrong or (name in heads and name not in run.state.inputs)]
    return fields_of(run.article, run.state, asked, typed.fields if typed else None, typed.errors if typed else None)


def _take_inputs(services: Services, token: str, fields: Fields) -> Run:
    def sent(article: Article) -> dict[str, object]:
        return values_from(article, [name for name in article.inputs if name in fields], fields)

    return submit_inputs(services, token, sent, untouched=untouched(fields))


def _page(request: Request, services: Services, typed: Typed | None) -> Response:
    run = read_run(services, request.path_params["token"])
    if typed is not None:
        typed = replace(typed, errors=reasons_in(run.article.lang, typed.errors))
    view = ladder_of(run, diagnosis_of(services, run), history_of(services, run), typed)
    pages = pages_of(request)
    frame = frame_of(run, services.today())
    part = pages.part(
        "walk/_ladder.html", f"{say(run.article.lang, 'Check everything')} · {frame['article_title']}", v=view, **frame
    )
    if typed is None:
        return pages.respond(request, part, run.article.lang)
    headers = {"hx-push-url": "false", "hx-retarget": "#page", "hx-reswap": "innerHTML"}
    return pages.respond(request, part, run.article.lang, status=422, error=True, headers=headers)


async def _stream(pages: Pages, services: Services, run: Run, visitor: str) -> AsyncGenerator[bytes, None]:
    frame = frame_of(run, services.today())
    view = await run_in_threadpool(_look, services, run)
    done: set[str] = set()
    pending = _pending(view, done)
    counter, shown = Counter(len(pending), run.article.lang), _waiting(view, pending)
    yield live.message(_rungs(pages, frame, shown, busy=True), counter.say(now=True))
    try:
        progress = check_everything(services, run.token, visitor)
        async with aclosing(paced(progress, counter)) as coming:
            async for found in coming:
                if found is None:
                    yield live.message(Markup(""), counter.say(now=True))
                    continue
                run = found.run
                view = await run_in_threadpool(_look, services, run)
                done.add(found.call.key)
                pending = _pending(view, done)
                counter.note(
                    found.call.key, found.result.status, waiting=len(pending), change=_change(view, found.call.key)
                )
                before, shown = shown, _waiting(view, pending)
                yield live.message(_changed(pages, frame, before, shown), counter.say())
    except UnsnagError as error:
        yield live.message(_rungs(pages, frame, view, busy=False), live.stopped(error, run.article.lang))
        return
    summary = pages.render("walk/_ladder_summary.html", v=view, **frame)
    button = pages.render("walk/_ladder_button.html", v=view, **frame)
    yield live.message(
        _rungs(pages, frame, view, busy=False)
        + live.partial("#ladder-summary", summary, "innerHTML")
        + live.partial("#check-actions", button, "innerHTML"),
        "",
    )
    yield live.RELEASE
    await counter.wait()
    yield live.message(Markup(""), counter.end())


def _look(services: Services, run: Run) -> LadderView:
    return ladder_of(run, diagnosis_of(services, run), history_of(services, run))


def _pending(view: LadderView, done: set[str]) -> set[str]:
    """The checks still to come, as `step.check`."""
    rows = ((f"{rung.step}.{row.name}", row) for rung in view.rungs for row in rung.rows)
    return {key for key, row in rows if key not in done and live.will_run(row)}


def _change(view: LadderView, key: str) -> ChangeView | None:
    step, _, name = key.rpartition(".")
    return live.change_of((row for rung in view.rungs if rung.step == step for row in rung.rows), name)


def _waiting(view: LadderView, pending: set[str]) -> LadderView:
    """The ladder with the rows that are still to come as waiting."""

    def rung(made: Rung) -> Rung:
        rows = tuple(live.waiting(row) if f"{made.step}.{row.name}" in pending else row for row in made.rows)
        busy = any(r.state == "waiting" for r in rows)
        return replace(made, rows=rows, status="waiting" if busy else made.status, reasons=() if busy else made.reasons)

    return replace(view, rungs=tuple(rung(made) for made in view.rungs))


def _rungs(pages: Pages, frame: dict[str, object], view: LadderView, *, busy: bool) -> Markup:
    return live.partial("#ladder", pages.render("walk/_rungs.html", v=view, busy=busy, **frame))


def _changed(pages: Pages, frame: dict[str, object], before: LadderView, now: LadderView) -> Markup:
    """The rungs that look otherwise than before."""
    changed = (rung for rung, was in zip(now.rungs, before.rungs, strict=True) if rung != was)
    pieces = ((rung.id, pages.render("walk/_rung.html", v=now, rung=rung, **frame)) for rung in changed)
    return Markup("").join(live.partial(f"#{rung_id}", html) for rung_id, html in pieces)
