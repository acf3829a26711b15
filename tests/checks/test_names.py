"""Rule 1: what the door reads as a host, in every spelling that somebody might try."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.names import read_address, read_host, read_name
from app.core.errors import BadParameter, CheckError, TargetRefused

V4 = st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address)
V6 = st.integers(0, 2**128 - 1).map(ipaddress.IPv6Address)
LABEL = st.from_regex(r"[a-z]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True).filter(lambda s: s[2:4] != "--")
DOTS = st.sampled_from([".", "。", "．", "｡"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("example.com", "example.com"),
        ("EXAMPLE.Com.", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("faß.example", "xn--fa-hia.example"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("1und1.de", "1und1.de"),
        ("192.0.2.25", "192.0.2.25"),
        ("2001:DB8:0::25", "2001:db8::25"),
        ("123.com", "123.com"),
        ("0x7f.example", "0x7f.example"),
    ],
)
def test_reads(text: str, name: str) -> None:
    assert read_host(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "localhost",
        "LOCALHOST.",
        "ｌｏｃａｌｈｏｓｔ",
        "a.localhost",
        "printer.local",
        "db.internal",
        "1.0.0.127.in-addr.arpa",
        "home.arpa",
        "intranet",
        "user@example.com",
        "example.com:25",
        "example.com:",
        "[::1]",
        "[2001:db8::1]:25",
        "fe80::1%eth0",
        "example.com%00.evil.example",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "010.0.0.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "127.0.0.1.",
        "1.2.3.4.5",
        "256.256.256.256",
        "999.1",
        "example.0x1",
        "example.1",
        "１２７．０．０．１",
        "127。0。0。1",
        "①②⑦.0.0.1",
    ],
)
def test_refuses(text: str) -> None:
    with pytest.raises(TargetRefused):
        read_host(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "..",
        "a..b",
        ".example.com",
        "example.com..",
        "-a.example",
        "a-.example",
        "a b.example",
        "a\x00b.example",
        "a\r\nb.example",
        "a/b.example",
        "http://example.com",
        "_dmarc.example.com",
        "xn--a.example",
        "xn--.example",
        "a" * 64 + ".example",
        ".".join(["abcdefgh"] * 29) + ".example",
        "x" * 5000,
        "ex\u202eample.com",
        "☃\u0000.example",
        "*.example.com",
    ],
)
def test_is_no_name(text: str) -> None:
    with pytest.raises(CheckError) as caught:
        read_host(text)
    assert isinstance(caught.value, BadParameter | TargetRefused)
    assert caught.value.message.isprintable()


def test_underscores_only_where_a_record_is_asked_for() -> None:
    assert read_name("_dmarc.example.com", underscores=True) == "_dmarc.example.com"
    with pytest.raises(BadParameter):
        read_name("_dmarc.example.com")


@given(V4)
def test_every_plain_ipv4_address_is_read_as_itself(address: ipaddress.IPv4Address) -> None:
    assert read_host(str(address)) == str(address)


@given(
    V4, st.sampled_from(["dec", "hex", "oct", "HEX", "0o", "short3", "short2", "padded", "dotted-hex", "mapped-dot"])
)
def test_no_other_spelling_of_an_ipv4_address_passes(address: ipaddress.IPv4Address, spelling: str) -> None:
    number, parts = int(address), str(address).split(".")
    text = {
        "dec": str(number),
        "hex": hex(number),
        "HEX": f"0X{number:X}",
        "oct": f"0{number:o}",
        "0o": oct(number),
        "short3": f"{parts[0]}.{parts[1]}.{number & 0xFFFF}",
        "short2": f"{parts[0]}.{number & 0xFFFFFF}",
        "padded": ".".join(f"0{part}" for part in parts),
        "dotted-hex": ".".join(hex(int(part)) for part in parts),
        "mapped-dot": f"{address}.",
    }[spelling]
    with pytest.raises(CheckError):
        read_host(text)


@given(V6)
def test_ipv6_addresses_are_read_in_canonical_text(address: ipaddress.IPv6Address) -> None:
    for text in (str(address), address.exploded, address.exploded.upper()):
        assert read_host(text) == str(address)
        with pytest.raises(CheckError):
            read_host(f"[{text}]")
        with pytest.raises(CheckError):
            read_host(f"{text}%1")


@given(st.lists(LABEL, min_size=2, max_size=5), DOTS)
def test_names_are_read_the_same_whatever_dot_divides_them(labels: list[str], dot: str) -> None:
    plain = ".".join(labels)
    if labels[-1] in ("localhost", "local", "internal", "arpa"):
        return
    assert read_host(dot.join(labels)) == plain
    assert read_host(plain.upper()) == plain


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_what_is_read_is_stable(text: str) -> None:
    try:
        host = read_host(text)
    except (BadParameter, TargetRefused):
        return
    assert read_host(host) == host
    assert host.isascii()
    assert host.isprintable()
    assert len(host) <= 253
    assert "." in host or read_address(host) is not None


@given(st.text(alphabet="0123456789abcdefx.:[]%@-。", max_size=40))
def test_nothing_that_the_system_would_take_for_an_address_passes_as_a_name(text: str) -> None:
    import socket

    try:
        host = read_host(text)
    except (BadParameter, TargetRefused):
        return
    if read_address(host) is None:
        with pytest.raises(OSError):
            socket.inet_aton(host)
