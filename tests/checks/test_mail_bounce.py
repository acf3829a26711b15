"""`mail.bounce`: every code, over bounces of many servers and languages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.bounce_text import MOST_CHARS, read_bounce
from tests.checks.bounces import BOUNCES
from tests.lab import Lab
from tests.lab.trial import check


def test_there_are_enough_of_them() -> None:
    assert len(BOUNCES) >= 40


@pytest.mark.parametrize(("text", "enhanced", "meaning", "server"), BOUNCES)
def test_reads(text: str, enhanced: str, meaning: str, server: str) -> None:
    found = read_bounce(text)
    assert found is not None
    assert (found.enhanced, found.meaning, found.server) == (enhanced, meaning, server)


@pytest.mark.parametrize(
    "text",
    [
        "Hello, how are you?",
        "The meeting is at 5.10.2026, room 550.",
        "Version 5.1.1.2 of the program, at 192.5.1.1",
        "Your invoice is rejected",
        "  \n ",
    ],
)
def test_finds_no_reason_where_there_is_none(text: str) -> None:
    assert read_bounce(text) is None


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    found = read_bounce(text)
    assert found is None or found.meaning


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * MOST_CHARS,
        "a." * 130_000,
        "address" * 37_000,
        "remote server returned " * 11_000,
        "<" * MOST_CHARS,
        "550 5.1.1 x\n" * 20_000,
        "status: x\n " * 20_000,
        "host a.b[" * 28_000,
        "(" * MOST_CHARS,
        "1.1." * 65_000,
    ],
    ids=range(10),
)
def test_no_text_takes_long(hostile: str) -> None:
    started = time.process_time()
    read_bounce(hostile)
    assert time.process_time() - started < 5


def test_verdicts(lab: Lab) -> None:
    text, enhanced, meaning, server = BOUNCES[0]
    result = check(lab, "mail.bounce", {"text": text})
    assert (result.code, result.status) == ("recognised", "pass")
    assert result.facts == {"enhanced": enhanced, "class": meaning, "server": server}
    result = check(lab, "mail.bounce", {"text": "Hello"})
    assert (result.code, result.status) == ("unrecognised", "warn")
    assert check(lab, "mail.bounce", {"text": " "}).code == "bad-input"
    assert check(lab, "mail.bounce", {"text": "x" * 1_100_000}).code == "limit"
