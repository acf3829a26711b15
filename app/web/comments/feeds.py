"""What readers wrote, for programs: `/comments.json`, `/comments.atom`, and the same below `/a/{id}`."""

from __future__ import annotations

import json

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.export_comments import comment_json, write_atom
from app.actions.services import Services
from app.actions.start_run import find_article
from app.storage import comments

router = APIRouter()
PAGE = 500  # comments of one JSON answer
NEWEST = 50  # in a feed


async def as_json(request: Request) -> Response:
    """`…/comments.json?after=`: by number, a page at a time; `next` is the address of the next, or null."""
    return await run_in_threadpool(_json, request)


async def as_atom(request: Request) -> Response:
    """`…/comments.atom`: the newest."""
    return await run_in_threadpool(_atom, request)


def _json(request: Request) -> Response:
    services: Services = request.app.state.services
    article_id, path = _where(services, request, "json")
    if article_id != request.path_params.get("id"):
        return RedirectResponse(path, 301)
    asked = request.query_params.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else 0
    with services.sessions() as session:
        tag = _tag(comments.generation(session))
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=_headers(tag))
        found = comments.published(session, article_id, after_id=after, limit=PAGE + 1)
    base = _base(request)
    more = f"{base}{path}?after={found[PAGE - 1].id}" if len(found) > PAGE else None
    told = [comment_json(services, comment, base) for comment in found[:PAGE]]
    body = json.dumps({"comments": told, "next": more}, ensure_ascii=False)
    return Response(body, media_type="application/json", headers=_headers(tag))


def _atom(request: Request) -> Response:
    services: Services = request.app.state.services
    article_id, path = _where(services, request, "atom")
    if article_id != request.path_params.get("id"):
        return RedirectResponse(path, 301)
    with services.sessions() as session:
        tag = _tag(comments.generation(session))
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=_headers(tag))
        found = comments.newest(session, article_id, NEWEST)
    entry = services.library.get(article_id) if article_id else None
    about = f"{entry.title} · " if entry is not None else ""
    changed = max((one.edited_at or one.published_at or one.created_at for one in found), default=services.clock())
    title = f"{about}Tips from readers · {services.settings.site_name}"
    body = "".join(write_atom(services, found, _base(request), path=path, title=title, now=changed))
    return Response(body, media_type="application/atom+xml", headers=_headers(tag))


def _where(services: Services, request: Request, kind: str) -> tuple[str | None, str]:
    """The article by the id it has now, None for all; and the address there. Raises NotFound."""
    asked = request.path_params.get("id")
    if asked is None:
        return None, f"/comments.{kind}"
    article_id = find_article(services, asked).article_id
    return article_id, f"/a/{article_id}/comments.{kind}"


def _base(request: Request) -> str:
    services: Services = request.app.state.services
    return (services.settings.base_url or str(request.base_url)).rstrip("/")


def _tag(generation: int) -> str:
    return f'W/"comments-{generation}"'


def _headers(tag: str) -> dict[str, str]:
    return {"etag": tag, "cache-control": "no-cache", "access-control-allow-origin": "*"}


for _kind, _handler in (("json", as_json), ("atom", as_atom)):
    router.add_route(f"/comments.{_kind}", _handler, methods=["GET"], include_in_schema=False)
    router.add_route(f"/a/{{id}}/comments.{_kind}", _handler, methods=["GET"], include_in_schema=False)
