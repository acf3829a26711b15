"""How alike two texts are, also where they are made to take long."""

from __future__ import annotations

import re
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from app.core.likeness import _ADDRESS, runs

_EVERYWHERE = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\S+\.[a-z]{2,}/\S*", re.IGNORECASE)
_PIECES = st.sampled_from(["a", "b.", "@", "www.", "http://", ".com/", " ", "/", "x", ". ", ".de/", "\n"])


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_addresses_are_found_as_if_they_were_looked_for_at_every_letter(text: str) -> None:
    assert _ADDRESS.sub(" ", text).split() == _EVERYWHERE.sub(" ", text).split()


def test_a_long_word_costs_no_more_than_its_length() -> None:
    """A comment of 1,000 characters may have 40,000 code points: such a word once held a worker for 20 seconds."""
    began = process_time()
    runs("a" + "\u0301" * 39_999)
    short = process_time() - began
    assert short < 5.0
