"""The transcript of a walk: as a page, as text, as JSON, and read only for somebody else."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.actions.read_run import Run, read_run
from app.actions.services import Services
from app.actions.write_text import write_text
from app.actions.write_transcript import Transcript, as_json, write_transcript
from app.web.phrases import instant
from app.web.spoken import say
from app.web.walk.pages import pages_of
from app.web.walk.steps import frame_of


async def page(request: Request) -> Response:
    """`GET /r/{token}/transcript`: for the visitor, so personal values are there, and marked."""
    return await run_in_threadpool(_page, request, False)


async def shared(request: Request) -> Response:
    """`GET /s/{token}`: the same for other eyes, without personal values and without any way to change the walk."""
    return await run_in_threadpool(_page, request, True)


async def text(request: Request) -> Response:
    """`GET /r/{token}/transcript.txt`."""
    written = await run_in_threadpool(_written, request, False)
    return PlainTextResponse(write_text(written.without_personal()), headers=_attachment(written, "txt"))


async def json(request: Request) -> Response:
    """`GET /r/{token}/transcript.json`."""
    written = await run_in_threadpool(_written, request, False)
    return JSONResponse(as_json(written.without_personal()), headers=_attachment(written, "json"))


def _written(request: Request, is_shared: bool) -> Transcript:
    services: Services = request.app.state.services
    return write_transcript(services, _run(request, services, is_shared))


def _run(request: Request, services: Services, is_shared: bool) -> Run:
    return read_run(services, request.path_params["token"], shared=is_shared)


def _page(request: Request, is_shared: bool) -> Response:
    services: Services = request.app.state.services
    run = _run(request, services, is_shared)
    written = write_transcript(services, run)
    hidden = written.without_personal()
    pages, lang = pages_of(request), run.article.lang
    part = pages.part(
        "walk/_transcript.html",
        f"{say(lang, 'Transcript')} · {hidden.title}",  # a title is in histories and on other people's screens
        t=hidden if is_shared else written,
        shared=is_shared,
        started=instant(written.started, lang),
        changed=instant(written.changed, lang),
        **({"lang": lang} if is_shared else frame_of(run, services.today())),
    )
    return pages.respond(request, part, lang)


def _attachment(written: Transcript, ending: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{written.article}-transcript.{ending}"'}
