"""`UNSNAG_SMTP` read: which server, how it is encrypted, who logs in.

smtp://user:password@mail.example.com:587    STARTTLS is demanded; on this machine itself (loopback) it is left out
smtps://user:password@mail.example.com:465   TLS from the first byte
smtp://relay.internal:25?tls=no              in the clear, and then never with a password
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
_CALLED = {"starttls": "STARTTLS", "tls": "TLS", "none": "in the clear"}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. The password is not in its `repr`."""

    host: str
    port: int
    encryption: Literal["starttls", "tls", "none"]
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def named(self) -> str:
        """As the log and `unsnag doctor` may tell it."""
        return f"{self.host}:{self.port} ({_CALLED[self.encryption]})"


def read_server(text: str) -> MailServer:
    """Raises ValueError with a sentence that does not repeat the text, since a password is in it."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("it should look like smtp://user:password@mail.example.com:587") from None
    host = parts.hostname or ""
    if parts.scheme not in PORTS or not host or parts.path not in ("", "/"):
        raise ValueError("it should look like smtp://user:password@mail.example.com:587")
    tls = parse_qs(parts.query).get("tls", [""])[0]
    if tls not in ("", "yes", "no") or (parts.scheme == "smtps" and tls == "no"):
        raise ValueError("after the ? only tls=yes or tls=no can stand, and smtps:// is always encrypted")
    encrypted = parts.scheme == "smtps" or (tls == "yes" if tls else not _is_here(host))
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and not encrypted and not _is_here(host):
        raise ValueError("a password is never sent in the clear: leave out tls=no")
    wanted: Literal["starttls", "tls", "none"] = "none"
    if encrypted:
        wanted = "tls" if parts.scheme == "smtps" else "starttls"
    return MailServer(host, port or (PORTS[parts.scheme] if encrypted else 25), wanted, user, password)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
