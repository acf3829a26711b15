"""All somebody wrote: `/comments/mine` asks for a link by mail; behind it all is shown, copied, erased."""

from __future__ import annotations

import json

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.actions.ask_for_own import ask_for_own
from app.actions.comment_links import Link
from app.actions.erase_writer import erase_writer
from app.actions.export_writer import export_writer, find_own, state_of
from app.actions.services import Services
from app.actions.verify import Proof, make_picture, verify
from app.core import addresses
from app.core.errors import BadVerification
from app.web.bodies import Fields, read_fields
from app.web.comments.links_words import Say, language_for, link_page
from app.web.spoken import speaker
from app.web.spoken.reasons import reasons_in

LONGEST = 320  # characters of an address that come back to the page


async def show_form(request: Request) -> Response:
    """`GET /comments/mine`"""
    return _form(request, "", {}, 200)


async def ask(request: Request) -> Response:
    """`POST /comments/mine`: the same answer to everybody, and what is looked up is looked up after it is out."""
    services: Services = request.app.state.services
    fields = await read_fields(request)
    email, errors = _last(fields, "email").strip(), {}
    try:
        address = addresses.email(email)
    except ValueError as problem:
        errors["email"] = str(problem)
    else:
        try:
            await run_in_threadpool(verify, services, Proof.of(fields), f"mine\0{email}")
        except BadVerification as problem:
            errors["verification"] = problem.message
    if errors:
        return _form(request, email, errors, 422)
    response = link_page(request, "comments/mine_asked.html", language_for(request))
    response.background = BackgroundTask(ask_for_own, services, address)
    return response


def show(request: Request, link: Link) -> Response:
    """`GET` of the link in that mail. Raises Gone where it was all erased by it."""
    return _own(request, link, {})


def act(request: Request, link: Link, fields: Fields) -> Response:
    """`POST` of the link: `act` is `copy`, or `erase` with `sure` ticked."""
    services: Services = request.app.state.services
    if _last(fields, "act") == "copy":
        body = json.dumps(export_writer(services, link), ensure_ascii=False, indent=2)
        attached = {"content-disposition": 'attachment; filename="what-i-wrote.json"'}
        return Response(body, media_type="application/json", headers=attached)
    if _last(fields, "act") != "erase" or not _last(fields, "sure"):
        _say = speaker(language_for(request))
        return _own(request, link, {"sure": _say("Tick the box first: what is erased cannot be brought back.")}, 422)
    return link_page(request, "comments/mine_erased.html", language_for(request), erased=erase_writer(services, link))


def _own(request: Request, link: Link, errors: dict[str, str], status: int = 200) -> Response:
    services: Services = request.app.state.services
    with services.sessions() as session:
        own = find_own(services, session, link)
    lang = language_for(request)
    titles = {entry.article_id: entry.title for entry in services.library.entries()}
    states = _states(speaker(lang))
    return link_page(
        request, "comments/mine_own.html", lang, status=status, own=own, titles=titles,
        state_of=lambda comment: states[state_of(comment)], errors=errors, error=bool(errors),
    )  # fmt: skip


def _states(_say: Say) -> dict[str, str]:
    """What `state_of` says, in the reader's language."""
    return {
        "published": _say("published"),
        "withdrawn": _say("withdrawn"),
        "waits for your confirmation": _say("waits for your confirmation"),
        "not published": _say("not published"),
    }


def _form(request: Request, email: str, errors: dict[str, str], status: int) -> Response:
    services: Services = request.app.state.services
    lang = language_for(request)
    return link_page(
        request,
        "comments/mine.html",
        lang,
        status=status,
        email=email[:LONGEST],
        errors=reasons_in(lang, errors),
        error=bool(errors),
        picture=make_picture(services),
        picture_shown="verification" in errors,
    )


def _last(fields: Fields, name: str) -> str:
    return (fields.get(name) or ("",))[-1]
