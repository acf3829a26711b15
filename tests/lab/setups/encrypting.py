"""STARTTLS, certificates, and the servers that people send and fetch through."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from typing import Any

from tests.lab.certificates import Authority, Leaf, self_signed, short_key
from tests.lab.lab import Lab
from tests.lab.logins import ImapServer, Pop3Server
from tests.lab.setups.setup import (
    HOST,
    HOSTS,
    MAIL,
    MX,
    Build,
    Setup,
    at,
    nothing,
    peer,
    sending,
    server,
    together,
    zone,
)
from tests.lab.smtp import Peer, Script, SmtpServer

OLD = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
BOX = "imap.example.com"
AT_BOX = {"host": BOX}
OF_BOX = {**AT_BOX, "port": 993}
Maker = Callable[[Authority], Leaf]


def _tls(make: Maker, *, whole: bool = True, old: bool = False, **script: Any) -> Build:
    """The mail server of the domain, with a certificate made from the lab's own authority."""

    def build(lab: Lab) -> None:
        context = make(lab.authority).context(whole=whole, versions=OLD if old else None)
        lab.dns.zone("example.com", MAIL)
        lab.smtp(HOST, tls=context, **script)

    return build


def _good(root: Authority) -> Leaf:
    return root.issue(MX)


async def _injects(connection: Peer) -> None:
    await connection.send(b"220 mx1.example.com\r\n")
    await connection.line()
    await connection.send(b"250-mx1.example.com\r\n250 STARTTLS\r\n")
    await connection.line()
    await connection.send(b"220 go\r\n250-injected\r\n250 STARTTLS\r\n")
    await connection.line()


async def _breaks_off(connection: Peer) -> None:
    await connection.send(b"220 mx1.example.com\r\n")
    await connection.line()
    await connection.send(b"250-mx1.example.com\r\n250 STARTTLS\r\n")
    await connection.line()
    await connection.send(b"220 go\r\n")
    await connection.reader.read(1)


STARTTLS: tuple[Setup, ...] = (
    Setup("tls-sound", "encryption is offered, and works", _tls(_good), "smtp.starttls", "ok", HOSTS, at(None, None)),
    Setup("tls-not-offered", "no encryption is offered", server(), "smtp.starttls", "not-offered", HOSTS,
          at(None, None)),
    Setup("tls-old", "only versions nobody should use any more", _tls(_good, old=True), "smtp.starttls", "old-version",
          HOSTS, at("gateway", "tls-fails")),
    Setup("tls-taken-back", "encryption is offered, and then refused",
          _tls(_good, replies={"STARTTLS": "454 4.7.0 TLS not available"}), "smtp.starttls", "refused", HOSTS,
          at("gateway", "tls-fails")),
    Setup("tls-breaks", "the server hangs up in the middle of the handshake", peer(_breaks_off), "smtp.starttls",
          "handshake", HOSTS, at("gateway", "tls-fails")),
    Setup("tls-injected", "clear text is pushed in before the handshake", peer(_injects), "smtp.starttls", "handshake",
          HOSTS, at("gateway", "tls-fails")),
    Setup("tls-demanded", "no sender is taken before encryption", _tls(_good, demands_tls=True), "smtp.mailfrom",
          "tls-required", HOSTS, at(None, None)),
)  # fmt: skip


def _box(make: Maker, *, whole: bool = True) -> Build:
    """A sound mail server, and a server to fetch from at port 993 with this certificate."""

    def build(lab: Lab) -> None:
        context = make(lab.authority).context(whole=whole)
        lab.serve(ImapServer(), "127.0.0.4", 993, context)

    return together(server(), zone("imap A 127.0.0.4"), build)


def _certificate(name: str, what: str, make: Maker, cause: str | None, *, whole: bool = True) -> Setup:
    walk = at(None, cause, mode="standalone", mailhost=BOX)
    return Setup(f"certificate-{name}", what, _box(make, whole=whole), "tls.certificate", name, OF_BOX, walk)


