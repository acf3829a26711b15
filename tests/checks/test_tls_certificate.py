"""`tls.certificate` against real servers: every code, on every port that has encryption."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lab import Lab
from tests.lab.certificates import Authority, Leaf, self_signed, short_key
from tests.lab.smtp import Peer
from tests.lab.trial import check, evidence

NAME = "mx.example.com"


async def silent(peer: Peer) -> None:
    await peer.line()


MAKERS: dict[str, Callable[[Authority], Leaf]] = {
    "ok": lambda root: root.issue(NAME),
    "expires-soon": lambda root: root.issue(NAME, days=5),
    "weak": lambda root: root.issue(NAME, key=short_key()),
    "expired": lambda root: root.issue(NAME, days=-0.5),
    "not-yet-valid": lambda root: root.issue(NAME, begins=1),
    "name-mismatch": lambda root: root.issue("other.example.com"),
    "self-signed": lambda root: self_signed(NAME),
    "untrusted": lambda root: Authority("Somebody", "Somewhere").issue(NAME),
    "incomplete-chain": lambda root: Authority("Inner", above=root).issue(NAME),
}


@pytest.mark.parametrize("code", MAKERS)
@pytest.mark.parametrize("port", [443, 25])
def test_verdicts(lab: Lab, code: str, port: int) -> None:
    lab.dns.zone("example.com", "mx A 127.0.0.2")
    context = MAKERS[code](lab.authority).context(whole=False)
    if port == 25:
        lab.smtp("127.0.0.2", tls=context)
    else:
        lab.serve(silent, "127.0.0.2", port, context)
    result = check(lab, "tls.certificate", {"host": NAME, "port": port})
    assert result.code == code
    assert result.status == {"ok": "pass", "expires-soon": "warn", "weak": "warn"}.get(code, "fail")
    assert len(result.facts["not_after"]) == 10
    assert result.facts["subject"] in (NAME, "other.example.com")
    assert code in evidence(result)


async def imap(peer: Peer) -> None:
    await peer.send(b"* OK IMAP4rev1\r\n")
    await peer.line()
    await peer.send(b"* CAPABILITY x\r\na1 OK go\r\n")


async def pop3(peer: Peer) -> None:
    await peer.send(b"+OK hello\r\n")
    await peer.line()
    await peer.send(b"+OK go\r\n")


@pytest.mark.parametrize("port", [465, 993, 995, 587, 143, 110])
def test_every_port_in_its_own_manner(lab: Lab, port: int) -> None:
    lab.dns.zone("example.com", "mx A 127.0.0.2")
    context = lab.tls(NAME)
    if port == 587:
        lab.smtp("127.0.0.2", port=587, tls=context)
    elif port in (143, 110):
        greeting = imap if port == 143 else pop3

        async def then_encrypt(peer: Peer) -> None:
            await greeting(peer)
            await peer.writer.start_tls(context)
            await peer.line()

        lab.serve(then_encrypt, "127.0.0.2", port)
    else:
        lab.serve(silent, "127.0.0.2", port, context)
    assert check(lab, "tls.certificate", {"host": NAME, "port": port}).code == "ok"


@pytest.mark.parametrize(("port", "code"), [(25, "no-connection"), (443, "no-connection"), (80, "bad-input")])
def test_where_there_is_no_encryption(lab: Lab, port: int, code: str) -> None:
    lab.smtp("127.0.0.2")
    lab.smtp("127.0.0.2", port=443)
    assert check(lab, "tls.certificate", {"host": "127.0.0.2", "port": port}).code == code


def test_the_worst_address_tells(lab: Lab) -> None:
    lab.dns.zone("example.com", "mx A 127.0.0.2\nmx A 127.0.0.3")
    lab.serve(silent, "127.0.0.2", 443, lab.tls(NAME))
    lab.serve(silent, "127.0.0.3", 443, self_signed(NAME).context())
    assert check(lab, "tls.certificate", {"host": NAME, "port": 443}).code == "self-signed"
