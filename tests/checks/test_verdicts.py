"""Results in the words of their declaration, with facts that are safe to show."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from app.checks.dns_propagation import DECLARATION as PROPAGATION
from app.checks.dns_record import DECLARATION as RECORD
from app.checks.transcript import Transcript
from app.checks.verdicts import conclude


@given(st.text())
def test_no_fact_and_no_summary_holds_what_acts(said: str) -> None:
    """A TXT record may hold any bytes: escapes for a terminal, marks that our pages use, text that runs backwards."""
    found = conclude(RECORD, "differs", Transcript(time.monotonic), {"values": [said]}, said)
    told = [str(found.summary), *(str(value) for value in found.facts["values"])]
    assert all(character.isprintable() or character == "\n" for text in told for character in text)
    assert all(mark not in text for text in told for mark in "\u202e\ue000\x1c\x1f")


def test_facts_within_facts_are_shown_alike() -> None:
    answers = {"ns1.example.com": ["a\x1b[31m"], "resolver": ["line\nline"]}
    found = conclude(PROPAGATION, "differs", Transcript(time.monotonic), {"answers": answers})
    assert found.facts == {"answers": {"ns1.example.com": ["a␛[31m"], "resolver": ["line\nline"]}}
