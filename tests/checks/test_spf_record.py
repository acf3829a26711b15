"""SPF records as text: RFC 7208 sections 4.6, 5, 7 and 12."""

from __future__ import annotations

import contextlib
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.spf_macros import Sender, expand, needs_address
from app.checks.spf_record import SpfSyntax, is_spf, read_spf


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1",
        "v=spf1 ",
        "V=SPF1 -ALL",
        "v=spf1  mx   -all",
        "v=spf1 a a:example.com a/24 a//64 a/24//64 a:example.com/24//64 -all",
        "v=spf1 mx mx:example.com/30 ~all",
        "v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.1 ip6:2001:db8::/32 ip6:::1 ?all",
        "v=spf1 include:_spf.example.com +all",
        "v=spf1 exists:%{ir}.%{l1r+-}._spf.%{d} -all",
        "v=spf1 ptr ptr:example.com -all",
        "v=spf1 redirect=_spf.example.com",
        "v=spf1 mx -all exp=explain._spf.%{d}",
        "v=spf1 unknown=anything%%here -all",
        "v=spf1 a:museum.example. -all",
        "v=spf1 include:%{d2}.example.com -all",
        "v=spf1 exists:%{i}.%{d} -all",
        "v=spf1 a:x-y.xn--p1ai -all",
    ],
)
def test_reads(record: str) -> None:
    assert is_spf(record)
    read_spf(record)


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 ipv4:192.0.2.1 -all",
        "v=spf1 ip4:192.0.2 -all",
        "v=spf1 ip4:192.0.2.1/33 -all",
        "v=spf1 ip4:192.0.2.1/ -all",
        "v=spf1 ip4:192.0.2.1/024 -all",
        "v=spf1 ip4 -all",
        "v=spf1 ip4:2001:db8::1 -all",
        "v=spf1 ip6:192.0.2.1 -all",
        "v=spf1 ip6:2001:db8::1/129 -all",
        "v=spf1 include -all",
        "v=spf1 include: -all",
        "v=spf1 exists -all",
        "v=spf1 a: -all",
        "v=spf1 a/33 -all",
        "v=spf1 a//129 -all",
        "v=spf1 all:example.com",
        "v=spf1 all.",
        "v=spf1 -all;",
        "v=spf1 mx,-all",
        "v=spf1 redirect=a.example redirect=b.example",
        "v=spf1 exp=a.example exp=b.example",
        "v=spf1 redirect=",
        "v=spf1 -redirect=a.example",
        "v=spf1 a:%{x}.example -all",
        "v=spf1 a:%%{d -all",
        "v=spf1 a:example.1 -all",
        "v=spf1 include:localhost -all",
        "v=spf1 -",
        "v=spf1 =x",
        "v=spf1 über -all",
    ],
)
def test_refuses(record: str) -> None:
    with pytest.raises(SpfSyntax):
        read_spf(record)


@pytest.mark.parametrize("text", ["v=spf10 -all", "v=spf1-all", " v=spf1 -all", "spf1", "v=spf1\t-all", ""])
def test_is_no_spf_record(text: str) -> None:
    assert not is_spf(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(SpfSyntax):
        assert read_spf(f"v=spf1 {text}").mechanisms is not None


SENDER = Sender(ip_address("192.0.2.3"), "strong-bad", "email.example.com", "mx.example.org")
SIX = Sender(ip_address("2001:db8::cb01"), "strong-bad", "email.example.com", "mx.example.org")


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("%{s}", "strong-bad@email.example.com"),
        ("%{o}", "email.example.com"),
        ("%{d}", "email.example.com"),
        ("%{d4}", "email.example.com"),
        ("%{d3}", "email.example.com"),
        ("%{d2}", "example.com"),
        ("%{d1}", "com"),
        ("%{dr}", "com.example.email"),
        ("%{d2r}", "example.email"),
        ("%{l}", "strong-bad"),
        ("%{l-}", "strong.bad"),
        ("%{lr}", "strong-bad"),
        ("%{lr-}", "bad.strong"),
        ("%{l1r-}", "strong"),
        ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
        ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
        ("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"),
        ("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"),
        ("%%%_%-", "% %20"),
        ("%{S}", "strong-bad%40email.example.com"),
        ("%{h}", "mx.example.org"),
        ("%{p}", "unknown"),
    ],
)
def test_macros_as_in_the_rfc(text: str, expanded: str) -> None:
    assert expand(text, SENDER, "email.example.com") == expanded


def test_macros_of_an_ipv6_sender() -> None:
    expected = "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"
    assert expand("%{ir}.%{v}._spf.%{d2}", SIX, "email.example.com") == expected


def test_long_names_lose_labels_from_the_left() -> None:
    assert expand("a." + "b" * 60 + ("." + "c" * 60) * 4, SENDER, "x.example").startswith("c")


def test_what_needs_a_sender() -> None:
    assert needs_address("%{i}.example.com")
    assert not needs_address("%{d}.example.com")
