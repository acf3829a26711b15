"""How alike two texts are, also where they are made to take long."""

from __future__ import annotations

import re
from collections import Counter
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from app.core.likeness import _ADDRESS, _WEIGHTS, PLACES, RUN, SHORTEST, Recent, runs

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


@given(st.text("abcdefghklmorsTUVWXYZ 09,!'", max_size=60))
def test_a_run_is_the_sum_of_its_letters_each_with_the_weight_of_its_place(text: str) -> None:
    letters = [ord(each) for each in text.casefold() if each.isalpha()]
    starts = [at for at in range(len(letters) - RUN + 1) if letters[at] & 3 == 1]
    sums = {sum(map(int.__mul__, letters[at : at + RUN], reversed(_WEIGHTS))) % PLACES for at in starts}
    assert runs(text) == sums


@given(st.text("abšέжשيกक界ひ한", min_size=RUN, max_size=40), st.text("abc 界", max_size=20))
def test_runs_of_any_script_are_the_same_ones_in_a_longer_text(text: str, more: str) -> None:
    assert runs(text) <= runs(f"{text}, {more}")


def test_a_text_is_found_by_a_part_of_it_whichever_is_the_longer() -> None:
    short = "The provider had closed port 25 and opened it when asked."
    long = f"For two days nothing arrived. {short} Then everything came at once, and twice. " * 3
    for kept, asked in ((short, long), (long, short)):
        recent = Recent()
        recent.add(1, kept, "")
        found = recent.nearest(asked)
        assert found is not None and found.comment_id == 1 and found.likeness == 1.0


@given(st.lists(st.text("abcdefg", min_size=20, max_size=40), min_size=1, max_size=8, unique=True))
def test_what_stands_in_several_is_counted_as_if_one_by_one(texts: list[str]) -> None:
    *kept, asked = texts
    recent, held = Recent(), Counter[int]()
    for at, text in enumerate(kept, 1):
        recent.add(at, text, "")
        held.update(runs(text))
    found = recent.nearest(asked)
    if found is not None:
        assert len(runs(asked)) >= SHORTEST
        several = [run for run in runs(asked) if held[run] >= 2]
        assert found.common == len(several) / len(runs(asked))
