"""`smtp.starttls` against real servers: every code, and servers that cheat."""

from __future__ import annotations

import asyncio
import ssl

import pytest

from app.checks.runner import Runner
from tests.lab import Lab
from tests.lab.smtp import Peer
from tests.lab.trial import QUICK, check, evidence

OLD = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
OFFER = "250-mx\r\n250 STARTTLS\r\n"


def test_a_server_in_good_order(lab: Lab) -> None:
    server = lab.smtp("127.0.0.2", tls=lab.tls("127.0.0.2"))
    result = check(lab, "smtp.starttls", {"hosts": "127.0.0.2"})
    assert (result.code, result.status) == ("ok", "pass")
    assert result.facts["version"] == "TLSv1.3"
    assert result.facts["cipher"].startswith("TLS_")
    name = "EHLO probe.lab.test"
    assert server.commands == [name, "STARTTLS", name, "QUIT"]


def test_no_offer(lab: Lab) -> None:
    lab.smtp("127.0.0.2")
    result = check(lab, "smtp.starttls", {"hosts": "127.0.0.2"})
    assert (result.code, result.status, result.facts["version"]) == ("not-offered", "warn", "")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_only_old_versions(lab: Lab) -> None:
    lab.smtp("127.0.0.2", tls=lab.authority.issue("127.0.0.2").context(versions=OLD))
    result = check(lab, "smtp.starttls", {"hosts": "127.0.0.2"})
    assert (result.code, result.status, result.facts["version"]) == ("old-version", "warn", "TLSv1.1")


@pytest.mark.parametrize("reply", ["454 4.7.0 TLS not available", "502 no", "nonsense"])
def test_an_offer_that_is_taken_back(lab: Lab, reply: str) -> None:
    lab.smtp("127.0.0.2", tls=lab.tls("127.0.0.2"), replies={"STARTTLS": reply})
    result = check(lab, "smtp.starttls", {"hosts": "127.0.0.2"})
    assert (result.code, result.status) == ("refused", "fail")


@pytest.mark.parametrize(
    "after", [b"", b"not a handshake\r\n", b"\x16\x03\x01\xff\xff" + b"x" * 70000, b"\x15\x03\x01\x00\x02\x02\x28"]
)
def test_a_handshake_that_breaks(lab: Lab, after: bytes) -> None:
    async def break_off(peer: Peer) -> None:
        await peer.send(b"220 mx\r\n")
        await peer.line()
        await peer.send(OFFER.encode())
        await peer.line()
        await peer.send(b"220 go\r\n")
        await peer.reader.read(1)
        await peer.send(after)

    lab.serve(break_off, "127.0.0.2")
    result = check(lab, "smtp.starttls", {"hosts": "127.0.0.2"})
    assert (result.code, result.status) == ("handshake", "fail")


def test_a_server_that_hangs_up_instead_of_answering(lab: Lab) -> None:
    lab.smtp("127.0.0.2", tls=lab.tls("127.0.0.2"), replies={"STARTTLS": ""})
    assert check(lab, "smtp.starttls", {"hosts": "127.0.0.2"}).code == "handshake"


def test_text_injected_before_the_handshake(lab: Lab) -> None:
    async def inject(peer: Peer) -> None:
        await peer.send(b"220 mx\r\n")
        await peer.line()
        await peer.send(OFFER.encode())
        await peer.line()
        await peer.send(b"220 go\r\n250-injected\r\n250 STARTTLS\r\n")
        await peer.line()

    lab.serve(inject, "127.0.0.2")
    result = check(lab, "smtp.starttls", {"hosts": "127.0.0.2"})
    assert result.code == "handshake"
    assert "before the encryption" in result.summary
    assert "injected" in evidence(result)


def test_the_worst_server_tells(lab: Lab) -> None:
    lab.smtp("127.0.0.2", tls=lab.tls("127.0.0.2"))
    lab.smtp("127.0.0.3")
    result = check(lab, "smtp.starttls", {"hosts": "127.0.0.2,127.0.0.3"})
    assert result.code == "not-offered"
    assert "127.0.0.3" in result.summary


def test_one_conversation_serves_every_check(lab: Lab) -> None:
    server = lab.smtp("127.0.0.2", tls=lab.tls("mx.example.com"))
    lab.dns.zone("example.com", "mx A 127.0.0.2")

    async def go() -> list[str]:
        runner = Runner(lab.as_settings(), budgets=QUICK)
        hosts = {"hosts": ["mx.example.com"]}
        calls = [runner.run(f"smtp.{name}", hosts) for name in ("banner", "ehlo", "starttls")]
        results = await asyncio.gather(*calls, runner.run("tls.certificate", {"host": "mx.example.com", "port": 25}))
        assert all("220 mx.lab.test ESMTP" in evidence(result) for result in results)
        return [result.code for result in results]

    assert asyncio.run(go()) == ["ok"] * 4
    assert server.connections == 1
