"""`dns.spf` against a real name server: every code, and verdicts as RFC 7208 (appendix A among others) has them."""

from __future__ import annotations

import pytest

from app.checks.budgets import Budgets
from tests.lab import Lab
from tests.lab.trial import PATIENT, QUICK, check, evidence


def spf(lab: Lab, record: str, zone: str = "", address: str = "", budgets: Budgets = QUICK) -> tuple[str, float, str]:
    lab.dns.zone("example.com", zone + (f'\n@ TXT "{record}"' if record else "\n@ TXT other"))
    params = {"domain": "example.com", **({"address": address} if address else {})}
    result = check(lab, "dns.spf", params, budgets=budgets)
    return result.code, result.facts["lookups"], result.facts["result"]


HOSTS = "@ MX 10 mx\nmx A 192.0.2.5\nmx AAAA 2001:db8::5\n@ A 192.0.2.10\n@ A 192.0.2.11\n"


@pytest.mark.parametrize(
    ("record", "zone", "code", "lookups"),
    [
        ("", "", "none", 0),
        ("v=spf1 -all", "", "ok", 0),
        ("V=SPF1 -all", "", "ok", 0),
        ("v=spf1 mx a ip4:192.0.2.1 ~all", HOSTS, "ok", 2),
        ("v=spf1 mx", HOSTS, "permissive", 1),
        ("v=spf1 ?all", "", "permissive", 0),
        ("v=spf1 +all", "", "permissive", 0),
        ("v=spf1 all", "", "permissive", 0),
        ("v=spf1 redirect=b.example.com", 'b TXT "v=spf1 -all"', "ok", 1),
        ("v=spf1 redirect=b.example.com", 'b TXT "v=spf1 ?all"', "permissive", 1),
        ("v=spf1 -all redirect=gone.example.com", "", "ok", 0),
        ("v=spf1 ipv4:192.0.2.1 -all", "", "syntax", 0),
        ("v=spf1 include:b.example.com -all", 'b TXT "v=spf1 ip4:x -all"', "syntax", 1),
        ("v=spf1 include:gone.example.com -all", "", "include-none", 1),
        ("v=spf1 include:b.example.com -all", "b TXT other", "include-none", 1),
        ("v=spf1 redirect=gone.example.com", "", "include-none", 1),
        ("v=spf1 include:example.com -all", "", "loop", 1),
        ("v=spf1 include:b.example.com -all", 'b TXT "v=spf1 include:example.com -all"', "loop", 2),
        ("v=spf1 redirect=example.com", "", "loop", 1),
        ("v=spf1 include:b.example.com -all", 'b TXT "v=spf1 -all"\nb TXT "v=spf1 +all"', "several", 1),
        ("v=spf1 a:g1.example.com a:g2.example.com a:g3.example.com -all", "", "too-many-voids", 3),
        ("v=spf1 a:g1.example.com a:g2.example.com -all", "", "ok", 2),
        (
            "v=spf1 " + " ".join(f"a:h{i}.example.com" for i in range(11)) + " -all",
            "* A 192.0.2.1",
            "too-many-lookups",
            11,
        ),
        ("v=spf1 exists:%{i}._spf.example.com ptr -all", "", "ok", 2),
        ("v=spf1 a -all a:g1.example.com include:gone.example.com", HOSTS, "ok", 1),
    ],
)
def test_records(lab: Lab, record: str, zone: str, code: str, lookups: int) -> None:
    if zone.startswith("* "):
        zone = "\n".join(f"h{i} A 192.0.2.1" for i in range(12))
    assert spf(lab, record, zone)[:2] == (code, float(lookups))


def test_two_records_are_none(lab: Lab) -> None:
    lab.dns.zone("example.com", '@ TXT "v=spf1 -all"\n@ TXT "v=spf1 mx -all"\n@ TXT "v=spf10 x"')
    assert check(lab, "dns.spf", {"domain": "example.com"}).code == "several"


def test_a_record_in_pieces_is_one(lab: Lab) -> None:
    lab.dns.zone("example.com", '@ TXT "v=spf1 ip4:192.0" ".2.1 -all"')
    assert check(lab, "dns.spf", {"domain": "example.com"}).facts["record"] == "v=spf1 ip4:192.0.2.1 -all"


def test_ten_mail_servers_and_no_more(lab: Lab) -> None:
    hosts = "\n".join(f"@ MX 10 m{i}\nm{i} A 192.0.2.{i + 1}" for i in range(11))
    assert spf(lab, "v=spf1 mx -all", hosts)[0] == "too-many-lookups"


def _includes(level: int) -> str:
    """In two pieces, since one piece of a TXT record holds at most 255 bytes."""
    names = [f"include:l{level}n{n}.example.com" for n in range(10)]
    return '" "'.join((" ".join(names[:5]) + " ", " ".join(names[5:])))


