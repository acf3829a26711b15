"""Whose comment it is, without an account: a signed cookie with the numbers of what this browser wrote.

Its paths are those of comments, `/comments` and `/a`, and no others: a walk's pages are `no-referrer`, so over plain
http their forms do not say where they come from, and with a cookie they would be refused (see `app/web/security.py`).
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import Request
from starlette.responses import Response

from app.actions.new_comment import Sender
from app.actions.services import Services
from app.actions.signing import Json
from app.core.network_prefix import is_ipv4

NAME = "unsnag-comments"
PURPOSE = "comments of a browser"
PATHS = ("/comments", "/a")
KEPT = timedelta(days=30)
MOST = 40  # of the latest; a cookie has 4 KB
BROWSERS = 4  # behind one line that are told apart: a script can name itself as it likes, and each name would vote
LINE = 64  # prefix length of what one line of IPv6 is given (RFC 6177); its devices take a new address every day


def written_by(request: Request, services: Services) -> tuple[int, ...]:
    """The numbers of the comments that this browser wrote, oldest first."""
    cookie = request.cookies.get(NAME)
    kept = services.signer.read(PURPOSE, cookie, KEPT.total_seconds()) if cookie else None
    numbers = kept.get("ids") if kept else None
    return tuple(number for number in numbers if isinstance(number, int)) if isinstance(numbers, list) else ()


class SeeOther(Response):
    """A redirect to an address of this site after a form. Two headers need not be worked out by way of a template."""

    def __init__(self, address: str) -> None:
        self.status_code, self.background, self.body = 303, None, b""
        self.raw_headers = [(b"content-length", b"0"), (b"location", address.encode("latin-1"))]


def remember(request: Request, response: Response, services: Services, known: tuple[int, ...], comment_id: int) -> None:
    """Adds a comment to the cookie that told of the `known` ones."""
    numbers: list[Json] = [*(number for number in known if number != comment_id), comment_id]
    value = services.signer.sign(PURPOSE, {"ids": numbers[-MOST:]})
    secure = request.scope["scheme"] == "https" or services.settings.base_url.startswith("https:")
    for path in PATHS:
        cookie = f"{NAME}={value}; HttpOnly; Max-Age={int(KEPT.total_seconds())}; Path={path}; SameSite=lax"
        response.raw_headers.append((b"set-cookie", f"{cookie}; Secure".encode() if secure else cookie.encode()))


def sender_of(request: Request, services: Services, wrote: tuple[int, ...] = ()) -> Sender:
    """Where a request came from; the voter is a keyed digest of its line and of one of `BROWSERS` on it.

    `wrote` is what `written_by` says, where that matters.
    """
    address = request.client.host if request.client else ""
    agent = request.headers.get("user-agent", "")
    browser = sha256(agent.encode("utf-8", "replace")).digest()[0] % BROWSERS
    return Sender(address, agent, services.signer.digest("voter", f"{_line(address)}\n{browser}"), wrote)


def _line(address: str) -> str:
    """The IPv4 address, or the network of an IPv6 one; the text itself where it is neither."""
    if is_ipv4(address):
        return address
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(read, IPv6Address):
        return str(read.ipv4_mapped or ip_network((read, LINE), strict=False))
    return str(read)
