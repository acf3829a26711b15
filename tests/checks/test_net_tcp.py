"""`net.tcp` against real ports: every code."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.lab import UNREACHABLE
from tests.lab.smtp import Peer
from tests.lab.trial import check


async def cut(peer: Peer) -> None:
    peer.reset()


async def wait(peer: Peer) -> None:
    await peer.line()


@pytest.mark.parametrize("port", [25, 53, 80, 110, 143, 443, 465, 587, 993, 995])
def test_every_port_of_the_set(lab: Lab, port: int) -> None:
    lab.serve(wait, "127.0.0.2", port)
    result = check(lab, "net.tcp", {"host": "127.0.0.2", "port": port})
    assert (result.code, result.status) == ("open", "pass")
    assert result.facts["address"] == "127.0.0.2"
    assert 0 <= result.facts["ms"] < 1000


@pytest.mark.parametrize(
    ("host", "code"),
    [("refuses", "refused"), ("silent", "timeout"), ("cuts", "reset"), ("nowhere", "unreachable"), ("second", "open")],
)
def test_verdicts(lab: Lab, host: str, code: str) -> None:
    lab.dns.zone(
        "example.com",
        f"""
        refuses A 127.0.0.3
        silent A 127.0.0.4
        cuts A 127.0.0.5
        nowhere A {UNREACHABLE}
        second A 127.0.0.3
        second A 127.0.0.2
        """,
    )
    lab.serve(wait, "127.0.0.2", 443)
    lab.silent("127.0.0.4", 443)
    lab.serve(cut, "127.0.0.5", 443)
    result = check(lab, "net.tcp", {"host": f"{host}.example.com", "port": "443"})
    assert (result.code, result.status) == (code, "pass" if code == "open" else "fail")
    assert result.facts["address"].startswith("127.")


def test_silence_on_port_25_may_be_ours(lab: Lab) -> None:
    lab.silent("127.0.0.4")
    lab.silent("127.0.0.25")
    lab.control = "127.0.0.25"
    result = check(lab, "net.tcp", {"host": "127.0.0.4", "port": 25})
    assert (result.code, result.status) == ("blocked-here", "unknown")


@pytest.mark.parametrize(
    ("host", "port", "code"),
    [
        ("127.0.0.2", "22", "not-allowed"),
        ("127.0.0.2", 3306, "not-allowed"),
        ("127.0.0.2", "0", "bad-input"),
        ("127.0.0.2", "65536", "bad-input"),
        ("127.0.0.2", "smtp", "bad-input"),
        ("127.0.0.2", "２５", "bad-input"),
        ("127.0.0.2", "", "bad-input"),
        ("127.0.0.2", True, "bad-input"),
        ("127.0.0.2", 25.0, "no-refusal"),
        ("127.0.0.2", None, "bad-input"),
        ("10.0.0.1", "25", "not-allowed"),
        ("localhost", "25", "not-allowed"),
        ("127.1", "25", "not-allowed"),
        ("::ffff:127.0.0.2", "25", "not-allowed"),
        ("gone.example.com", "25", "no-connection"),
    ],
)
def test_what_it_does_not_visit(lab: Lab, host: str, port: object, code: str) -> None:
    server = lab.smtp("127.0.0.2")
    result = check(lab, "net.tcp", {"host": host, "port": port})
    if code == "no-refusal":
        assert result.code == "open"
    else:
        assert (result.code, result.status) == (code, "unknown")
        assert server.connections == 0


def test_a_long_port_number_is_no_trouble(lab: Lab) -> None:
    assert check(lab, "net.tcp", {"host": "127.0.0.2", "port": "9" * 10_000}).code == "bad-input"
