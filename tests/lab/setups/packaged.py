"""The same by servers that others wrote: NSD, Unbound, Postfix, Dovecot, as tests/lab/daemons/town.py sets them up."""

from __future__ import annotations

from collections.abc import Mapping

from tests.lab.daemons.town import TOKEN
from tests.lab.setups.setup import Setup, Walk, nothing


def _visit(name: str, what: str, check: str, code: str, params: Mapping[str, object], walk: Walk | None) -> Setup:
    return Setup(f"real-{name}", what, nothing, check, code, params, walk)


def _walk(domain: str, first: str | None, cause: str | None, **given: object) -> Walk:
    return Walk(first, cause, {"domain": f"{domain}.test", **given})


def _names(domain: str, what: str, check: str, code: str, walk: Walk | None = None) -> Setup:
    return _visit(f"{domain}-{check[4:]}", what, check, code, {"domain": f"{domain}.test"}, walk)


def _server(
    zone: str, what: str, check: str, code: str, walk: Walk | None = None, name: str = "", **more: object
) -> Setup:
    params = {"hosts": [f"mx.{zone}.test"], **more}
    return _visit(f"{zone}-{name or check[5:]}", what, check, code, params, walk)


def _box(host: str, what: str, check: str, code: str, walk: Walk | None = None, **more: object) -> Setup:
    name = f"{host}-{check.partition('.')[0] if check.endswith('login') else check.partition('.')[2]}"
    return _visit(name, what, check, code, {"host": f"{host}.sound.test", **more}, walk)


def _rcpt(domain: str, what: str, code: str, cause: str | None, user: str = "sam") -> Setup:
    recipient = f"{user}@{domain}.test"
    walk = _walk(domain, "gateway" if cause else None, cause, recipient=recipient)
    return _server(domain, what, "smtp.recipient", code, walk, f"recipient-{user}", recipient=recipient)


def _fetch(host: str, cause: str | None) -> Walk:
    return _walk("sound", None, cause, mode="standalone", mailhost=f"{host}.sound.test")


WWW = {"name": "www.stale.test", "type": "A"}
NAMING: tuple[Setup, ...] = (
    _names("sound", "NSD serves a signed zone, and Unbound believes it", "dns.delegation", "ok",
           _walk("sound", None, None)),
    _names("sound", "the MX of a signed zone", "dns.mx", "found"),
    _names("sound", "the key of Postfix is the one in the signed zone", "dns.dane", "ok"),
    _names("unsigned", "the same without signatures", "dns.dane", "unsigned"),
    _names("broken", "signatures with one bit turned over", "dns.delegation", "dnssec-bogus",
           _walk("broken", "mx", "dnssec-broken")),
    _names("broken", "the MX of a zone whose signatures do not hold", "dns.mx", "servfail"),
    _names("expired", "signatures that ran out three weeks ago", "dns.delegation", "dnssec-bogus",
           _walk("expired", "mx", "dnssec-broken")),
    _names("stale", "a second NSD that holds the zone of yesterday", "dns.delegation", "serial-mismatch",
           _walk("stale", "mx", "old-answer")),
    _visit("stale-propagation", "the second NSD answers with the address of yesterday", "dns.propagation", "differs",
           WWW, None),
    _names("lame", "a second NSD that does not hold the zone", "dns.delegation", "lame",
           _walk("lame", "mx", "lame-server")),
    _names("none", "a domain nobody registered", "dns.mx", "nxdomain", _walk("none", "mx", "no-domain")),
    _names("many", "a thousand MX records, over TCP", "dns.mx", "limit"),
)  # fmt: skip

SENDING: tuple[Setup, ...] = (
    _server("sound", "Postfix as it should be", "smtp.connect", "open"),
    _server("sound", "Postfix as it should be", "smtp.banner", "ok"),
    _server("sound", "Postfix as it should be", "smtp.ehlo", "ok"),
    _server("sound", "Postfix with a good certificate", "smtp.starttls", "ok"),
    _visit("sound-certificate", "Postfix with a good certificate", "tls.certificate", "ok",
           {"host": "mx.sound.test", "port": 25}, None),
    _server("sound", "Postfix as it should be", "smtp.mailfrom", "ok"),
    _rcpt("sound", "a recipient that Postfix knows", "accepted", None),
    _rcpt("sound", "a recipient that Postfix does not know", "unknown-user", "unknown-user", "nobody"),
    _server("sound", "a made-up recipient", "smtp.catch-all", "refuses", domain="sound.test"),
    _server("sound", "postmaster and abuse are known", "smtp.role-accounts", "ok", domain="sound.test"),
    _server("sound", "Postfix relays for nobody", "smtp.relay", "closed", domain="sound.test", proof=TOKEN),
    _server("clear", "Postfix without a certificate", "smtp.starttls", "not-offered"),
    _server("strict", "Postfix that takes nothing without encryption", "smtp.mailfrom", "tls-required"),
    _server("open", "Postfix that relays for everybody", "smtp.relay", "may-relay", domain="open.test", proof=TOKEN),
    _server("turned", "Postfix that turns every client away", "smtp.banner", "rejects",
            _walk("turned", "gateway", "greeting-rejects")),
    _server("helo", "Postfix that does not like our name", "smtp.ehlo", "refused",
            _walk("helo", "gateway", "ehlo-refused")),
    _server("bounce", "Postfix that takes no bounces", "smtp.mailfrom", "null-refused",
            _walk("bounce", "gateway", "bounces-refused")),
    _rcpt("grey", "Postfix that greylists", "greylisted", "greylisted"),
    _rcpt("full", "Postfix with a full mailbox", "full", "full"),
    _rcpt("foreign", "Postfix that does not serve the domain, in its usual words", "relay-denied",
          "domain-not-local"),
    _rcpt("denied", "the same, refused for good", "relay-denied", "domain-not-local"),
    _server("anybody", "Postfix that takes every mailbox", "smtp.catch-all", "accepts-all", domain="anybody.test"),
    _server("shut", "no Postfix at all", "smtp.connect", "refused", _walk("shut", "firewall", "port-closed")),
)  # fmt: skip

FETCHING: tuple[Setup, ...] = (
    _box("box", "Dovecot with a good certificate", "imap.login", "ok", _fetch("box", None)),
    _box("box", "Dovecot with a good certificate", "pop3.login", "ok"),
    _box("box", "Postfix that asks Dovecot for passwords, under encryption", "smtp.submission", "ok"),
    _box("clear", "Dovecot without encryption", "imap.login", "no-tls", _fetch("clear", "client-tls")),
    _box("clear", "Dovecot without encryption", "pop3.login", "no-tls"),
    _box("clear", "Postfix for clients, without encryption", "smtp.submission", "no-tls"),
    _box("old", "Dovecot with a certificate that has run out", "tls.certificate", "expired",
         _fetch("old", "fetch-certificate"), port=993),
    _box("old", "Postfix that asks for passwords in clear text", "smtp.submission", "plain-auth"),
)  # fmt: skip

SETUPS = (*NAMING, *SENDING, *FETCHING)
