"""Where somebody says that a test message arrived: its link leads here, and its code is entered here.

Looking changes nothing, since mail scanners follow links; the button does.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from app.actions.confirm_arrival import Arrival, confirm_arrival, find_arrival
from app.actions.services import Services
from app.core.codes import ENTERED_AT as PAGE
from app.core.codes import in_groups, read_code
from app.core.errors import BadInput, NotFound
from app.web.bodies import read_fields
from app.web.languages import choose_language
from app.web.phrases import direction
from app.web.spoken import LANGUAGES, speaker
from app.web.templates import page

router = APIRouter(include_in_schema=False)
MOST_CODE = 40  # characters of what was typed that are shown again


@router.api_route(PAGE, methods=["GET", "HEAD"])
@router.api_route(PAGE + "/{code}", methods=["GET", "HEAD"])
def show(request: Request, code: str = "") -> Response:
    """The form, with the code of the link in it; or that the message is known to be there."""
    services = _services(request)
    if not code:
        return _page(request)
    try:
        found = find_arrival(services.sessions, code, services.clock())
    except (BadInput, NotFound):
        return _page(request, code, wrong=True, status=404)
    return _page(request, in_groups(read_code(code) or ""), found)


@router.post(PAGE)
async def confirm(request: Request) -> Response:
    """Notes that the message is there."""
    fields = await read_fields(request)
    code = fields.get("code", [""])[-1]
    return await run_in_threadpool(_confirm, request, code)


def _confirm(request: Request, code: str) -> Response:
    services = _services(request)
    try:
        confirm_arrival(services.sessions, code, services.clock())
    except (BadInput, NotFound):
        return _page(request, code, wrong=True, status=422)
    return RedirectResponse(f"{PAGE}/{in_groups(read_code(code) or '')}", 303)


def _page(
    request: Request, code: str = "", found: Arrival | None = None, *, wrong: bool = False, status: int = 200
) -> Response:
    wanted, accepted = request.query_params.get("lang", ""), request.headers.get("accept-language", "")
    lang = choose_language(("en", *LANGUAGES), wanted, accepted)
    _say = speaker(lang)
    error = _say("We know no message with this code. It has 12 letters and digits, and counts for a day.")
    return page(
        request,
        "arrival/arrived.html",
        status=status,
        headers={"vary": "Accept-Language"},
        noindex=True,
        lang=lang,
        dir=direction(lang),
        code=code[:MOST_CODE],
        found=found,
        errors={"code": error} if wrong else {},
        error=wrong,
    )


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services
