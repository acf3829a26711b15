"""`dns.ptr` against a real name server: every code."""

from __future__ import annotations

import pytest

from app.checks.dns_ptr import is_generic, name_in_greeting
from tests.lab import Lab
from tests.lab.trial import check

ZONE = """
mx1 A 127.0.0.2
mx6 AAAA ::1
dsl A 127.0.0.4
127-0-0-5 A 127.0.0.5
liar A 127.0.0.99
"""
REVERSE = """
2 PTR mx1.example.com.
3 PTR liar.example.com.
4 PTR dsl.example.com.
5 PTR 127-0-0-5.example.com.
7 PTR gone.example.com.
8 PTR liar.example.com.
8 PTR many.example.com.
"""


@pytest.mark.parametrize(
    ("addresses", "banner", "code", "names"),
    [
        ("127.0.0.2", "", "ok", ["mx1.example.com"]),
        ("127.0.0.2", "220 mx1.example.com ESMTP", "ok", ["mx1.example.com"]),
        ("127.0.0.2", "220 liar.example.com ESMTP", "not-confirmed", ["mx1.example.com"]),
        ("127.0.0.3", "", "not-confirmed", ["liar.example.com"]),
        ("127.0.0.7", "", "not-confirmed", ["gone.example.com"]),
        ("127.0.0.4", "", "generic", ["dsl.example.com"]),
        ("127.0.0.5", "", "generic", ["127-0-0-5.example.com"]),
        ("127.0.0.6", "", "missing", []),
        ("127.0.0.2,127.0.0.6", "", "missing", ["mx1.example.com"]),
        (
            "127.0.0.2,127.0.0.4,127.0.0.3",
            "",
            "not-confirmed",
            ["mx1.example.com", "dsl.example.com", "liar.example.com"],
        ),
        ("::1", "", "ok", ["mx6.example.com"]),
    ],
)
def test_verdicts(lab: Lab, addresses: str, banner: str, code: str, names: list[str]) -> None:
    lab.dns.zone("example.com", ZONE)
    lab.dns.zone("0.0.127.in-addr.arpa", REVERSE)
    lab.dns.zone("ip6.arpa", f"{'1' + '.0' * 31} PTR mx6.example.com.")
    result = check(lab, "dns.ptr", {"addresses": addresses, "banner": banner})
    assert (result.code, result.status) == (code, "pass" if code == "ok" else "warn")
    assert result.facts["names"] == names


def test_several_names_are_fine_where_one_leads_back(lab: Lab) -> None:
    lab.dns.zone("example.com", "many A 127.0.0.8\n" + ZONE)
    lab.dns.zone("0.0.127.in-addr.arpa", REVERSE)
    assert check(lab, "dns.ptr", {"addresses": "127.0.0.8"}).code == "ok"


@pytest.mark.parametrize(
    ("addresses", "code"),
    [("10.0.0.1", "not-allowed"), ("0x7f.1", "not-allowed"), ("mx.example.com", "bad-input"), ("", "bad-input")],
)
def test_private_addresses_are_not_asked_about(lab: Lab, addresses: str, code: str) -> None:
    assert check(lab, "dns.ptr", {"addresses": addresses}).code == code
    assert lab.dns.queries == []


@pytest.mark.parametrize(
    ("name", "address", "generic"),
    [
        ("mx1.example.com", "192.0.2.25", False),
        ("mail25.example.com", "192.0.2.25", False),
        ("192-0-2-25.example.net", "192.0.2.25", True),
        ("25.2.0.192.example.net", "192.0.2.25", True),
        ("host-0-2-25.example.net", "192.0.2.25", True),
        ("c0000219.example.net", "192.0.2.25", True),
        ("ppp7.pool.example.net", "192.0.2.25", True),
        ("poolside.example.net", "192.0.2.25", False),
        ("dynamo.example.net", "192.0.2.25", False),
        ("dyn.example.net", "192.0.2.25", True),
        ("2001-db8--0000-0000-0000-0025.example.net", "2001:db8::25", True),
        ("mx.example.net", "2001:db8::25", False),
    ],
)
def test_names_that_providers_make_up(name: str, address: str, generic: bool) -> None:
    assert is_generic(name, address) is generic


@pytest.mark.parametrize(
    ("banner", "name"),
    [
        ("220 MX1.example.com ESMTP", "mx1.example.com"),
        ("220-mx1.example.com\n220 hi", "mx1.example.com"),
        ("mx1.example.com", "mx1.example.com"),
        ("220 ESMTP", ""),
        ("", ""),
    ],
)
def test_the_name_in_a_greeting(banner: str, name: str) -> None:
    assert name_in_greeting(banner) == name
