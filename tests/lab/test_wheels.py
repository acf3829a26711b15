"""aiosmtpd with certificates of trustme: a mail server that somebody else wrote, wherever the tests run."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest
import trustme
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.lab import Lab
from tests.lab.setups.setup import HOSTS, MAIL, MX
from tests.lab.trial import check

TO_SAM = {**HOSTS, "recipient": "sam@example.com"}
IN_DOMAIN = {**HOSTS, "domain": "example.com"}


class Recipients:
    """Knows whom the server takes mail for, as aiosmtpd asks; a message would be an error."""

    known = ("sam@example.com", "postmaster@example.com")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not address.endswith("@example.com"):
            return "554 5.7.1 Relay access denied"
        if address not in self.known:
            return "550 5.1.1 User unknown"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raise AssertionError("nobody sends a message")


def _open(lab: Lab, context: ssl.SSLContext, *, tls_first: bool = False) -> None:
    """aiosmtpd at the address of the mail server, in the lab's own loop."""

    def make() -> asyncio.Protocol:
        loop = asyncio.get_running_loop()
        server = SMTP(Recipients(), hostname=MX, tls_context=context, require_starttls=tls_first, loop=loop)
        assert isinstance(server, asyncio.Protocol)
        return server

    lab.dns.zone("example.com", MAIL)
    lab.listen(make, "127.0.0.2")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def context(authority: trustme.CA) -> ssl.SSLContext:
    """A server's side of TLS."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(MX).configure_cert(made)
    return made


@pytest.mark.parametrize(
    ("name", "params", "code"),
    [
        ("smtp.connect", HOSTS, "open"),
        ("smtp.banner", HOSTS, "ok"),
        ("smtp.ehlo", HOSTS, "ok"),
        ("smtp.starttls", HOSTS, "ok"),
        ("smtp.mailfrom", HOSTS, "ok"),
        ("smtp.recipient", TO_SAM, "accepted"),
        ("smtp.recipient", {**TO_SAM, "recipient": "nobody@example.com"}, "unknown-user"),
        ("smtp.recipient", {**TO_SAM, "recipient": "sam@example.org"}, "relay-denied"),
        ("smtp.catch-all", IN_DOMAIN, "refuses"),
        ("smtp.role-accounts", IN_DOMAIN, "missing"),
        ("tls.certificate", {"host": MX, "port": 25}, "untrusted"),
    ],
)
def test_the_verdict(context: ssl.SSLContext, name: str, params: dict[str, object], code: str) -> None:
    with Lab() as lab:
        _open(lab, context)
        result = check(lab, name, params)
    assert result.code == code, result.summary


def test_a_certificate_of_an_authority_that_is_trusted(
    authority: trustme.CA, context: ssl.SSLContext, tmp_path: Path
) -> None:
    roots = tmp_path / "roots.pem"
    authority.cert_pem.write_to_path(str(roots))
    with Lab() as lab:
        _open(lab, context)
        assert check(lab, "tls.certificate", {"host": MX, "port": 25}, trust_roots=str(roots)).code == "ok"


def test_encryption_first(context: ssl.SSLContext) -> None:
    with Lab() as lab:
        _open(lab, context, tls_first=True)
        assert check(lab, "smtp.mailfrom", HOSTS).code == "tls-required"
