"""The page before more checks: a verification, and everything that was sent, to go on with."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.actions.admit_visitor import admit_visitor
from app.actions.read_run import Run, read_run
from app.actions.services import Services
from app.actions.verify import Proof, make_picture
from app.core.errors import BadVerification
from app.web.bodies import Fields
from app.web.spoken import speaker
from app.web.spoken.reasons import reason_in
from app.web.walk.pages import pages_of
from app.web.walk.steps import frame_of

OWN = ("verification", "picture", "picture_answer")
IN_PLACE = {"hx-push-url": "false", "hx-retarget": "#page", "hx-reswap": "innerHTML"}


async def first(request: Request, services: Services, visitor: str, fields: Fields) -> Response | None:
    """The page that comes before the checks; None where they may run."""
    proof = Proof.of(fields)
    try:
        await admit_visitor(services, visitor, proof)
    except BadVerification as problem:
        return await run_in_threadpool(_page, request, services, fields, problem.message if proof.given else "")
    return None


def _page(request: Request, services: Services, fields: Fields, wrong: str) -> Response:
    run: Run = read_run(services, request.path_params["token"])
    lang = run.article.lang
    _say = speaker(lang)
    pages, error = pages_of(request), reason_in(lang, wrong)
    sent = [(name, value) for name, values in fields.items() if name not in OWN for value in values]
    part = pages.part(
        "walk/_verify.html",
        _say("One moment before more checks"),
        action=request.url.path,
        sent=sent,
        error=error,
        errors={"verification": error} if error else {},
        picture=make_picture(services),
        **frame_of(run, services.today()),
    )
    return pages.respond(request, part, lang, status=422 if error else 200, error=bool(error), headers=IN_PLACE)
