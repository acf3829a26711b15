"""Reading a web address as strictly as the door must: pure (rules 1 and 5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from app.checks.names import read_address, read_host
from app.core.errors import BadParameter, TargetRefused

_SHAPE = re.compile(
    r"(https?)://(\[[0-9A-Fa-f:.]+\]|[^/?#\[\]:]*)(?::([0-9]{1,5}))?([/?][^#]*)?(?:#.*)?", re.IGNORECASE
)
PORTS = {"http": 80, "https": 443}
MOST_CHARS = 2048


@dataclass(frozen=True, slots=True)
class WebAddress:
    """`target` is the path and query as they go into the request."""

    scheme: str
    host: str
    target: str

    @property
    def port(self) -> int:
        return PORTS[self.scheme]

    @property
    def authority(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def read_url(text: str) -> WebAddress:
    """An http or https address at its usual port. Raises BadParameter, or TargetRefused where the door stays shut."""
    text = text.strip()
    if len(text) > MOST_CHARS:
        raise BadParameter(f"The address is longer than {MOST_CHARS} characters.")
    if not text.isprintable() or " " in text or "\\" in text:
        raise BadParameter("A web address has no spaces, backslashes or control characters.")
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise _refusal(text)
    scheme, host = found[1].lower(), found[2]
    if found[3] and int(found[3]) != PORTS[scheme]:
        raise TargetRefused("We visit web addresses only at their usual port.")
    if host.startswith("[") and read_address(host[1:-1]) is None:
        raise BadParameter("This is no web address.")
    target = found[4] or "/"
    return WebAddress(scheme, read_host(host.strip("[]")), _ascii(target if target.startswith("/") else f"/{target}"))


def follow(base: WebAddress, location: str) -> WebAddress:
    """Where a redirect leads, through the same gate."""
    return read_url(urljoin(str(base), location.strip()))


def _refusal(text: str) -> BadParameter | TargetRefused:
    scheme = text.partition(":")[0].lower()
    if "://" in text and scheme not in PORTS:
        return TargetRefused("We visit only http and https addresses.")
    return BadParameter("Give a web address, such as https://example.com/.")


def _ascii(target: str) -> str:
    """Other characters than ASCII as their UTF-8 bytes in percent form (RFC 3986 section 2.5)."""
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in target)
