"""`dns.address` against a real name server: every code."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.trial import check, evidence

ZONE = """
mx1 A 127.0.0.2
mx1 AAAA ::1
mx2 A 127.0.0.3
alias CNAME mx1
empty TXT nothing
lan A 192.168.1.25
mixed A 127.0.0.2
mixed A 10.0.0.1
six AAAA fd00::1
loop CNAME loop
"""


@pytest.mark.parametrize(
    ("hosts", "code", "addresses", "without"),
    [
        ("mx1", "ok", ["127.0.0.2", "::1"], []),
        ("mx1,mx2", "ok", ["127.0.0.2", "::1", "127.0.0.3"], []),
        ("alias", "ok", ["127.0.0.2", "::1"], []),
        ("gone", "nxdomain", [], ["gone.example.com"]),
        ("mx2,gone", "nxdomain", ["127.0.0.3"], ["gone.example.com"]),
        ("empty", "no-address", [], ["empty.example.com"]),
        ("mx2,empty,gone", "no-address", ["127.0.0.3"], ["empty.example.com", "gone.example.com"]),
        ("lan", "private-address", ["192.168.1.25"], []),
        ("mixed", "private-address", ["127.0.0.2", "10.0.0.1"], []),
        ("six", "private-address", ["fd00::1"], []),
        ("loop", "cname-loop", [], ["loop.example.com"]),
    ],
)
def test_verdicts(lab: Lab, hosts: str, code: str, addresses: list[str], without: list[str]) -> None:
    lab.dns.zone("example.com", ZONE)
    full = [f"{host}.example.com" for host in hosts.split(",")]
    result = check(lab, "dns.address", {"hosts": full})
    assert (result.code, result.status) == (code, "pass" if code == "ok" else "fail")
    assert sorted(result.facts["addresses"]) == sorted(addresses)
    assert result.facts["without_address"] == without
    assert all(host in evidence(result) for host in full)


def test_broken_and_silent_name_servers_are_the_hosts_fault(lab: Lab) -> None:
    lab.dns.lie("broken.example.com", "servfail")
    lab.dns.lie("quiet.example.com", "silent")
    assert check(lab, "dns.address", {"hosts": "broken.example.com"}).code == "servfail"
    assert check(lab, "dns.address", {"hosts": "quiet.example.com"}).code == "servfail"


def test_one_broken_family_does_not_hide_the_other(lab: Lab) -> None:
    lab.dns.zone("example.com", ZONE)
    lab.dns.lie("mx1.example.com", "servfail", "AAAA")
    result = check(lab, "dns.address", {"hosts": "mx1.example.com"})
    assert (result.code, result.facts["addresses"]) == ("ok", ["127.0.0.2"])


def test_a_list_is_written_with_commas_or_given_as_one(lab: Lab) -> None:
    lab.dns.zone("example.com", ZONE)
    by_text = check(lab, "dns.address", {"hosts": "mx1.example.com, MX2.example.com.,mx1.example.com"})
    by_list = check(lab, "dns.address", {"hosts": ["mx1.example.com", "mx2.example.com"]})
    assert by_text.facts == by_list.facts


@pytest.mark.parametrize(
    ("hosts", "code"),
    [
        ([], "bad-input"),
        ("", "bad-input"),
        (" , ", "bad-input"),
        ([1], "bad-input"),
        (5, "bad-input"),
        ("mx1.example.com,localhost", "not-allowed"),
        ("a..b", "bad-input"),
        (",".join(f"h{number}.example.com" for number in range(33)), "limit"),
    ],
)
def test_what_it_cannot_read_it_names(lab: Lab, hosts: object, code: str) -> None:
    result = check(lab, "dns.address", {"hosts": hosts})
    assert (result.code, result.status) == (code, "unknown")
    assert "hosts:" in result.summary
    assert lab.dns.queries == []
