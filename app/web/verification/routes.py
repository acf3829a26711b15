"""What a verification is made of: a challenge for a script, a picture and a sound for everybody else."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from app.actions.services import Services
from app.actions.verify import digits_of, make_challenge
from app.core.errors import Gone
from app.web.ranges import part_of
from app.web.verification.drawing import Drawing

router = APIRouter(include_in_schema=False, prefix="/verification")
reading = partial(router.api_route, methods=["GET", "HEAD"])
FRESH = {"cache-control": "no-store"}
OURS = {"cache-control": "private, max-age=1200", "x-robots-tag": "noindex"}


@reading("/challenge")
def challenge(request: Request) -> Response:
    """A proof of work for the browser: `static/js/verification.js` solves it."""
    return JSONResponse(make_challenge(_services(request)), headers=FRESH)


@reading("/picture/{name}.png")
async def picture(request: Request, name: str) -> Response:
    drawing: Drawing = request.app.state.drawing
    return Response(await drawing.picture(name, await _digits(request, name)), media_type="image/png", headers=OURS)


@reading("/sound/{name}.wav")
async def sound(request: Request, name: str) -> Response:
    """Some browsers play only what comes in ranges."""
    drawing: Drawing = request.app.state.drawing
    body = await drawing.sound(name, await _digits(request, name))
    return part_of(request, body, "audio/wav", OURS)


async def _digits(request: Request, name: str) -> str:
    """Raises Gone for a picture that is too old, or never was."""
    digits = await run_in_threadpool(digits_of, _services(request), name)
    if digits is None:
        raise Gone("This picture is no longer good. Load the page with the form again.", kind="picture")
    return digits


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services
