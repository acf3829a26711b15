"""`imap.login`, `pop3.login` and `smtp.submission` against real servers: every code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lab import Lab
from tests.lab.logins import ImapServer, Pop3Server
from tests.lab.smtp import Peer, Script, SmtpServer
from tests.lab.trial import check

HOST = "127.0.0.2"


async def silence(peer: Peer) -> None:
    await peer.pause(5)


@pytest.mark.parametrize(
    ("clear", "at_once", "code", "status"),
    [
        ("tls", "tls", "ok", "pass"),
        ("tls", None, "ok", "pass"),
        (None, "tls", "ok", "pass"),
        ("plain", "tls", "ok", "pass"),
        ("plain", None, "no-tls", "warn"),
        ("plain", "not tls", "no-tls", "warn"),
        (None, "not tls", "malformed", "fail"),
        ("other", "not tls", "malformed", "fail"),
        (None, None, "closed", "fail"),
        ("busy", None, "busy", "fail"),
        ("other", None, "malformed", "fail"),
        ("silent", None, "malformed", "fail"),
        ("busy", "tls", "ok", "pass"),
    ],
)
@pytest.mark.parametrize("service", ["imap", "pop3"])
def test_fetching(lab: Lab, service: str, clear: str | None, at_once: str | None, code: str, status: str) -> None:
    kind = ImapServer if service == "imap" else Pop3Server
    ports = (143, 993) if service == "imap" else (110, 995)
    busy = "* BYE overloaded" if service == "imap" else "-ERR overloaded"
    context = lab.tls(HOST)
    servers: dict[str, Callable[[], Script]] = {
        "tls": lambda: kind(tls=context),
        "plain": kind,
        "busy": lambda: kind(greeting=busy),
        "other": lambda: kind(greeting="220 mx ESMTP"),
        "silent": lambda: silence,
        "not tls": kind,
    }
    for port, what in zip(ports, (clear, at_once), strict=True):
        if what:
            lab.serve(servers[what](), HOST, port, context if port in (993, 995) and what == "tls" else None)
    result = check(lab, f"{service}.login", {"host": HOST})
    assert (result.code, result.status) == (code, status)
    assert bool(result.facts["capabilities"]) is (code in ("ok", "no-tls"))


def test_nobody_logs_in(lab: Lab) -> None:
    imap, pop3 = ImapServer(tls=lab.tls(HOST)), Pop3Server(tls=lab.tls(HOST))
    lab.serve(imap, HOST, 143)
    lab.serve(pop3, HOST, 110)
    check(lab, "imap.login", {"host": HOST})
    check(lab, "pop3.login", {"host": HOST})
    assert imap.commands == ["a CAPABILITY", "a STARTTLS", "a CAPABILITY", "a LOGOUT"]
    assert pop3.commands == ["CAPA", "STLS", "CAPA", "QUIT"]


@pytest.mark.parametrize(
    ("clear", "at_once", "code", "status", "mechanisms"),
    [
        (("tls", []), None, "ok", "pass", []),
        (("tls", []), ("tls", ["AUTH PLAIN LOGIN"]), "ok", "pass", ["PLAIN", "LOGIN"]),
        (None, ("tls", ["AUTH PLAIN", "AUTH=LOGIN"]), "ok", "pass", ["PLAIN", "LOGIN"]),
        (("plain", []), None, "no-tls", "warn", []),
        (("plain", ["AUTH PLAIN"]), None, "plain-auth", "fail", ["PLAIN"]),
        (("tls", ["AUTH LOGIN"]), ("tls", []), "plain-auth", "fail", ["LOGIN"]),
        (None, None, "closed", "fail", []),
        (("busy", []), None, "closed", "fail", []),
    ],
)
def test_sending(
    lab: Lab,
    clear: tuple[str, list[str]] | None,
    at_once: tuple[str, list[str]] | None,
    code: str,
    status: str,
    mechanisms: list[str],
) -> None:
    context = lab.tls(HOST)
    for port, what in ((587, clear), (465, at_once)):
        if what:
            banner = "421 busy" if what[0] == "busy" else None
            server = SmtpServer(banner=banner, extensions=["SIZE 1000", *what[1]])
            server.tls = context if what[0] == "tls" and port == 587 else None
            lab.serve(server, HOST, port, context if port == 465 else None)
    result = check(lab, "smtp.submission", {"host": HOST})
    assert (result.code, result.status) == (code, status)
    assert result.facts["mechanisms"] == mechanisms


@pytest.mark.parametrize("name", ["imap.login", "pop3.login", "smtp.submission"])
def test_a_refused_host_is_not_visited(lab: Lab, name: str) -> None:
    assert check(lab, name, {"host": "10.0.0.1"}).code == "not-allowed"