FAULTY = "fetch-certificate"
CERTIFICATES: tuple[Setup, ...] = (
    _certificate("ok", "a certificate in order", lambda root: root.issue(BOX), None),
    _certificate("expires-soon", "a certificate that ends in five days", lambda root: root.issue(BOX, days=5), None),
    _certificate("weak", "a key of 1,024 bits", lambda root: root.issue(BOX, key=short_key()), None),
    _certificate("expired", "a certificate that has run out", lambda root: root.issue(BOX, days=-0.5), FAULTY),
    _certificate("not-yet-valid", "a certificate of tomorrow", lambda root: root.issue(BOX, begins=1), FAULTY),
    _certificate("name-mismatch", "a certificate for another name", lambda root: root.issue("www.example.com"), FAULTY),
    _certificate("self-signed", "a certificate nobody vouches for", lambda root: self_signed(BOX), FAULTY),
    _certificate("untrusted", "a certificate of an authority nobody knows",
                 lambda root: Authority("Somebody", "Somewhere").issue(BOX), FAULTY),
    _certificate("incomplete-chain", "the certificate in between is left out",
                 lambda root: Authority("Inner", above=root).issue(BOX), FAULTY, whole=False),
    Setup("certificate-port-25", "a mail server with a certificate that has run out",
          _tls(lambda root: root.issue(MX, days=-0.5)), "tls.certificate", "expired", {"host": MX, "port": 25},
          at(None, None)),
)  # fmt: skip


def _services(*services: tuple[int, Script | None]) -> Build:
    """A sound mail server, and others at a host of their own; a service of None speaks TLS from the first byte."""

    def build(lab: Lab) -> None:
        context = lab.tls(BOX)
        for port, script in services:
            lab.serve(script or _AT_ONCE[port](), "127.0.0.4", port, None if script else context)

    return together(server(), zone("imap A 127.0.0.4"), build)


_AT_ONCE: dict[int, Callable[[], Script]] = {993: ImapServer, 995: Pop3Server, 465: SmtpServer}


def _fetch(check: str, code: str, what: str, build: Build, cause: str | None) -> Setup:
    walk = at(None, cause, mode="standalone", mailhost=BOX)
    return Setup(f"{check.partition('.')[0]}-{code}", what, build, check, code, AT_BOX, walk)


MAILBOXES: tuple[Setup, ...] = (
    _fetch("imap.login", "ok", "IMAP over TLS", _services((993, None)), None),
    _fetch("imap.login", "no-tls", "IMAP without encryption", _services((143, ImapServer())), "client-tls"),
    _fetch("imap.login", "closed", "nothing to fetch mail from", together(server(), zone("imap A 127.0.0.4")),
           "fetch-closed"),
    _fetch("imap.login", "malformed", "something else in the place of IMAP", _services((143, SmtpServer())),
           "fetch-odd"),
    _fetch("imap.login", "busy", "IMAP with too many connections",
           _services((143, ImapServer(greeting="* BYE Too many connections"))), "too-many"),
    _fetch("pop3.login", "ok", "POP3 over TLS", _services((995, None)), None),
    _fetch("pop3.login", "no-tls", "POP3 without encryption", _services((110, Pop3Server())), "client-tls"),
    _fetch("pop3.login", "closed", "IMAP is there, POP3 is not", _services((993, None)), None),
    _fetch("pop3.login", "malformed", "something else in the place of POP3", _services((110, SmtpServer())),
           "fetch-odd"),
    _fetch("pop3.login", "busy", "POP3 with too many connections",
           _services((110, Pop3Server(greeting="-ERR [IN-USE] too many connections"))), "too-many"),
)  # fmt: skip


def _submission(extensions: Sequence[str] = (), *, tls: bool) -> Build:
    def build(lab: Lab) -> None:
        offers = lab.tls(BOX) if tls else None
        lab.serve(SmtpServer(extensions=["SIZE 1000", *extensions], tls=offers), "127.0.0.4", 587)

    return together(zone("imap A 127.0.0.4"), build)


SUBMISSION: tuple[Setup, ...] = (
    Setup("submission-sound", "sending over an encrypted connection", _submission(tls=True), "smtp.submission", "ok",
          AT_BOX),
    Setup("submission-no-tls", "sending without encryption", _submission(tls=False), "smtp.submission", "no-tls",
          AT_BOX, sending("client", "submission-no-tls", server=BOX)),
    Setup("submission-plain-auth", "passwords are asked for before encryption",
          _submission(["AUTH PLAIN LOGIN"], tls=True), "smtp.submission", "plain-auth", AT_BOX,
          sending("client", "auth-in-clear", server=BOX)),
    Setup("submission-closed", "nowhere to send through", together(nothing, zone("imap A 127.0.0.4")),
          "smtp.submission", "closed", AT_BOX, sending("client", "server-closed", server=BOX)),
)  # fmt: skip

SETUPS = (*STARTTLS, *CERTIFICATES, *MAILBOXES, *SUBMISSION)
