"""Ways to servers that are open, closed, silent or cut: net.tcp, smtp.connect, http.get."""

from __future__ import annotations

from typing import Any

from tests.lab.certificates import self_signed
from tests.lab.http import Page, WebServer
from tests.lab.lab import UNREACHABLE, Lab
from tests.lab.setups.setup import HOST, HOSTS, MAIL, MX, Build, Setup, at, nothing, peer, server, together, zone
from tests.lab.smtp import Peer

TWO = MAIL + "@ MX 20 mx2\nmx2 A 127.0.0.3\n"
BOTH = {"hosts": [MX, "mx2.example.com"]}
INSIDE = "corporate A 127.0.0.7\n"
CORPORATE = {"host": "corporate.example.com", "port": 25}
WITH_CORPORATE = {"corporate": "corporate.example.com"}


async def _cut(connection: Peer) -> None:
    connection.reset()


def _silent(address: str = HOST, port: int = 25) -> Build:
    return lambda lab: lab.silent(address, port)


def _blocked(lab: Lab) -> None:
    """The control server stays silent as well, so it is our own network."""
    lab.silent("127.0.0.25")
    lab.control = "127.0.0.25"


def _corporate(*parts: Build) -> Build:
    return together(server(), zone(INSIDE), *parts)


def _onward(name: str, what: str, code: str, cause: str, check: str = "smtp.banner", **script: Any) -> Setup:
    """The corporate server takes connections, and what it says is wrong."""
    params: dict[str, object] = {"hosts": [CORPORATE["host"]]}
    given: dict[str, object] = dict(WITH_CORPORATE)
    if check == "smtp.recipient":
        params["recipient"] = given["recipient"] = "sam@example.com"
    build = _corporate(lambda lab: lab.smtp("127.0.0.7", **script))
    return Setup(f"onward-{name}", what, build, check, code, params, at(None, cause, **given))


def _web(pages: dict[str, Page]) -> Build:
    return together(zone("www A 127.0.0.2"), lambda lab: lab.serve(WebServer(pages), HOST, 80))


def _to(location: str) -> Page:
    return Page(302, headers={"Location": location})


def _secure_web(lab: Lab) -> None:
    lab.dns.zone("example.com", "www A 127.0.0.2")
    lab.serve(WebServer({"/": Page()}), HOST, 443, self_signed("www.example.com").context())


MAIL_PORT: tuple[Setup, ...] = (
    Setup("port-open", "the mail server takes connections", server(), "smtp.connect", "open", HOSTS, at(None, None)),
    Setup("port-partly", "the second of two mail servers is down", together(server(), zone(TWO)), "smtp.connect",
          "partly", BOTH, at("firewall", "one-host-down")),
    Setup("port-first-silent", "the first of two mail servers is silent, the second works",
          together(zone(TWO), _silent(), lambda lab: lab.smtp("127.0.0.3")), "smtp.connect", "partly", BOTH,
          at("firewall", "one-host-down")),
    Setup("port-closed", "nothing listens at the address", zone(MAIL), "smtp.connect", "refused", HOSTS,
          at("firewall", "port-closed")),
    Setup("port-silent", "a firewall drops every packet", together(zone(MAIL), _silent()), "smtp.connect", "timeout",
          HOSTS, at("firewall", "firewall-drops")),
    Setup("port-silent-control-open", "a firewall drops every packet, and our own way is open",
          together(zone(MAIL), _silent(), lambda lab: lab.smtp("127.0.0.25"),
                   lambda lab: setattr(lab, "control", "127.0.0.25")),
          "smtp.connect", "timeout", HOSTS, at("firewall", "firewall-drops")),
    Setup("port-cut", "a firewall cuts every connection", peer(_cut), "smtp.connect", "reset", HOSTS,
          at("firewall", "connection-reset")),
    Setup("port-no-way", "there is no way to the address", zone(f"@ MX 10 mx1\nmx1 A {UNREACHABLE}"), "smtp.connect",
          "unreachable", HOSTS, at("firewall", "nat-wrong")),
    Setup("port-blocked-here", "our own network blocks port 25", together(zone(MAIL), _silent(), _blocked),
          "smtp.connect", "blocked-here", HOSTS, at(None, None)),
    Setup("port-no-address", "there is no address to connect to", zone("@ MX 10 mx1\nwww A 127.0.0.9"), "smtp.connect",
          "no-connection", HOSTS, at("mx", "no-address")),
    Setup("port-private", "the only address is a private one", zone("@ MX 10 mx1\nmx1 A 192.168.0.1"), "smtp.connect",
          "not-allowed", HOSTS, at("mx", "private-address")),
)  # fmt: skip

