"""`dns.mx` against a real name server: every code, and the order of hosts."""

from __future__ import annotations

import pytest

from app.checks.dns_mx import read_mx
from tests.lab import Lab
from tests.lab.trial import PATIENT, check, evidence

BASE = "mx1 A 127.0.0.2\nmx2 A 127.0.0.3\nalias CNAME mx1\n"


@pytest.mark.parametrize(
    ("zone", "code", "status", "hosts", "count"),
    [
        ("@ MX 10 mx1", "found", "pass", ["mx1.example.com"], 1),
        ("@ MX 20 mx1\n@ MX 10 mx2", "found", "pass", ["mx2.example.com", "mx1.example.com"], 2),
        ("@ MX 10 mx2\n@ MX 10 mx1", "found", "pass", ["mx1.example.com", "mx2.example.com"], 2),
        ("@ MX 5 MX1\n@ MX 100 mx1", "found", "pass", ["mx1.example.com"], 2),
        ("@ MX 10 elsewhere.example.net.", "found", "pass", ["elsewhere.example.net"], 1),
        ("@ A 127.0.0.2", "implicit", "warn", ["example.com"], 0),
        ("@ AAAA ::1", "implicit", "warn", ["example.com"], 0),
        ("@ MX 0 .\n@ MX 10 mx1", "null-with-others", "warn", ["mx1.example.com"], 2),
        ("@ MX 10 alias", "cname-target", "warn", ["alias.example.com"], 1),
        ("@ MX 10 mx1\n@ MX 20 alias", "cname-target", "warn", ["mx1.example.com", "alias.example.com"], 2),
        ("@ TXT nothing", "none", "fail", [], 0),
        ("@ MX 0 .", "null-mx", "fail", [], 1),
        ("@ MX 10 .", "null-mx", "fail", [], 1),
        ("@ MX 10 192.0.2.25.", "ip-target", "fail", ["192.0.2.25"], 1),
        ("@ CNAME @", "cname-loop", "fail", [], 0),
        ("@ CNAME other\nother MX 10 mx1", "found", "pass", ["mx1.example.com"], 1),
    ],
)
def test_verdicts(lab: Lab, zone: str, code: str, status: str, hosts: list[str], count: int) -> None:
    lab.dns.zone("example.com", BASE + zone)
    result = check(lab, "dns.mx", {"domain": "example.com"})
    assert (result.code, result.status) == (code, status)
    assert result.facts["hosts"] == hosts
    assert result.facts["count"] == float(count)
    assert len(result.facts["records"]) == count


def test_records_are_given_in_order(lab: Lab) -> None:
    lab.dns.zone("example.com", BASE + "@ MX 20 mx2\n@ MX 5 mx1")
    result = check(lab, "dns.mx", {"domain": "example.com"})
    assert result.facts["records"] == ["5 mx1.example.com", "20 mx2.example.com"]
    assert "received: DNS: example.com 300 MX 20 mx2.example.com" in evidence(result)


def test_a_domain_that_does_not_exist(lab: Lab) -> None:
    assert check(lab, "dns.mx", {"domain": "gone.example.com"}).code == "nxdomain"


def test_broken_and_silent_name_servers(lab: Lab) -> None:
    lab.dns.lie("broken.example.com", "servfail")
    lab.dns.lie("quiet.example.com", "silent")
    broken = check(lab, "dns.mx", {"domain": "broken.example.com"})
    assert (broken.code, broken.status) == ("servfail", "fail")
    quiet = check(lab, "dns.mx", {"domain": "quiet.example.com"})
    assert (quiet.code, quiet.status) == ("timeout", "fail")


def test_our_own_resolver_down_is_never_the_visitors_fault(lab: Lab) -> None:
    lab.dns.lie("quiet.example.com", "silent")
    lab.dns.lie(".", "silent")
    result = check(lab, "dns.mx", {"domain": "quiet.example.com"})
    assert (result.code, result.status) == ("resolver-failed", "unknown")


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"domain": "localhost"}, "not-allowed"),
        ({"domain": "mail.local"}, "not-allowed"),
        ({"domain": "single"}, "not-allowed"),
        ({"domain": "0x7f.1"}, "not-allowed"),
        ({"domain": "someone@example.com"}, "not-allowed"),
        ({"domain": "192.0.2.1"}, "bad-input"),
        ({"domain": "a..b"}, "bad-input"),
        ({"domain": ""}, "bad-input"),
        ({"domain": 5}, "bad-input"),
        ({}, "bad-input"),
        ({"domain": "example.com", "extra": "x"}, "bad-input"),
    ],
)
def test_what_it_cannot_read_it_names(lab: Lab, params: dict[str, object], code: str) -> None:
    result = check(lab, "dns.mx", params)
    assert (result.code, result.status) == (code, "unknown")
    assert "domain" in result.summary or "extra" in result.summary


def test_an_international_domain(lab: Lab) -> None:
    lab.dns.zone("xn--bcher-kva.example", "@ MX 10 mx1.example.com.")
    assert check(lab, "dns.mx", {"domain": "Bücher.example."}).code == "found"


def test_a_huge_set_is_a_limit_of_ours(lab: Lab) -> None:
    lab.dns.zone("example.com", "\n".join(f"@ MX 10 m{number}" for number in range(1000)))
    result = check(lab, "dns.mx", {"domain": "example.com"}, budgets=PATIENT)
    assert (result.code, result.status) == ("limit", "unknown")


def test_text_is_read_apart_from_the_network() -> None:
    assert read_mx(("20 b.example", "10 z.example", "10 a.example", "0 .")) == (
        (0, "."),
        (10, "a.example"),
        (10, "z.example"),
        (20, "b.example"),
    )
