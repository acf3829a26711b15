"""Web addresses, read strictly: rules 1 and 5."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.web_address import follow, read_url
from app.core.errors import BadParameter, CheckError, TargetRefused


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://example.com", "https://example.com/"),
        ("HTTP://Example.COM:80/a?b=c#d", "http://example.com/a?b=c"),
        ("https://example.com?x", "https://example.com/?x"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("https://192.0.2.1/", "https://192.0.2.1/"),
    ],
)
def test_reads(text: str, read: str) -> None:
    assert str(read_url(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "https://example.com:8443/",
        "http://example.com:443/",
        "https://user@example.com/",
        "https://user:pass@example.com/",
        "https://localhost/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://a.internal/",
    ],
)
def test_refuses(text: str) -> None:
    with pytest.raises(CheckError) as caught:
        read_url(text)
    assert isinstance(caught.value, TargetRefused | BadParameter)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com",
        "//example.com/",
        "https:/example.com",
        "https:///x",
        "https://",
        "https://a b.example/",
        "https://example.com/\r\nHost: x",
        "https://example.com\\@evil.example/",
        "https://[fe80::1%25eth0]/",
        "https://[::1",
    ],
)
def test_is_no_web_address(text: str) -> None:
    with pytest.raises(CheckError):
        read_url(text)


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/b", "https://example.com/b"),
        ("c", "https://example.com/a/c"),
        ("//other.example/x", "https://other.example/x"),
        ("http://example.com/", "http://example.com/"),
        ("?q", "https://example.com/a/b?q"),
    ],
)
def test_redirects(location: str, leads_to: str) -> None:
    assert str(follow(read_url("https://example.com/a/b"), location)) == leads_to


@pytest.mark.parametrize(
    "location", ["http://localhost/", "http://169.254.169.254.", "ftp://x.example/", "http://a@b.example/"]
)
def test_redirects_pass_the_same_gate(location: str) -> None:
    with pytest.raises(CheckError):
        follow(read_url("https://example.com/"), location)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_url(f"http://{text}")
    except CheckError:
        return
    assert read_url(str(found)) == found
    assert str(found).isascii()
    assert str(found).isprintable()
