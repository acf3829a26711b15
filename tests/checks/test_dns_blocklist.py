"""`dns.blocklist` against a real name server: every code."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.trial import check

LISTS = "one.lists.test,two.lists.test"


@pytest.mark.parametrize(
    ("zone", "addresses", "code", "listed"),
    [
        ("x TXT x", "127.0.0.2", "clean", []),
        ("2.0.0.127.one A 127.0.0.2", "127.0.0.2", "listed", ["127.0.0.2 one.lists.test"]),
        ("2.0.0.127.two A 127.0.0.10", "127.0.0.3,127.0.0.2", "listed", ["127.0.0.2 two.lists.test"]),
        ("2.0.0.127.one A 127.255.255.254", "127.0.0.2", "refused", []),
        ("2.0.0.127.one A 192.0.2.1", "127.0.0.2", "refused", []),
        (
            "2.0.0.127.one A 127.255.255.252\n2.0.0.127.two A 127.0.0.4",
            "127.0.0.2",
            "listed",
            ["127.0.0.2 two.lists.test"],
        ),
        (f"{'1.' + '0.' * 31}one A 127.0.0.2", "::1", "listed", ["::1 one.lists.test"]),
    ],
)
def test_verdicts(lab: Lab, zone: str, addresses: str, code: str, listed: list[str]) -> None:
    lab.dns.zone("lists.test", zone)
    result = check(lab, "dns.blocklist", {"addresses": addresses}, blocklists=LISTS)
    assert (result.code, result.status) == (code, {"clean": "pass", "listed": "fail", "refused": "unknown"}[code])
    assert result.facts["listed"] == listed


@pytest.mark.parametrize("lie", ["servfail", "silent", "refused"])
def test_a_list_that_does_not_answer_says_nothing_about_the_address(lab: Lab, lie: str) -> None:
    lab.dns.lie("2.0.0.127.one.lists.test", lie)  # type: ignore[arg-type]
    assert check(lab, "dns.blocklist", {"addresses": "127.0.0.2"}, blocklists=LISTS).code == "refused"


def test_where_no_list_could_be_asked_it_is_our_own_name_server(lab: Lab) -> None:
    lab.dns.lie_always("refused")
    assert check(lab, "dns.blocklist", {"addresses": "127.0.0.2"}, blocklists=LISTS).code == "resolver-failed"


def test_without_lists_we_cannot_tell(lab: Lab) -> None:
    assert check(lab, "dns.blocklist", {"addresses": "127.0.0.2"}).code == "refused"


def test_private_addresses_are_not_asked_about(lab: Lab) -> None:
    assert check(lab, "dns.blocklist", {"addresses": "10.0.0.1"}, blocklists=LISTS).code == "not-allowed"
    assert lab.dns.queries == []
