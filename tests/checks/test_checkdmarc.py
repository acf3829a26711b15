# ruff: noqa: E501 (a record is a line)
"""SPF and DMARC beside checkdmarc: the same verdicts on the same name server, but where the RFC says otherwise.

A verdict is `none`, `sound` or `broken`; what each counts and reads from the record is compared as well.
"""

from __future__ import annotations

from typing import Any

import checkdmarc.dmarc
import checkdmarc.spf
import checkdmarc.utils
import dns.resolver
import pytest

from app.core.checking import CheckResult
from tests.lab import Lab
from tests.lab.trial import check

HOSTS = "\n".join(f"h{number} A 192.0.2.{number + 1}" for number in range(12))
ZONE = f"""@ A 192.0.2.10
@ MX 10 m
m A 192.0.2.11
b TXT "v=spf1 ip4:192.0.2.1 -all"
t TXT x
bad TXT "v=spf1 nonsense"
loop TXT "v=spf1 include:example.com -all"
two TXT "v=spf1 -all"
two TXT "v=spf1 +all"
deep TXT "v=spf1 include:b.example.com a mx -all"
{HOSTS}
"""
MANY = "".join(f"many MX 1 h{number}\n" for number in range(11))
A_TEN = " ".join(f"a:h{number}.example.com" for number in range(10))

SPF = [
    "", "v=spf10 -all", "v=spf1 -all", "v=spf1", "v=spf1 mx", "v=spf1 +all", "v=spf1 ?all",
    "v=spf1 mx a ip4:192.0.2.1 ~all", "v=spf1 a/24 mx/28 -all", "v=spf1 a//64 -all", "v=spf1 a/33 -all",
    "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all", "v=spf1 ip4:192.0.2.300 -all", "v=spf1 ip4:192.0.2.1/33 -all",
    "v=spf1 ip6:2001:db8::/129 -all", "v=spf1 ip4:2001:db8::1 -all", "v=spf1 ipv4:192.0.2.1 -all",
    "v=spf1 ip4:192.0.2.1, -all", "v=spf1 all:example.com", "v=spf1 include: -all", "v=spf1 ptr -all",
    "v=spf1 include:b.example.com -all", "v=spf1 include:deep.example.com -all", "v=spf1 include:gone.example.com -all",
    "v=spf1 include:t.example.com -all", "v=spf1 include:bad.example.com -all", "v=spf1 include:two.example.com -all",
    "v=spf1 include:example.com -all", "v=spf1 include:loop.example.com -all", "v=spf1 redirect=b.example.com",
    "v=spf1 redirect=gone.example.com", "v=spf1 -all redirect=gone.example.com",
    "v=spf1 redirect=b.example.com redirect=b.example.com", "v=spf1 a:g1.example.com a:g2.example.com -all",
    "v=spf1 a:g1.example.com a:g2.example.com a:g3.example.com -all",
    "v=spf1 -all a:g1.example.com a:g2.example.com a:g3.example.com", f"v=spf1 {A_TEN} -all",
    f"v=spf1 {A_TEN} a:h10.example.com -all", "v=spf1 mx:many.example.com -all", "v=spf1 exists:%{i}._spf.example.com -all",
    "v=spf1 exists:%{z}._spf.example.com -all", "v=spf1 exists:%{d0}._spf.example.com -all",
    "v=spf1 exists:%{c}._spf.example.com -all", "v=spf1 moo=cow -all", "v=spf1 -moo=cow -all", "v=spf1 exp=gone.example.com -all",
]  # fmt: skip
DMARC = [
    "", "v=DMARC10; p=none", "p=reject; v=DMARC1", "v=DMARC1 p=reject", "V=dmarc1; p=none", "v=DMARC1; p=reject",
    "v = DMARC1 ; p = Reject ; ", "v=DMARC1; P=REJECT", "v=DMARC1;p=quarantine;pct=20", "v=DMARC1; p=none",
    "v=DMARC1; rua=mailto:a@example.com", "v=DMARC1; sp=none; p=reject", "v=DMARC1; p=reject; np=none; psd=n; t=y",
    "v=DMARC1; p=reject; np=maybe", "v=DMARC1; p=rejekt", "v=DMARC1; p=none; sp=maybe", "v=DMARC1; p=none; p=reject",
    "v=DMARC1; p=none reject", "v=DMARC1; p=none; nonsense", "v=DMARC1; p=reject;;", "v=DMARC1; p=none; foo=bar",
    "v=DMARC1; p=none; rua=a@example.com", "v=DMARC1; p=reject; rua=mailto:a@example.com!10m",
    "v=DMARC1; p=reject; rua=mailto:a@agrees.test", "v=DMARC1; p=reject; rua=mailto:a@refuses.test",
    "v=DMARC1; p=none; pct=101", "v=DMARC1; p=none; pct=x", "v=DMARC1; p=reject; ri=x", "v=DMARC1; p=none; adkim=x",
    "v=DMARC1; p=reject; aspf=s; adkim=r; fo=1:d", "v=DMARC1; p=reject; rf=xyz",
]  # fmt: skip

