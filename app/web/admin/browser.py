"""What a moderator's browser keeps: the token of its session, and that it is known to an account.

Both cookies are for `/admin` alone, so no page for visitors ever sees them; no script reads them (`HttpOnly`), and no
other site makes the browser send them (`SameSite=Strict`). Over https they have the prefix `__Secure-`, so that
nobody who alters a plain http answer can put one in their place (RFC 6265bis section 4.1.3).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from app.actions.log_in import DEVICE_DAYS, Browser, LoggedIn
from app.actions.services import Services
from app.web.security import ADMIN

SESSION, DEVICE = "unsnag-session", "unsnag-device"


def services_of(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def browser_of(request: Request) -> Browser:
    """Where a request comes from, as logging in wants to know it."""
    return Browser(
        address=request.client.host if request.client else "",
        agent=request.headers.get("user-agent", ""),
        device=request.cookies.get(_name(request, DEVICE), ""),
        token=token_of(request),
    )


def token_of(request: Request) -> str:
    return request.cookies.get(_name(request, SESSION), "")


def remember(request: Request, response: Response, done: LoggedIn) -> None:
    """Gives the browser its two cookies."""
    days = services_of(request).settings.session_days
    _set(request, response, SESSION, done.token, days)
    know(request, response, done.device)


def know(request: Request, response: Response, device: str) -> None:
    """The browser is known to the account from now on, whoever fails to log in beside it."""
    _set(request, response, DEVICE, device, DEVICE_DAYS)


def forget(request: Request, response: Response) -> None:
    """Takes the session's cookie away; that the browser is known stays."""
    _set(request, response, SESSION, "", 0)


def _set(request: Request, response: Response, name: str, value: str, days: int) -> None:
    response.set_cookie(
        _name(request, name),
        value,
        max_age=days * 86_400,
        path=ADMIN,
        secure=_is_secure(request),
        httponly=True,
        samesite="strict",
    )


def _name(request: Request, name: str) -> str:
    return f"__Secure-{name}" if _is_secure(request) else name


def _is_secure(request: Request) -> bool:
    return "https" in (request.url.scheme, urlsplit(services_of(request).settings.base_url).scheme)
