"""The JSON API: articles, and walks for programs. Errors are problem+json; nothing here sets or reads a cookie."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.routing import APIRoute

from app.actions.admit_visitor import admit_walk
from app.actions.apply_event import apply_check, apply_event
from app.actions.prove_domain import prove_step
from app.actions.read_run import read_run, unpaged_state
from app.actions.services import Services
from app.actions.start_run import find_article, start_run
from app.web.api.models import ArticleList, ArticleView, CheckWanted, NewEvent, NewRun, ProofWanted, RunView
from app.web.api.problems import problems
from app.web.api.views import article_summary, article_view, run_view
from app.web.bodies import read_body

Token = Annotated[str, Path(description="The walk's token, as it was given when the walk was started.")]
ArticleId = Annotated[str, Path(description="The article's id.")]


class BoundedRoute(APIRoute):
    """Reads no more of a body than the site takes anywhere."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            if request.method == "POST":
                request._body = await read_body(request)  # FastAPI reads it from there
            return await handle(request)

        return bounded


router = APIRouter(prefix="/api/v1", tags=["v1"], route_class=BoundedRoute)


@router.get(
    "/articles",
    operation_id="list_articles",
    description="Every article that is served, by title.",
    responses=problems(),
)
def list_articles(request: Request) -> ArticleList:
    services = _services(request)
    entries = sorted(services.library.entries(), key=lambda entry: (entry.title.casefold(), entry.article_id))
    return ArticleList(articles=[article_summary(entry, _base(request)) for entry in entries])


@router.get(
    "/articles/{id}",
    operation_id="read_article",
    description="One article: what it asks, its steps, their checks and causes.",
    responses=problems(404, 410, 422),
)
def read_article(request: Request, id: ArticleId) -> ArticleView:
    return article_view(find_article(_services(request), id), _base(request))


@router.post(
    "/runs",
    operation_id="start_run",
    description="Starts a walk through an article.",
    status_code=201,
    responses=problems(400, 403, 404, 410, 413, 415, 422),
)
async def post_run(request: Request, response: Response, body: NewRun) -> RunView:
    services = _services(request)
    await admit_walk(services, _visitor(request))
    run = await asyncio.to_thread(start_run, services, body.article, body.given, body.lang)
    response.headers["Location"] = f"/api/v1/runs/{run.token}"
    return run_view(run, await asyncio.to_thread(unpaged_state, services, run), _base(request))


@router.get(
    "/runs/{token}", operation_id="read_run", description="A walk as it stands.", responses=problems(404, 410, 422)
)
def get_run(request: Request, token: Token) -> RunView:
    services = _services(request)
    run = read_run(services, token)
    return run_view(run, unpaged_state(services, run), _base(request))


@router.post(
    "/runs/{token}/events",
    operation_id="add_event",
    description="Appends to a walk what happened. Kind `check` runs a check; results themselves are not taken.",
    responses=problems(400, 403, 404, 409, 410, 413, 415, 422),
)
async def post_event(request: Request, token: Token, body: NewEvent) -> RunView:
    services = _services(request)
    if isinstance(body, CheckWanted):
        run = await apply_check(services, token, body.check, body.visit, _visitor(request))
    elif isinstance(body, ProofWanted):
        run = await asyncio.to_thread(prove_step, services, token, body.step)
    else:
        run = await asyncio.to_thread(apply_event, services, token, body.model_dump())
    state = await asyncio.to_thread(unpaged_state, services, run)
    return run_view(run, state, _base(request))


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def _base(request: Request) -> str:
    return _services(request).settings.base_url.rstrip("/") or str(request.base_url).rstrip("/")


def _visitor(request: Request) -> str:
    return request.client.host if request.client else ""
