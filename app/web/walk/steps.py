"""Showing a step, and the page for a walk that is no longer there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.read_run import Run
from app.actions.services import Services
from app.core.errors import Gone, UnsnagError
from app.web.languages import choose_language
from app.web.phrases import direction
from app.web.spoken import LANGUAGES, say
from app.web.templates import page
from app.web.walk.addresses import step_url, walk_url
from app.web.walk.others import others_of
from app.web.walk.pages import Moment, Pages, Part, pages_of
from app.web.walk.skeletons import still_part
from app.web.walk.stay import Typed, article_url, title_of
from app.web.walk.trail import trail_of
from app.web.walk.view import StepView, view_of

OFTEN = 3  # articles that a lost walk offers


def show(
    request: Request,
    services: Services,
    run: Run,
    step_id: str | None,
    number: int | None,
    *,
    change: str = "",
    typed: Typed | None = None,
    chosen: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The page of a step; with `typed` it is a form that came back, which is answered with 422 where it has errors."""
    pages = pages_of(request)
    if typed is not None:
        part = step_part(request, services, run, step_id, number, typed=typed)
        headers = {"hx-push-url": "false", "hx-retarget": "#page", "hx-reswap": "innerHTML"}
        wrong = bool(typed.errors)
        return pages.respond(
            request, part, run.article.lang, status=422 if wrong else 200, error=wrong, headers=headers
        )
    generation = pages.tips.generation(run)
    part = step_part(request, services, run, step_id, number, change=change, chosen=chosen)
    response = pages.respond(request, part, run.article.lang, headers=headers)
    if request.method == "GET" and not request.scope["query_string"] and not response.fragment:
        moment = Moment(run.token, run.seq, services.clock().date(), run.entry.article_id, generation)
        pages.keep_ready(request.scope["path"], moment, response)
    return response


def go_on(request: Request, services: Services, run: Run) -> Response:
    """To where the walk stands now: by a redirect, or for htmx at once, with the address it has."""
    last = run.state.last
    url = step_url(run.token, last.step, last.number) if last and not run.state.solved else walk_url(run.token)
    if request.headers.get("hx-request") != "true":
        return RedirectResponse(url, 303)
    # a form whose results go elsewhere may end here too, so the place is told
    headers = {"hx-push-url": url, "hx-retarget": "#page", "hx-reswap": "innerHTML"}
    return show(request, services, run, None, None, headers=headers)


def go_back(request: Request, services: Services, run: Run, step_id: str, chosen: Sequence[str] = ()) -> Response:
    """To the latest visit of a step as it stands now; where the walk stands, if it no longer comes by."""
    visit = run.state.visit(step_id)
    if visit is None:
        return go_on(request, services, run)
    if request.headers.get("hx-request") != "true":
        return RedirectResponse(step_url(run.token, step_id, visit.number, chosen), 303)
    response = show(request, services, run, step_id, visit.number, chosen=chosen)
    response.headers.update({"hx-push-url": "false", "hx-retarget": "#page", "hx-reswap": "innerHTML"})
    return response


def step_part(
    request: Request,
    services: Services,
    run: Run,
    step_id: str | None,
    number: int | None,
    *,
    change: str = "",
    typed: Typed | None = None,
    chosen: Sequence[str] = (),
) -> Part:
    """What a step's page holds beyond the shell."""
    pages = pages_of(request)
    if run.state.solved and step_id is None:
        rows, frame = trail_of(run, services.today()), frame_of(run, services.today())
        return pages.part(
            "walk/_solved.html", f"{say(run.article.lang, 'Solved')} · {frame['article_title']}", trail=rows, **frame
        )
    part = None if typed or change or chosen else still_part(pages, services, run, step_id, number)
    if part is not None:
        return part
    view = pages.tips.added(run, view_of(services, run, step_id, number, change=change, typed=typed, chosen=chosen))
    frame = {**frame_of(run, services.today()), "tips": tips_of(pages, run, view)}
    title = view.plain_title if view.kind == "start" else f"{view.plain_title} · {frame['article_title']}"
    others = others_of(pages, run, view.others, view.form)
    trail = pages.trail(view.trail, run.article.lang)
    return pages.part("walk/_step.html", title, v=view, others=others, trail=trail, **frame)


def tips_of(pages: Pages, run: Run, view: StepView) -> Markup:
    """The link to what readers wrote of this step."""
    return pages.tips.link(run, view.step) if view.kind != "start" else Markup("")


def frame_of(run: Run, today: str) -> dict[str, object]:
    """What every page of a walk is told besides its own."""
    last = run.state.last
    return {
        "token": run.token,
        "read_token": run.row.read_token,
        "lang": run.article.lang,
        "article": run.entry.article_id,
        "article_url": article_url(run),
        "article_title": title_of(run, today),
        "here": step_url(run.token, last.step, last.number) if last else walk_url(run.token),
    }


def lost(request: Request, services: Services, error: UnsnagError) -> Response:
    """An expired or unknown walk: what happened, and the way to start again."""
    gone = isinstance(error, Gone)
    entry = services.library.get(str(error.context.get("article", "")))
    accepted = request.headers.get("accept-language", "")
    lang = str(error.context.get("lang") or choose_language(("en", *LANGUAGES), "", accepted))
    article = entry.article.translations.get(lang, entry.article) if entry else None
    return page(
        request,
        "walk/lost.html",
        status=410 if gone else 404,
        headers={
            "hx-retarget": "#page",
            "hx-reswap": "innerHTML",
            "cache-control": "no-store",
            "vary": "Accept-Language",
        },
        noindex=True,
        gone=gone,
        entry=entry,
        title=article.title if article else "",
        lang=lang,
        dir=direction(lang),
        days=services.settings.run_days,
        others=[] if entry else services.library.most_used(OFTEN),
    )
