"""What a set-up is, and the small parts that set-ups are put together from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.lab.dns import Lie
from tests.lab.lab import Lab
from tests.lab.smtp import Script

Build = Callable[[Lab], object]
DOMAIN = "example.com"
MX = "mx1.example.com"
HOST = "127.0.0.2"
FRIEND = "friend.test"  # somebody whom the visitor writes to, with a mail server in order
MAIL = "@ MX 10 mx1\nmx1 A 127.0.0.2\n"  # the zone of a domain whose mail server is at HOST


@dataclass(frozen=True)
class Walk:
    """What `unsnag diagnose` says with an article: the step that fails first, and the cause to try first."""

    first: str | None
    cause: str | None
    given: Mapping[str, object] = field(default_factory=lambda: {"domain": DOMAIN})
    article: str = "inbound-email"

    def prepare(self, lab: Lab) -> None:
        """Whom the visitor writes to, where the article is about sending."""
        if self.article == "outbound-email":
            lab.dns.zone(FRIEND, "@ MX 10 mx\nmx A 127.0.0.30\n")
            lab.smtp("127.0.0.30")


@dataclass(frozen=True)
class Setup:
    """Servers in one certain state, and the one verdict that is right about them.

    `settings` are keywords of Settings beside the lab's own. `walk` is None where the article cannot tell. `is_read`
    where somebody reads what comes to the mail server, and says that it is there.
    """

    name: str
    what: str
    build: Build
    check: str
    code: str
    params: Mapping[str, object] = field(default_factory=lambda: {"domain": DOMAIN})
    walk: Walk | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    is_read: bool = False


SOUND = Walk(None, None)
HOSTS: Mapping[str, object] = {"hosts": [MX]}


def at(first: str | None, cause: str | None, **given: object) -> Walk:
    """The walk of `example.com`, with more given."""
    return Walk(first, cause, {"domain": DOMAIN, **given})


def sending(first: str | None, cause: str | None, **given: object) -> Walk:
    """The walk of somebody at `example.com` who writes to a friend."""
    return Walk(first, cause, {"destination": FRIEND, **given}, "outbound-email")


def nothing(_: Lab) -> None:
    """No server at all."""


def zone(text: str, origin: str = DOMAIN) -> Build:
    return lambda lab: lab.dns.zone(origin, text)


def lie(name: str, lie: Lie, kind: str = "*") -> Build:
    return lambda lab: lab.dns.lie(name, lie, kind)


def together(*parts: Build) -> Build:
    def build(lab: Lab) -> None:
        for part in parts:
            part(lab)

    return build


def server(address: str = HOST, **script: Any) -> Build:
    """The mail server of `example.com`, with the zone that leads to it."""
    return together(zone(MAIL), lambda lab: lab.smtp(address, **script))


def peer(script: Script, address: str = HOST, port: int = 25) -> Build:
    """Any peer in the place of the mail server."""
    return together(zone(MAIL), lambda lab: lab.serve(script, address, port))