ANY_PORT: tuple[Setup, ...] = (
    Setup("onward-open", "the corporate server takes connections", _corporate(lambda lab: lab.smtp("127.0.0.7")),
          "net.tcp", "open", CORPORATE, at(None, None, **WITH_CORPORATE)),
    Setup("onward-closed", "nothing listens at the corporate server", _corporate(), "net.tcp", "refused", CORPORATE,
          at(None, "onward-closed", **WITH_CORPORATE)),
    Setup("onward-silent", "a firewall drops what goes to the corporate server", _corporate(_silent("127.0.0.7")),
          "net.tcp", "timeout", CORPORATE, at(None, "onward-dropped", **WITH_CORPORATE)),
    Setup("onward-cut", "a firewall cuts what goes to the corporate server",
          _corporate(lambda lab: lab.serve(_cut, "127.0.0.7")), "net.tcp", "reset", CORPORATE,
          at(None, "onward-dropped", **WITH_CORPORATE)),
    Setup("onward-no-way", "there is no way to the corporate server", _corporate(zone(f"corporate A {UNREACHABLE}")),
          "net.tcp", "unreachable", CORPORATE, at(None, "onward-dropped", **WITH_CORPORATE)),
    Setup("onward-blocked-here", "our own network blocks the way to the corporate server",
          _corporate(_silent("127.0.0.7"), _blocked), "net.tcp", "blocked-here", CORPORATE,
          at(None, None, **WITH_CORPORATE)),
    Setup("onward-inside", "the corporate server is inside the network", _corporate(zone("corporate A 10.1.2.3")),
          "net.tcp", "not-allowed", CORPORATE, at(None, None, **WITH_CORPORATE)),
    _onward("turns-away", "the corporate server turns strangers away", "rejects", "relay-denied",
            banner="554 5.7.1 not you"),
    _onward("busy", "the corporate server has too much to do", "busy", "back-pressure", banner="421 4.3.2 too busy"),
    _onward("web", "a web server in the corporate server's place", "malformed", "onward-odd",
            banner="HTTP/1.1 400 Bad Request"),
    _onward("unknown", "the corporate server does not know the recipient", "unknown-user", "onward-unknown",
            "smtp.recipient", replies={"RCPT": "550 5.1.1 User unknown"}),
    _onward("denied", "the corporate server does not serve the domain", "relay-denied", "relay-denied",
            "smtp.recipient", replies={"RCPT": "554 5.7.1 Relay access denied"}),
    Setup("port-nonsense", "a port that is no number", nothing, "net.tcp", "bad-input",
          {"host": "mx1.example.com", "port": "smtp"}),
)  # fmt: skip

URL = {"url": "http://www.example.com/"}
PAGES: tuple[Setup, ...] = (
    Setup("page-sound", "the page comes", _web({"/": Page(body=b"hello")}), "http.get", "ok", URL),
    Setup("page-text-missing", "the page comes without the words it should hold", _web({"/": Page(body=b"hello")}),
          "http.get", "text-missing", {**URL, "text": "welcome"}),
    Setup("page-503", "the web server is overloaded", _web({"/": Page(503)}), "http.get", "status", URL),
    Setup("page-circle", "two addresses that lead to each other", _web({"/": _to("/b"), "/b": _to("/")}), "http.get",
          "redirect-loop", URL),
    Setup("page-far", "four redirects before a page comes",
          _web({"/": _to("/1"), "/1": _to("/2"), "/2": _to("/3"), "/3": _to("/4"), "/4": Page()}), "http.get",
          "redirects", URL),
    Setup("page-closed", "no web server", zone("www A 127.0.0.2"), "http.get", "refused", URL),
    Setup("page-silent", "a web server that takes no connection", together(zone("www A 127.0.0.2"), _silent(port=80)),
          "http.get", "timeout", URL),
    Setup("page-self-signed", "a web server nobody vouches for", _secure_web, "http.get", "certificate",
          {"url": "https://www.example.com/"}),
    Setup("page-stare", "a web server that takes the request and says nothing",
          together(zone("www A 127.0.0.2"), lambda lab: lab.serve(_drip, HOST, 80)), "http.get", "timeout", URL),
)  # fmt: skip


async def _drip(connection: Peer) -> None:
    await connection.line()
    await connection.pause(30)


SETUPS = (*MAIL_PORT, *ANY_PORT, *PAGES)
