"""`dns.record` against a real name server: every code."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.trial import check

ZONE = 'www A 192.0.2.1\nwww A 192.0.2.2\n_x TXT "a=1; " "b=2"\nalias CNAME www\n@ MX 10 Mx1\nempty TXT ""'


@pytest.mark.parametrize(
    ("name", "kind", "pattern", "code", "values"),
    [
        ("www.example.com", "A", r"192\.0\.2\.2", "match", ["192.0.2.1", "192.0.2.2"]),
        ("www.example.com", "a", r"192\.0\.2\.\d+", "match", ["192.0.2.1", "192.0.2.2"]),
        ("www.example.com", "A", r"192\.0", "differs", ["192.0.2.1", "192.0.2.2"]),
        ("www.example.com", "AAAA", ".*", "none", []),
        ("gone.example.com", "A", ".*", "none", []),
        ("_x.example.com", "TXT", "a=1; b=2", "match", ["a=1; b=2"]),
        ("example.com", "MX", r"10 mx1\.example\.com", "match", ["10 mx1.example.com"]),
        ("alias.example.com", "CNAME", r"www\.example\.com", "match", ["www.example.com"]),
    ],
)
def test_verdicts(lab: Lab, name: str, kind: str, pattern: str, code: str, values: list[str]) -> None:
    lab.dns.zone("example.com", ZONE)
    result = check(lab, "dns.record", {"name": name, "type": kind, "pattern": pattern})
    assert (result.code, result.status) == (code, "pass" if code == "match" else "fail")
    assert sorted(result.facts["values"]) == values


@pytest.mark.parametrize(
    ("name", "kind", "pattern", "code"),
    [
        ("example.com", "ANY", ".*", "bad-input"),
        ("example.com", "AXFR", ".*", "bad-input"),
        ("example.com", "A", "(", "bad-input"),
        ("example.com", "A", "(?=a)b", "bad-input"),
        ("example.com", "A", "", "bad-input"),
        ("example.com", "A", "a{1000}{1000}", "bad-input"),
        ("example.com", "A", "x" * 501, "bad-input"),
        ("localhost", "A", ".*", "not-allowed"),
        ("1.0.0.10.in-addr.arpa", "PTR", ".*", "not-allowed"),
    ],
)
def test_what_it_does_not_ask(lab: Lab, name: str, kind: str, pattern: str, code: str) -> None:
    assert check(lab, "dns.record", {"name": name, "type": kind, "pattern": pattern}).code == code
    assert lab.dns.queries == []


def test_a_pattern_that_would_take_for_ever_elsewhere(lab: Lab) -> None:
    lab.dns.zone("example.com", f'@ TXT "{"a" * 250}b"')
    assert check(lab, "dns.record", {"name": "example.com", "type": "TXT", "pattern": "(a+)+"}).code == "differs"
