"""Headers and the guard against forged requests: one small piece of pure ASGI, so that both cost little.

Headers
    `Content-Security-Policy` allows scripts, styles, pictures and fonts from this site and nothing else; there is no
    inline script or style anywhere, so a piece of HTML that slips through every other net still cannot run. JSON-LD is
    data, not script, and is not touched by it. `/r/`, `/s/` and `/api/v1/runs` hold a walk's token: they are
    `noindex`, their address is never told to another site, and they are not kept by caches. So are the pages for
    moderators, except that their forms say where they come from: with `no-referrer` a browser sends `Origin: null`.

Forged requests (CSRF)
    What a forged request abuses is authority that a browser adds by itself: cookies, or a position inside a network.
    Walks have none of that, since their token is in the address, but pages for moderators do, and a form that
    another site can post is a nuisance anyway. So every unsafe method (all but GET, HEAD, OPTIONS) passes here:

    1. `Sec-Fetch-Site` is sent by every browser since 2023 and cannot be set by a script. `same-origin` and `none`
       (typed by the person) pass; `same-site` and `cross-site` do not.
    2. Without it (over plain `http` browsers leave it out), `Origin` decides: its host and port must be those of
       `Host`, or those of `UNSNAG_BASE_URL` where a proxy rewrites `Host`. Schemes are not compared, since behind a
       proxy we see `http` where the visitor saw `https`.
    3. Without either, or with `Origin: null`, nothing is known. `null` is what our own pages under `/r/` send, since
       they are `no-referrer`; curl, scripts and monitors send nothing. Such a request passes where it carries no
       cookie, for then it carries no authority but what is in its address and body. So a cookie is given for the
       addresses that need it and no others: one for `/` would stop walks over plain `http`.
    4. Under `/admin` nothing passes that is not known to come from a page of this site, cookie or not: `same-origin`,
       or the right `Origin`. That holds for logging in too, or another site could log somebody in as somebody else.
    5. Under `/comments/l/`, the signed links in mail, everything passes: no cookie is looked at there, so there is
       nothing to abuse, and a mail provider's own unsubscribe button posts from outside (RFC 8058).

    No token in forms: those need a cookie or a session for every reader, and pages could not be the same bytes for
    all. The idea is that of Filippo Valsorda's "Cross-Site Request Forgery" (2025) and Go's CrossOriginProtection.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import NotAllowed
from app.web.metrics import count_answer

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
BASIC: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
LINKS = "/comments/l/"  # signed links in mail: all that such a request may do is in its address
WALKS = ("/r/", "/s/", "/api/v1/runs", "/arrived", LINKS)  # whose addresses hold a token, or whose answers tell one
ADMIN = "/admin"
STATIC = "/static/"
PUBLIC = (*BASIC, (b"referrer-policy", b"strict-origin-when-cross-origin"))
PRIVATE = (
    *BASIC,
    (b"referrer-policy", b"no-referrer"),
    (b"x-robots-tag", b"noindex, nofollow"),
    (b"cache-control", b"private, no-store"),
)
FILES = (
    (b"content-security-policy", b"default-src 'none'"),
    BASIC[1],
)  # never a page, and a visit takes several
MODERATORS = (*BASIC, (b"referrer-policy", b"same-origin"), *PRIVATE[-2:])

Refuse = Callable[[Scope, Receive, Send, NotAllowed], Awaitable[None]]


def headers_for(path: str) -> tuple[tuple[bytes, bytes], ...]:
    """The headers every response under `path` carries."""
    if is_for_moderators(path):
        return MODERATORS
    if path.startswith(STATIC):
        return FILES
    return PRIVATE if path.startswith(WALKS) else PUBLIC


def is_for_moderators(path: str) -> bool:
    """Whether what is done at `path` is done with an account's authority."""
    return path == ADMIN or path.startswith(f"{ADMIN}/")


def forged(method: str, headers: Headers, base_url: str = "", path: str = "") -> str | None:
    """Why a request may not be made from where it came, as a sentence; None where it may."""
    if method in SAFE or path.startswith(LINKS):
        return None
    strict = is_for_moderators(path)
    site = headers.get("sec-fetch-site")
    if site is not None and not (strict and site == "none"):
        return None if site in ("same-origin", "none") else "The request came from another site."
    origin = headers.get("origin")
    if origin is not None and origin != "null":
        ours = {headers.get("host", "").lower(), urlsplit(base_url).netloc.lower()} - {""}
        return None if origin.partition("://")[2].lower() in ours else "The request came from another site."
    return "The request does not say where it came from." if strict or "cookie" in headers else None


class Security:
    """ASGI middleware: refuses forged requests, and adds the headers to every response that lacks them."""

    def __init__(self, app: ASGIApp, *, refuse: Refuse, base_url: str = "") -> None:
        self._app = app
        self._refuse = refuse
        self._base_url = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        extra = headers_for(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                count_answer(message["status"])
                message["headers"] = complete(message.get("headers", ()), extra)
            await send(message)

        reason = None
        if scope["method"] not in SAFE:
            reason = forged(scope["method"], Headers(scope=scope), self._base_url, scope["path"])
        if reason is None:
            await self._app(scope, receive, send_with_headers)
        else:
            await self._refuse(scope, receive, send_with_headers, NotAllowed(reason))


def complete(headers: list[tuple[bytes, bytes]], extra: tuple[tuple[bytes, bytes], ...]) -> list[tuple[bytes, bytes]]:
    """`headers` with those of `extra` whose names are not in it: a page may be stricter, never by accident laxer."""
    present = {name for name, _ in headers}
    return [*headers, *(pair for pair in extra if pair[0] not in present)]
