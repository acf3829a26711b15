"""`dns.dmarc` against a real name server: every code, and where the record is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.dmarc_record import read_dmarc
from app.checks.tags import TagSyntax, read_tags
from tests.lab import Lab
from tests.lab.trial import check


@pytest.mark.parametrize(
    ("records", "code", "policy", "pct"),
    [
        ([], "none", "", 100),
        (["v=spf1 -all", "other"], "none", "", 100),
        (["v=DMARC10; p=none"], "none", "", 100),
        (["v=DMARC1; p=reject"], "ok", "reject", 100),
        (["v=DMARC1;p=quarantine;pct=20"], "ok", "quarantine", 20),
        (["v = DMARC1 ; p = Reject ; "], "ok", "reject", 100),
        (["v=DMARC1; p=none"], "policy-none", "none", 100),
        (["v=DMARC1; rua=mailto:a@example.com"], "policy-none", "none", 100),
        (["v=DMARC1; p=reject; rua=mailto:a@sub.example.com"], "ok", "reject", 100),
        (["v=DMARC1; p=reject; rua=mailto:a@agrees.test!10m"], "ok", "reject", 100),
        (["v=DMARC1; p=reject; rua=mailto:a@refuses.test"], "report-refused", "reject", 100),
        (["v=DMARC1; p=reject; rua=mailto:a@agrees.test,mailto:b@refuses.test"], "report-refused", "reject", 100),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "several", "", 100),
        (["v=DMARC1; p=rejekt"], "syntax", "", 100),
        (["v=DMARC1"], "syntax", "", 100),
        (["v=DMARC1; p=none; pct=101"], "policy-none", "none", 100),
        (["v=DMARC1; p=reject; pct=x"], "ok", "reject", 100),
        (["v=DMARC1; p=reject; pct=007"], "ok", "reject", 7),
        (["v=DMARC1; p=none; p=reject"], "syntax", "", 100),
        (["v=DMARC1; p=none; sp=maybe"], "syntax", "", 100),
        (["v=DMARC1; p=none; rua=a@example.com"], "syntax", "", 100),
        (["v=DMARC1; p=none reject"], "syntax", "", 100),
        (["v=DMARC1; p=none; nonsense"], "syntax", "", 100),
        (["v=DMARC1; p=reject; np=maybe"], "syntax", "", 100),
        (["v=DMARC1; p=none; adkim=x"], "policy-none", "none", 100),
    ],
)
def test_verdicts(lab: Lab, records: list[str], code: str, policy: str, pct: int) -> None:
    lab.dns.zone("example.com", "@ A 127.0.0.2")
    lab.dns.zone("agrees.test", 'example.com._report._dmarc TXT "v=DMARC1;"')
    lab.dns.zone("refuses.test", "@ A 127.0.0.2")
    if records:
        lab.dns.zone("example.com", "\n".join(f'_dmarc TXT "{record}"' for record in records))
    result = check(lab, "dns.dmarc", {"domain": "example.com"})
    assert result.code == code
    assert result.status == {"ok": "pass", "several": "fail", "syntax": "fail"}.get(code, "warn")
    assert (result.facts["policy"], result.facts["pct"]) == (policy, float(pct))
    if code not in ("none", "several"):
        assert result.facts["record"] == records[0]


def test_a_tag_that_cannot_be_read_is_told_and_passed_over(lab: Lab) -> None:
    lab.dns.zone("example.com", '_dmarc TXT "v=DMARC1; p=reject; pct=half; aspf=strict"')
    summary = check(lab, "dns.dmarc", {"domain": "example.com"}).summary
    assert "“aspf=strict” and “pct=half”" in summary


@pytest.mark.parametrize(
    ("zone", "policy"),
    [
        ('_dmarc TXT "v=DMARC1; p=reject; sp=quarantine"', "quarantine"),
        ('_dmarc TXT "v=DMARC1; p=reject"', "reject"),
        ('_dmarc TXT "v=DMARC1; p=none"\n_dmarc.a.b TXT "v=DMARC1; p=reject; sp=none"', "reject"),
        ('_dmarc TXT "v=DMARC1; p=none"\n_dmarc.b TXT "v=DMARC1; p=quarantine"', "quarantine"),
    ],
)
def test_a_subdomain_takes_the_nearest_record_above(lab: Lab, zone: str, policy: str) -> None:
    lab.dns.zone("example.com", zone)
    assert check(lab, "dns.dmarc", {"domain": "a.b.example.com"}).facts["policy"] == policy


def test_the_walk_up_ends_after_eight_steps(lab: Lab) -> None:
    check(lab, "dns.dmarc", {"domain": ".".join(["a"] * 40) + ".example.com"})
    assert len(lab.dns.queries) == 8


def test_name_servers_that_fail_leave_us_not_knowing(lab: Lab) -> None:
    lab.dns.lie("_dmarc.example.com", "servfail")
    assert check(lab, "dns.dmarc", {"domain": "example.com"}).code == "resolver-failed"


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_tags, read_dmarc):
        try:
            read(f"v=DMARC1;{text}")
        except TagSyntax:
            continue
