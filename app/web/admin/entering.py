"""Log in and log out; choose a password, by a link or as its owner."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.change_password import account_of_link, change_own_password, set_password_by_link
from app.actions.end_session import log_out
from app.actions.find_session import Person, find_session
from app.actions.log_in import device_for, log_in, needs_proof
from app.actions.verify import Proof, make_picture
from app.core.errors import BadInput, Gone, LimitReached
from app.web.admin.addresses import LOG_IN, SESSIONS, own_path
from app.web.admin.browser import browser_of, forget, know, remember, services_of, token_of
from app.web.admin.guard import admin_page, last
from app.web.bodies import Fields, read_fields
from app.web.templates import page
from app.web.turns import Turns

_hashing = Turns("hashing", 2)  # each takes 19 MiB and a core, and visitors want theirs too


async def show_log_in(request: Request) -> Response:
    """`GET /admin/log-in?next=`"""
    target = own_path(request.query_params.get("next", ""))
    if await run_in_threadpool(find_session, services_of(request), token_of(request)):
        return RedirectResponse(target, 303)
    return await run_in_threadpool(_log_in_page, request, target)


async def enter(request: Request) -> Response:
    """`POST /admin/log-in`"""
    fields = await read_fields(request)
    email, password, target = last(fields, "email"), last(fields, "password"), own_path(last(fields, "next"))
    try:
        done = await _hashing.take(log_in, services_of(request), email, password, browser_of(request), Proof.of(fields))
    except BadInput as problem:
        return await run_in_threadpool(_log_in_page, request, target, email=email, errors=problem.fields, status=422)
    except LimitReached as limit:
        errors = {"email": limit.message}
        response = await run_in_threadpool(_log_in_page, request, target, email=email, errors=errors, status=429)
        response.headers["retry-after"] = str(limit.retry_after)
        return response
    answer = RedirectResponse(target, 303)
    remember(request, answer, done)
    return answer


def leave(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/log-out`"""
    log_out(services_of(request), person)
    answer = RedirectResponse(f"{LOG_IN}?said=out", 303)
    forget(request, answer)
    return answer


def show_own_password(request: Request, person: Person) -> Response:
    """`GET /admin/password` of somebody who is logged in."""
    return admin_page(request, person, "password.html", errors={}, link="", email=person.account.email)


def change_password(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/password` of somebody who is logged in."""
    try:
        _same_twice(fields)
        change_own_password(services_of(request), person, last(fields, "current"), last(fields, "password"))
    except (BadInput, LimitReached) as problem:
        errors = problem.fields if isinstance(problem, BadInput) else {"current": problem.message}
        status = 422 if isinstance(problem, BadInput) else 429
        return admin_page(
            request, person, "password.html", status=status, errors=errors, link="", email=person.account.email
        )
    return RedirectResponse(f"{SESSIONS}?said=password", 303)


async def show_link(request: Request) -> Response:
    """`GET /admin/password/{token}`: a form for whoever was given the link."""
    try:
        account = await run_in_threadpool(account_of_link, services_of(request), request.path_params["token"])
    except Gone as gone:
        return _link_gone(request, gone)
    return page(request, "admin/new_password.html", noindex=True, errors={}, email=account.email)


async def use_link(request: Request) -> Response:
    """`POST /admin/password/{token}`"""
    link, fields = request.path_params["token"], await read_fields(request)
    services = services_of(request)
    try:
        account = await run_in_threadpool(account_of_link, services, link)
        try:
            _same_twice(fields)
            await _hashing.take(set_password_by_link, services, link, last(fields, "password"))
        except BadInput as problem:
            context = {"errors": problem.fields, "email": account.email, "noindex": True}
            return page(request, "admin/new_password.html", status=422, headers=None, **context)
    except Gone as gone:
        return _link_gone(request, gone)
    answer = RedirectResponse(f"{LOG_IN}?said=password", 303)
    know(request, answer, device_for(services, account))  # so that nobody beside it holds up the first log-in
    return answer


def _link_gone(request: Request, gone: Gone) -> Response:
    return page(request, "admin/link_gone.html", status=410, noindex=True, sentence=gone.message)


def _same_twice(fields: Fields) -> None:
    if last(fields, "password") != last(fields, "again"):
        fault = "The two are not the same. Type the new password twice."
        raise BadInput(fault, fields={"again": fault})


def _log_in_page(
    request: Request, target: str, *, email: str = "", errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    said, services = request.query_params.get("said", ""), services_of(request)
    proving = needs_proof(services, browser_of(request))
    context = {
        "target": target,
        "email": email,
        "errors": errors or {},
        "said": said,
        "noindex": True,
        "picture": make_picture(services) if proving else "",
        "picture_shown": "verification" in (errors or {}),
    }
    return page(request, "admin/log_in.html", status=status, headers=None, **context)
