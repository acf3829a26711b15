"""`dns.mta-sts` against a real name server and web server: every code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.mta_sts_policy import read_policy
from app.checks.tags import TagSyntax
from tests.lab import Lab
from tests.lab.certificates import self_signed
from tests.lab.http import Page, WebServer
from tests.lab.trial import check

RECORD = '_mta-sts TXT "v=STSv1; id=20261124"\n'
ZONE = "@ MX 10 mx1\n@ MX 20 mx2.other.test.\nmta-sts A 127.0.0.2\n"
PATH = "/.well-known/mta-sts.txt"


def policy(mode: str = "enforce", mx: str = "mx: *.example.com\nmx: mx2.other.test\n", end: str = "\n") -> bytes:
    return f"version: STSv1\nmode: {mode}\n{mx}max_age: 604800\n".replace("\n", end).encode()


def serve(lab: Lab, page: Page | None) -> None:
    pages = {PATH: page} if page else {}
    lab.serve(WebServer(pages), "127.0.0.2", 443, lab.tls("mta-sts.example.com"))


@pytest.mark.parametrize(
    ("page", "code", "status", "mode"),
    [
        (Page(body=policy()), "enforce", "pass", "enforce"),
        (Page(body=policy(end="\r\n")), "enforce", "pass", "enforce"),
        (Page(body=policy(), headers={"Content-Type": "text/plain; charset=utf-8"}), "enforce", "pass", "enforce"),
        (Page(body=policy("testing")), "testing", "warn", "testing"),
        (Page(body=policy("none", "")), "none", "warn", "none"),
        (Page(body=policy(mx="mx: mx1.example.com\n")), "mx-not-covered", "fail", "enforce"),
        (Page(body=policy("testing", "mx: *.test\n")), "mx-not-covered", "fail", "testing"),
        (Page(body=policy(mx="")), "syntax", "fail", ""),
        (Page(body=policy("strict")), "syntax", "fail", ""),
        (Page(body=b"version: STSv1\nmode: enforce\nmx: a.example\n"), "syntax", "fail", ""),
        (Page(body=policy().replace(b"STSv1", b"STSv2")), "syntax", "fail", ""),
        (Page(body=policy() + b"nonsense\n"), "syntax", "fail", ""),
        (Page(body=policy(), headers={"Content-Type": "text/html"}), "syntax", "fail", ""),
        (Page(301, headers={"Location": "https://example.com/"}), "fetch-failed", "fail", ""),
        (Page(404), "fetch-failed", "fail", ""),
        (Page(raw=b"nonsense"), "fetch-failed", "fail", ""),
        (None, "fetch-failed", "fail", ""),
    ],
)
def test_policies(lab: Lab, page: Page | None, code: str, status: str, mode: str) -> None:
    lab.dns.zone("example.com", ZONE + RECORD)
    serve(lab, page)
    result = check(lab, "dns.mta-sts", {"domain": "example.com"})
    assert (result.code, result.status, result.facts["mode"]) == (code, status, mode)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ("", "none"),
        ('_mta-sts TXT "other"', "none"),
        ('_mta-sts TXT "v=STSv1"', "syntax"),
        ('_mta-sts TXT "v=STSv1; id=with-hyphen"', "syntax"),
        ('_mta-sts TXT "v=STSv2; id=1"', "syntax"),
        (RECORD + '_mta-sts TXT "v=STSv1; id=2"', "syntax"),
    ],
)
def test_records(lab: Lab, record: str, code: str) -> None:
    lab.dns.zone("example.com", ZONE + record)
    assert check(lab, "dns.mta-sts", {"domain": "example.com"}).code == code


def test_a_web_server_that_is_not_there(lab: Lab) -> None:
    lab.dns.zone("example.com", ZONE + RECORD)
    assert check(lab, "dns.mta-sts", {"domain": "example.com"}).code == "fetch-failed"
    lab.dns.forget("mta-sts.example.com", "A")
    assert check(lab, "dns.mta-sts", {"domain": "example.com"}).code == "fetch-failed"


def test_a_web_server_that_does_not_prove_who_it_is(lab: Lab) -> None:
    lab.dns.zone("example.com", ZONE + RECORD)
    lab.serve(WebServer({PATH: Page(body=policy())}), "127.0.0.2", 443, self_signed("mta-sts.example.com").context())
    assert check(lab, "dns.mta-sts", {"domain": "example.com"}).code == "certificate"


def test_a_policy_on_a_private_address_is_not_fetched(lab: Lab) -> None:
    lab.dns.zone("example.com", RECORD + "mta-sts A 10.0.0.1")
    assert check(lab, "dns.mta-sts", {"domain": "example.com"}).code == "not-allowed"


@pytest.mark.parametrize(
    ("pattern", "host", "yes"),
    [
        ("mx1.example.com", "MX1.example.com", True),
        ("*.example.com", "mx1.example.com", True),
        ("*.example.com", "a.mx1.example.com", False),
        ("*.example.com", "example.com", False),
    ],
)
def test_patterns(pattern: str, host: str, yes: bool) -> None:
    text = policy(mx=f"mx: {pattern}\n").decode()
    assert read_policy(text).covers(host) is yes


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert read_policy(text).mode
    except TagSyntax:
        return
