"""Rule 10: what a server says is data."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.transcript import MOST_CHARS, Transcript, visible


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (b"220 mx ESMTP", "220 mx ESMTP"),
        (b"220 \x1b[2J\x07\x00", "220 ␛[2J␇␀"),
        (b"a\r\nb", "a␍␊b"),
        (b"\x7f\x9b", "␡<9B>"),
        ("gr\u00fc\u00dfe", "grüße"),
        ("x\u202ey\u200bz", "x<U+202E>y<U+200B>z"),
        ("\u0085\ue000", "<U+0085><U+E000>"),
        (b"\xff\xfe", "<FF><FE>"),
    ],
)
def test_controls_are_shown(said: bytes | str, shown: str) -> None:
    assert visible(said) == shown


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_nothing_that_acts_gets_through(said: bytes | str) -> None:
    shown = visible(said)
    assert shown.isprintable()
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in shown)


def test_lines_carry_their_time_and_direction() -> None:
    clock = Clock()
    transcript = Transcript(clock)
    transcript.note("start")
    clock.now += 0.25
    transcript.sent("EHLO x")
    clock.now += 0.05
    transcript.received(b"250 ok")
    assert [(line.at_ms, line.direction, line.text) for line in transcript.lines()] == [
        (0.0, "note", "start"),
        (250.0, "sent", "EHLO x"),
        (300.0, "received", "250 ok"),
    ]
    assert transcript.elapsed_ms == 300.0


def test_branches_keep_their_lines_together() -> None:
    clock = Clock()
    transcript = Transcript(clock)
    one, two = transcript.branch(), transcript.branch()
    two.note("second")
    clock.now += 1
    one.note("first")
    transcript.note("end")
    assert [(line.at_ms, line.text) for line in transcript.lines()] == [(1000, "first"), (0, "second"), (1000, "end")]


def test_long_lines_and_long_talks_are_cut() -> None:
    transcript = Transcript(Clock(), most_lines=5, line_chars=10)
    for _ in range(20):
        transcript.received(b"x" * 5000)
    assert len(transcript.lines()) == 5
    assert transcript.lines()[0].text == "x" * 10 + " … (cut)"


def test_all_branches_together_have_an_end() -> None:
    transcript = Transcript(Clock())
    for _ in range(8):
        branch = transcript.branch()
        for _ in range(40):
            branch.received(b"x" * 2000)
    assert 60_000 < sum(len(line.text) for line in transcript.lines()) <= MOST_CHARS
