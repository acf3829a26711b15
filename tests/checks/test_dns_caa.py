"""`dns.caa` against a real name server: every code."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.trial import check


@pytest.mark.parametrize(
    ("zone", "issuer", "code", "issuers"),
    [
        ("@ TXT x", "", "none", []),
        ('@ CAA 0 issue "letsencrypt.org"', "", "ok", ["letsencrypt.org"]),
        ('@ CAA 0 issue "letsencrypt.org"', "LetsEncrypt.org.", "ok", ["letsencrypt.org"]),
        ('@ CAA 0 issue "letsencrypt.org; accounturi=x"', "letsencrypt.org", "ok", ["letsencrypt.org"]),
        ('@ CAA 0 issue "other.example"', "letsencrypt.org", "forbids", ["other.example"]),
        ('@ CAA 0 issue ";"', "", "forbids", []),
        ('@ CAA 0 issue ";"', "letsencrypt.org", "forbids", []),
        ('@ CAA 0 iodef "mailto:a@example.com"', "letsencrypt.org", "ok", []),
        ('@ CAA 0 issuewild ";"', "letsencrypt.org", "ok", []),
        ('@ CAA 128 tbs "x"\n@ CAA 0 issue "letsencrypt.org"', "letsencrypt.org", "forbids", ["letsencrypt.org"]),
        ('mail CAA 0 issue "b.example"\n@ CAA 0 issue "a.example"', "", "ok", ["b.example"]),
    ],
)
def test_verdicts(lab: Lab, zone: str, issuer: str, code: str, issuers: list[str]) -> None:
    lab.dns.zone("example.com", zone)
    domain = "mail.example.com" if zone.startswith("mail") else "example.com"
    result = check(lab, "dns.caa", {"domain": domain, "issuer": issuer})
    assert (result.code, result.status) == (code, {"ok": "pass", "none": "warn", "forbids": "fail"}[code])
    assert result.facts["issuers"] == issuers


def test_a_name_takes_the_records_above_it(lab: Lab) -> None:
    lab.dns.zone("example.com", '@ CAA 0 issue "a.example"')
    assert check(lab, "dns.caa", {"domain": "a.b.c.example.com"}).facts["issuers"] == ["a.example"]


def test_name_servers_that_fail_leave_us_not_knowing(lab: Lab) -> None:
    lab.dns.lie("example.com", "servfail")
    assert check(lab, "dns.caa", {"domain": "example.com"}).code == "resolver-failed"
