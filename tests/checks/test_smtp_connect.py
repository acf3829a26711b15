"""`smtp.connect` against real servers and real silence: every code."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.lab import UNREACHABLE
from tests.lab.smtp import Peer
from tests.lab.trial import check, evidence


async def cut(peer: Peer) -> None:
    peer.reset()


def network(lab: Lab) -> None:
    lab.dns.zone(
        "example.com",
        f"""
        good A 127.0.0.2
        refuses A 127.0.0.3
        silent A 127.0.0.4
        cuts A 127.0.0.5
        nowhere A {UNREACHABLE}
        lan A 10.0.0.1
        both A 127.0.0.3
        both A 127.0.0.2
        """,
    )
    lab.smtp("127.0.0.2")
    lab.silent("127.0.0.4")
    lab.serve(cut, "127.0.0.5")


@pytest.mark.parametrize(
    ("hosts", "code", "works", "fails"),
    [
        ("good", "open", ["good 127.0.0.2"], []),
        ("refuses", "refused", [], ["refuses 127.0.0.3"]),
        ("silent", "timeout", [], ["silent 127.0.0.4"]),
        ("cuts", "reset", [], ["cuts 127.0.0.5"]),
        ("nowhere", "unreachable", [], [f"nowhere {UNREACHABLE}"]),
        ("good,refuses", "partly", ["good 127.0.0.2"], ["refuses 127.0.0.3"]),
        ("silent,good", "partly", ["good 127.0.0.2"], ["silent 127.0.0.4"]),
        ("good,lan", "partly", ["good 127.0.0.2"], ["lan 10.0.0.1"]),
        ("both", "partly", ["both 127.0.0.2"], ["both 127.0.0.3"]),
        ("silent,refuses", "timeout", [], ["silent 127.0.0.4", "refuses 127.0.0.3"]),
        ("refuses,silent", "refused", [], ["refuses 127.0.0.3", "silent 127.0.0.4"]),
    ],
)
def test_verdicts(lab: Lab, hosts: str, code: str, works: list[str], fails: list[str]) -> None:
    network(lab)
    full = [f"{host}.example.com" for host in hosts.split(",")]
    result = check(lab, "smtp.connect", {"hosts": full})
    assert result.code == code
    assert result.status == {"open": "pass", "partly": "warn"}.get(code, "fail")
    assert result.facts["open"] == [one.replace(" ", ".example.com ") for one in works]
    assert result.facts["failed"] == [one.replace(" ", ".example.com ") for one in fails]
    assert all(host in evidence(result) for host in full)


def test_our_own_network_is_told_from_their_firewall(lab: Lab) -> None:
    network(lab)
    lab.silent("127.0.0.25")
    lab.control = "127.0.0.25"
    result = check(lab, "smtp.connect", {"hosts": "silent.example.com"})
    assert (result.code, result.status) == ("blocked-here", "unknown")
    assert "Control probe" in evidence(result)


@pytest.mark.parametrize("control", ["127.0.0.2", "127.0.0.3"])
def test_a_control_server_that_answers_or_refuses_leaves_the_fault_with_them(lab: Lab, control: str) -> None:
    network(lab)
    lab.control = control
    assert check(lab, "smtp.connect", {"hosts": "silent.example.com"}).code == "timeout"


def test_a_refusal_needs_no_control_probe(lab: Lab) -> None:
    network(lab)
    lab.silent("127.0.0.25")
    lab.control = "127.0.0.25"
    result = check(lab, "smtp.connect", {"hosts": "refuses.example.com"})
    assert result.code == "refused"
    assert "Control" not in evidence(result)


def test_hosts_without_address_leave_nothing_to_connect_to(lab: Lab) -> None:
    network(lab)
    result = check(lab, "smtp.connect", {"hosts": "gone.example.com"})
    assert (result.code, result.status) == ("no-connection", "unknown")
    assert "gone.example.com does not exist" in result.summary
    assert check(lab, "smtp.connect", {"hosts": "gone.example.com,good.example.com"}).code == "open"


def test_a_private_host_alone_is_not_visited(lab: Lab) -> None:
    network(lab)
    result = check(lab, "smtp.connect", {"hosts": "lan.example.com"})
    assert (result.code, result.status) == ("not-allowed", "unknown")


def test_it_parts_in_good_manners(lab: Lab) -> None:
    server = lab.smtp("127.0.0.2")
    check(lab, "smtp.connect", {"hosts": "127.0.0.2"})
    assert server.commands == ["QUIT"]
    assert server.connections == 1


def test_a_server_that_takes_its_time_to_greet_is_open(lab: Lab) -> None:
    lab.smtp("127.0.0.2", delay_s=0.6)
    assert check(lab, "smtp.connect", {"hosts": "127.0.0.2"}).code == "open"


def test_many_silent_addresses_end_within_the_time_of_a_check(lab: Lab) -> None:
    addresses = [f"127.0.1.{number}" for number in range(1, 12)]
    lab.dns.zone("example.com", "\n".join(f"mx A {address}" for address in addresses))
    for address in addresses:
        lab.silent(address)
    result = check(lab, "smtp.connect", {"hosts": "mx.example.com"})
    assert result.code == "timeout"
    assert "no time was left" in evidence(result)
