from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.article import Input, InputType, Scalar
from app.core.errors import BadInput
from app.core.inputs import InputValue, normalise, pattern_problem

TYPES: tuple[InputType, ...] = get_args(InputType)
SIZES = {"small": "Small", "large": "Large", "12": "Twelve", "null": "None", "true": "True"}


def an_input(kind: InputType, **more: object) -> Input:
    return Input("it", kind, "It", options=SIZES if kind in {"choice", "choices"} else {}, **more)  # type: ignore[arg-type]


def taken(kind: InputType, raw: object, **more: object) -> InputValue:
    return normalise(an_input(kind, **more), raw)


def refused(kind: InputType, raw: object, **more: object) -> str:
    with pytest.raises(BadInput) as caught:
        taken(kind, raw, **more)
    reason = caught.value.message
    assert caught.value.fields == {"it": reason}
    return reason


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        ("text", "  a\r\nb  ", "a\nb"),
        ("text", "\tReceived: from a\r\n\tby b\t", "Received: from a\n by b"),
        ("text", "e\u0301", "é"),
        ("number", "12.5", 12.5),
        ("number", " -3 ", -3.0),
        ("number", "\u22123", -3.0),
        ("number", "１２", 12.0),
        ("number", 7, 7.0),
        ("number", "1e3", 1000.0),
        ("date", "2028-02-29", "2028-02-29"),
        ("year", "2026", 2026.0),
        ("year", 2026.0, 2026.0),
        ("yes-no", "Yes", "yes"),
        ("yes-no", "no", "no"),
        ("yes-no", True, "yes"),
        ("choice", "small", "small"),
        ("choice", 12, "12"),
        ("choice", "null", "null"),
        ("choice", True, "true"),
        ("choices", ["large", "small", "large"], ("small", "large")),
        ("choices", "large, small", ("small", "large")),
        ("choices", "12", ("12",)),
        ("domain", "Example.COM.", "example.com"),
        ("domain", "Bücher.example", "xn--bcher-kva.example"),
        ("domain", "xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("domain", "例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("domain", "straße.example", "xn--strae-oqa.example"),
        ("domain", "r3---sn.example.net", "r3---sn.example.net"),
        ("host", "Mail.Example.com", "mail.example.com"),
        ("host", "localhost", "localhost"),
        ("host", "[2001:DB8::0001]", "2001:db8::1"),
        ("host", "192.0.2.1", "192.0.2.1"),
        ("email", "Ann.Lee@Bücher.example", "Ann.Lee@xn--bcher-kva.example"),
        ("email", '"ann lee"@example.com', '"ann lee"@example.com'),
        ("email", "o'neil+list@example.com", "o'neil+list@example.com"),
        ("email", "u\u0308ber@example.com", "über@example.com"),
        ("ip", "2001:0DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("ip", "192.0.2.7", "192.0.2.7"),
        ("port", "0025", 25.0),
        ("port", 993, 993.0),
        ("url", "HTTPS://Example.COM", "https://example.com/"),
        ("url", "http://example.com:80/a/../b/./c", "http://example.com/b/c"),
        ("url", "https://example.com:8443/x", "https://example.com:8443/x"),
        ("url", "http:\\\\example.com\\a", "http://example.com/a"),
        ("url", "http://bücher.example/ä?ö=ü#é", "http://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC#%C3%A9"),
        ("url", "http://0x7f.1/", "http://127.0.0.1/"),
        ("url", "http://3232235777", "http://192.168.1.1/"),
        ("url", "http://0300.0250.1", "http://192.168.0.1/"),
        ("url", "http://[2001:DB8::0:1]/", "http://[2001:db8::1]/"),
        ("url", "http://[::ffff:192.0.2.1]/", "http://[::ffff:c000:201]/"),
        ("url", "http://example.com/a b\"<>`{}'?a b'<>", "http://example.com/a%20b%22%3C%3E%60%7B%7D'?a%20b%27%3C%3E"),
        ("url", "http://example.com/%2e%2E/a/%2e", "http://example.com/a/"),
        ("url", "http://example.com?q", "http://example.com/?q"),
        ("url", "http://ex%41mple.com/", "http://example.com/"),
        ("url", "http://example.com/100%", "http://example.com/100%"),
    ],
)
def test_values_are_taken_in_their_one_form(kind: InputType, raw: object, expected: InputValue) -> None:
    value = taken(kind, raw)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        ("text", "", "Enter a text"),
        ("text", "a\x00b", "U+0000"),
        ("domain", "exam\tple.com", "tab"),
        ("text", "a\x85b", "U+0085"),
        ("text", "x\ud800", "U+D800"),
        ("text", "a" * 262_145, "Shorten"),
        ("text", ["a", "b"], "one value"),
        ("number", "1,5", "point"),
        ("number", "1e999", "digits"),
        ("number", "0x10", "digits"),
        ("number", "1_000", "digits"),
        ("number", float("nan"), "digits"),
        ("number", True, "digits"),
        ("number", "3\n4", "one line"),
        ("date", "5.4.2026", "2026-04-05"),
        ("date", "2026-02-30", "no such date"),
        ("date", "20260405", "2026-04-05"),
        ("year", "26", "four digits"),
        ("year", "2026.5", "four digits"),
        ("yes-no", "maybe", "yes or no"),
        ("choice", "medium", "small, large"),
        ("choice", "Small", "small, large"),
        ("choices", [], "one answer or more"),
        ("choices", ["medium"], "small, large"),
        ("choices", None, "one answer or more"),
        ("domain", "example", "example.com"),
        ("domain", "https://example.com/", "https://"),
        ("domain", "ann@example.com", "after the @"),
        ("domain", "exa mple.com", "spaces"),
        ("domain", "a..example", "one dot"),
        ("domain", "-a.example", "hyphen"),
        ("domain", "a_b.example", "hyphens"),
        ("domain", "a" * 64 + ".example", "63"),
        ("domain", "a." * 127 + "example", "253"),
        ("domain", "192.0.2.1", "IP address"),
        ("domain", "xn--a.example", "cannot have"),
        ("domain", "\u200bexample.com\u2603", "cannot have"),
        ("host", "example.com:25", "port"),
        ("host", "1.2.3", "IP address"),
        ("email", "example.com", "@"),
        ("email", "Ann <ann@example.com>", "brackets"),
        ("email", "a..b@example.com", "before the @"),
        ("email", "a b@example.com", "before the @"),
        ("email", "@example.com", "before and after"),
        ("email", "a" * 65 + "@example.com", "64"),
        ("email", "ann@192.0.2.1", "IP address"),
        ("ip", "010.0.0.1", "192.0.2.1"),
        ("ip", "fe80::1%eth0", "%"),
        ("ip", "192.0.2.0/24", "network"),
        ("ip", "example.com", "192.0.2.1"),
        ("port", "0", "65535"),
        ("port", "65536", "65535"),
        ("port", "25.5", "65535"),
        ("url", "example.com", "https://"),
        ("url", "ftp://example.com/", "https://"),
        ("url", "javascript:alert(1)", "https://"),
        ("url", "https://ann:secret@example.com/", "password"),
        ("url", "https:///", "name of the site"),
        ("url", "https://example.com:99999/", "65535"),
        ("url", "https://[::1/", "brackets"),
        ("url", "http://1.2.3.4.5/", "numbers"),
        ("url", "http://256.0.0.1.09/", "cannot be read"),
        ("url", "https://a b.example/", "spaces"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_remedy(kind: InputType, raw: object, words: str) -> None:
    reason = refused(kind, raw)
    assert words in reason
    assert len(reason) <= 110


@pytest.mark.parametrize(
    ("kind", "low", "high", "fine", "below", "above"),
    [
        ("number", 1.0, 5.0, ["1", "5"], "0.9", "5.1"),
        ("year", 2000.0, 2030.0, ["2000", "2030"], "1999", "2031"),
        ("port", 25.0, 600.0, ["25", "600"], "24", "601"),
        ("date", "2026-01-01", "2026-12-31", ["2026-01-01", "2026-12-31"], "2025-12-31", "2027-01-01"),
        ("text", 2.0, 3.0, ["éé", "🙂🙂🙂"], "é", "🙂🙂🙂🙂"),
        ("choices", 1.0, 1.0, [["small"]], None, ["small", "large"]),
    ],
)
def test_bounds_belong_to_what_is_allowed(
    kind: InputType, low: Scalar, high: Scalar, fine: list[object], below: object, above: object
) -> None:
    for raw in fine:
        taken(kind, raw, min=low, max=high)
    assert refused(kind, below, min=low, max=high) != refused(kind, above, min=low, max=high)
    assert refused(kind, above, max=high, message="Stay small.") == "Stay small."


def test_a_pattern_has_to_match_the_whole_value() -> None:
    assert taken("text", "abc", pattern="[a-c]+") == "abc"
    assert taken("number", "42", pattern="[0-9]+") == 42.0
    assert "AB-12" in refused("text", "abcd", pattern="[a-c]+", example="AB-12")
    assert refused("text", "abcd", pattern="abc|abcde", message="Only letters.") == "Only letters."


def test_a_pattern_takes_linear_time() -> None:
    refused("text", "a" * 60_000, pattern="(a|aa|a*)*b")


def test_why_a_pattern_cannot_be_read_is_told() -> None:
    assert pattern_problem("[a-z]+") is None
    assert pattern_problem("(") is not None
    assert pattern_problem(r"(a)\1") is not None
    assert pattern_problem("(?=a)") is not None


def test_other_options_may_stand_in_place_of_the_inputs_own() -> None:
    assert normalise(an_input("choice"), "xl", options={"xl": "Huge"}) == "xl"
    with pytest.raises(BadInput):
        normalise(an_input("choice"), "small", options={"xl": "Huge"})


_raws = st.one_of(
    st.text(),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.lists(st.text() | st.integers() | st.none(), max_size=3),
    st.dictionaries(st.text(), st.text(), max_size=1),
    st.text(alphabet="abcxn-.:@/\\[]%#?0123456789 \t\n\ud800ß。é\u0301\u200d\U0001f642"),
    st.sampled_from(["http://", "https://"]).flatmap(
        lambda s: st.text(alphabet="ab.:@/\\[]%2e#?0x19 é").map(s.__add__)
    ),
)


@given(st.sampled_from(TYPES), _raws)
def test_anything_is_taken_or_refused_kindly_and_taking_twice_changes_nothing(kind: InputType, raw: object) -> None:
    reason, value = "", None
    try:
        value = taken(kind, raw)
    except BadInput as error:
        reason = error.message
    if value is None:
        assert reason[0].isupper()
        assert "invalid" not in reason.lower()
        return
    assert taken(kind, value) == value
    if isinstance(value, str):
        assert not any(unicodedata.category(c) == "Cc" and c != "\n" for c in value)
        value.encode("utf-8")


@given(
    st.text(st.characters(categories=["Cc"]), min_size=1, max_size=1),
    st.sampled_from(["text", "domain", "email", "url"]),
)
def test_control_characters_are_refused_line_breaks_and_tabs_in_text_aside(control: str, kind: InputType) -> None:
    assume(not (kind == "text" and control in "\r\n\t"))
    refused(
        kind,
        {"text": "a{}b", "domain": "a{}.example", "email": "a{}@b.example", "url": "http://a/{}x"}[kind].format(
            control
        ),
    )


@given(st.ip_addresses())
def test_every_address_has_its_canonical_form(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert taken("ip", address.exploded.upper()) == str(address)


@given(st.from_regex(r"[a-z0-9]{1,10}(\.[a-z][a-z0-9]{1,8}){1,3}", fullmatch=True))
def test_plain_domains_are_only_lowered(name: str) -> None:
    assume("xn--" not in name)
    assert taken("domain", name.upper() + ".") == name
    assert taken("email", f"Post@{name.upper()}") == f"Post@{name}"
    assert taken("url", f"HTTP://{name.upper()}:080") == f"http://{name}/"


@given(st.text(alphabet="ab/.%2eE\\?#é ^{}", max_size=30))
def test_an_address_on_the_web_holds_no_dot_segments_and_only_printable_ascii(path: str) -> None:
    value = taken("url", "http://example.com/" + path + "/x")
    assert isinstance(value, str)
    assert re.fullmatch(r"[!-~]+", value)
    before = value.split("?")[0].split("#")[0]
    assert not {"..", ".", "%2e", "%2e%2e"} & {segment.lower() for segment in before.split("/")[3:]}