# Where the RFC wins: the record, what it says by the RFC, what checkdmarc says, and the reason.
OTHERWISE_SPF = [
    ("V=SPF1 -all", "sound", "broken", "RFC 7208 section 12: text in the grammar is matched without regard to case"),
    ("v=spf1 a:museum -all", "broken", "sound", "RFC 7208 section 7.1: a name ends in a dot and a top-level label"),
]
OTHERWISE_DMARC = [
    (
        "v=DMARC1",
        "broken",
        "sound",
        "RFC 7489 section 6.6.3, RFC 9989 section 4.10.1: without p= and rua= there is no policy",
    ),
    ("v=DMARC1; p=reject; fo=9", "sound", "broken", "RFC 7489 section 6.3: a mistake after p= is passed over"),
]
OURS = {"ok": "sound", "permissive": "sound", "policy-none": "sound", "report-refused": "sound", "none": "none"}


def quoted(text: str) -> str:
    return " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200))


def theirs(kind: Any, lab: Lab) -> dict[str, Any]:
    """What checkdmarc finds, with nothing kept from the last time."""
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [lab.dns.address], lab.dns.port
    checkdmarc.utils.DNS_CACHE.clear()
    return dict(kind("example.com", resolver=resolver, timeout=1, retries=0))


def judged(found: dict[str, Any]) -> str:
    if found["valid"]:
        return "sound"
    return "none" if found["record"] is None and _says_none(found["error"]) else "broken"


def _says_none(error: str) -> bool:
    return "does not exist" in error or "Unrelated TXT records" in error


def both_spf(lab: Lab, record: str) -> tuple[CheckResult, dict[str, Any]]:
    lab.dns.zone("example.com", ZONE + MANY + (f"@ TXT {quoted(record)}" if record else ""))
    return check(lab, "dns.spf", {"domain": "example.com"}), theirs(checkdmarc.spf.check_spf, lab)


def both_dmarc(lab: Lab, record: str) -> tuple[CheckResult, dict[str, Any]]:
    lab.dns.zone("example.com", ZONE + (f"_dmarc TXT {quoted(record)}" if record else ""))
    lab.dns.zone("agrees.test", '@ MX 10 m\nm A 192.0.2.1\nexample.com._report._dmarc TXT "v=DMARC1;"')
    lab.dns.zone("refuses.test", "@ MX 10 m\nm A 192.0.2.1")
    return check(lab, "dns.dmarc", {"domain": "example.com"}), theirs(checkdmarc.dmarc.check_dmarc, lab)


@pytest.mark.parametrize("record", SPF)
def test_spf(lab: Lab, record: str) -> None:
    ours, other = both_spf(lab, record)
    assert OURS.get(ours.code, "broken") == judged(other), (ours.code, other)
    if other["valid"]:
        assert ours.facts["record"] == other["record"]
        assert ours.facts["lookups"] == other["dns_lookups"]


@pytest.mark.parametrize("record", DMARC)
def test_dmarc(lab: Lab, record: str) -> None:
    ours, other = both_dmarc(lab, record)
    assert OURS.get(ours.code, "broken") == judged(other), (ours.code, other)
    if other["valid"]:
        assert ours.facts["policy"] == other["tags"]["p"]["value"].lower()
    refused = any("does not indicate" in warning for warning in other["warnings"])
    assert (ours.code == "report-refused") is refused


@pytest.mark.parametrize(("record", "by_the_rfc", "by_checkdmarc", "reason"), OTHERWISE_SPF)
def test_where_the_rfc_on_spf_wins(lab: Lab, record: str, by_the_rfc: str, by_checkdmarc: str, reason: str) -> None:
    ours, other = both_spf(lab, record)
    assert (OURS.get(ours.code, "broken"), judged(other)) == (by_the_rfc, by_checkdmarc), reason


@pytest.mark.parametrize(("record", "by_the_rfc", "by_checkdmarc", "reason"), OTHERWISE_DMARC)
def test_where_the_rfc_on_dmarc_wins(lab: Lab, record: str, by_the_rfc: str, by_checkdmarc: str, reason: str) -> None:
    ours, other = both_dmarc(lab, record)
    assert (OURS.get(ours.code, "broken"), judged(other)) == (by_the_rfc, by_checkdmarc), reason


def test_there_are_enough_of_them() -> None:
    assert len(SPF) + len(DMARC) >= 60
