"""Who may see a page for moderators: its handlers are given the person, and are not called without one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.find_session import Person, find_session
from app.web.admin.addresses import log_in_url, page_before
from app.web.admin.browser import services_of, token_of
from app.web.bodies import Fields, read_fields
from app.web.templates import page

Handler = Callable[[Request], Awaitable[Response]]
Shown = Callable[[Request, Person], Response]
Deed = Callable[[Request, Person, Fields], Response]


def shows(handler: Shown, *, admins: bool = False) -> Handler:
    """A page. Whoever is not logged in is asked to, and led back."""

    async def guarded(request: Request) -> Response:
        return await run_in_threadpool(work, request)

    def work(request: Request) -> Response:
        person = find_session(services_of(request), token_of(request))
        if person is None:
            return _ask(request)
        if admins and not person.account.is_admin:
            return denied(request, person)
        return handler(request, person)

    return guarded


def does(handler: Deed, *, admins: bool = False) -> Handler:
    """What a form does. `Security` has made sure that the form was one of ours."""

    async def guarded(request: Request) -> Response:
        return await run_in_threadpool(work, request, await read_fields(request))

    def work(request: Request, fields: Fields) -> Response:
        person = find_session(services_of(request), token_of(request))
        if person is None:
            return RedirectResponse(log_in_url(page_before(request.headers.get("referer", ""))), 303)
        if admins and not person.account.is_admin:
            return denied(request, person)
        return handler(request, person, fields)

    return guarded


def admin_page(request: Request, person: Person, name: str, *, status: int = 200, **context: object) -> Response:
    """A page within the frame that all pages for moderators have."""
    said = request.query_params.get("said", "")
    frame = {"person": person, "noindex": True, "wide": True, "said": said}
    return page(request, f"admin/{name}", status=status, headers=None, **frame, **context)


def denied(request: Request, person: Person) -> Response:
    return admin_page(request, person, "denied.html", status=403)


def _ask(request: Request) -> Response:
    """The log-in page; or, for a link in a mail or on another site, once more from here.

    A browser that comes from elsewhere leaves `SameSite=Strict` cookies out, so we cannot know whether it has one. The
    page that we answer with leads to the same address, and then the browser comes from us.
    """
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site") and not token_of(request):
        return page(request, "admin/arrive.html", noindex=True, address=address)
    return RedirectResponse(log_in_url(address), 303)


def last(fields: Fields, name: str) -> str:
    """The last value of a field, `""` without one."""
    return plain(fields.get(name, [""])[-1])


def asked(request: Request, name: str) -> str:
    """A value of the address, `""` without one."""
    return plain(request.query_params.get(name, ""))


def plain(text: str) -> str:
    """Without NUL characters, which no person types and PostgreSQL cannot hold."""
    return text.replace("\0", "")


def number(text: str) -> int | None:
    """A row's id as addresses and forms carry it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