def test_a_bomb_of_includes_is_cut(lab: Lab) -> None:
    """Ten includes in each of ten records, four deep, would be ten thousand questions."""
    zone = []
    for level in range(4):
        for number in range(10):
            body = _includes(level + 1)
            zone.append(f'l{level}n{number} TXT "v=spf1 {body} -all"')
    zone += [f'l4n{n} TXT "v=spf1 -all"' for n in range(10)]
    assert spf(lab, f"v=spf1 {_includes(0)} -all", "\n".join(zone), budgets=PATIENT)[0] == "too-many-lookups"
    assert len(lab.dns.queries) < 60


@pytest.mark.parametrize(
    ("record", "address", "result"),
    [
        # RFC 7208 appendix A.1, its zone written with our names
        ("v=spf1 +all", "203.0.113.9", "pass"),
        ("v=spf1 a -all", "192.0.2.10", "pass"),
        ("v=spf1 a -all", "192.0.2.11", "pass"),
        ("v=spf1 a -all", "192.0.2.12", "fail"),
        ("v=spf1 a:example.org -all", "192.0.2.10", "fail"),
        ("v=spf1 mx -all", "192.0.2.5", "pass"),
        ("v=spf1 mx -all", "192.0.2.10", "fail"),
        ("v=spf1 mx mx:example.org -all", "192.0.2.40", "pass"),
        ("v=spf1 mx/24 mx:example.org/30 -all", "192.0.2.200", "pass"),
        ("v=spf1 ptr -all", "192.0.2.10", "pass"),
        ("v=spf1 ptr -all", "192.0.2.65", "fail"),
        ("v=spf1 ptr -all", "192.0.2.66", "fail"),
        ("v=spf1 ip4:192.0.2.128/28 -all", "192.0.2.65", "fail"),
        ("v=spf1 ip4:192.0.2.128/28 -all", "192.0.2.129", "pass"),
        ("v=spf1 ip6:2001:db8::/32 ~all", "2001:db8::5", "pass"),
        ("v=spf1 ip6:2001:db8::/32 ~all", "192.0.2.5", "softfail"),
        ("v=spf1 mx ?all", "192.0.2.99", "neutral"),
        ("v=spf1 mx", "192.0.2.99", "neutral"),
        ("v=spf1 mx -all", "2001:db8::5", "pass"),
        ("v=spf1 include:yes.example.com -all", "192.0.2.77", "pass"),
        ("v=spf1 include:no.example.com ?all", "192.0.2.77", "neutral"),
        ("v=spf1 -ip4:192.0.2.77 +all", "192.0.2.77", "fail"),
        ("v=spf1 exists:%{ir}.list.%{d} -all", "192.0.2.44", "pass"),
        ("v=spf1 exists:%{ir}.list.%{d} -all", "192.0.2.45", "fail"),
        ("v=spf1 exists:%{p}.names.example.com -all", "192.0.2.10", "pass"),
        ("v=spf1 redirect=yes.example.com", "192.0.2.77", "pass"),
        ("v=spf1 include:redirects.example.com -all", "192.0.2.77", "pass"),
    ],
)
def test_verdicts_about_an_address(lab: Lab, record: str, address: str, result: str) -> None:
    zone = HOSTS + (
        'yes TXT "v=spf1 ip4:192.0.2.77 -all"\nno TXT "v=spf1 -all"\n'
        'redirects TXT "v=spf1 redirect=yes.example.com"\n44.2.0.192.list A 127.0.0.2\n'
        "example.com.names A 127.0.0.2\n"
    )
    lab.dns.zone("example.org", "@ MX 10 mail-b\nmail-b A 192.0.2.40")
    lab.dns.zone("2.0.192.in-addr.arpa", "10 PTR example.com.\n65 PTR example.com.\n66 PTR elsewhere.example.net.")
    code, _, found = spf(lab, record, zone, address)
    assert found == result
    if result == "pass":
        assert code in ("ok", "permissive")
    else:
        assert code == "not-covered"


def test_name_servers_that_fail_leave_us_not_knowing(lab: Lab) -> None:
    lab.dns.lie("example.com", "servfail")
    result = check(lab, "dns.spf", {"domain": "example.com"})
    assert (result.code, result.status) == ("resolver-failed", "unknown")


def test_the_evidence_names_what_is_drawn_in(lab: Lab) -> None:
    lab.dns.zone("example.com", '@ TXT "v=spf1 include:b.example.com -all"\nb TXT "v=spf1 ip4:192.0.2.1 -all"')
    assert "b.example.com 300 TXT" in evidence(check(lab, "dns.spf", {"domain": "example.com"}))
