"""The table of a language says what Babel says, and Babel is asked for the rest."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web import babel_words, local_words

LANGUAGES = ("en", "en-US", "de", "pt-BR", "ar", "cs", "hu", "ja", "th", "xx-nonsense")


@given(
    st.sampled_from(LANGUAGES),
    st.dates(),
    st.integers(min_value=1, max_value=5000),
    st.sampled_from(("second", "minute", "hour", "day")),
)
def test_what_babel_says(lang: str, moment: date, number: int, unit: str) -> None:
    words = local_words.local_words(lang)
    assert words.day(moment) == babel_words.day(moment, lang)
    assert words.amount(number, unit) == babel_words.amount(number, unit, lang)
    assert words.name() == babel_words.name(lang)


def test_a_calendar_that_is_less_simple_is_asked_of_babel() -> None:
    words = local_words.local_words("vai-Latn")
    assert not words.dates
    assert words.day(date(2026, 4, 5)) == babel_words.day(date(2026, 4, 5), "vai-Latn")


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false", "/bin/echo"])
def test_words_where_no_process_answers(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(sys, "executable", program)
    words = local_words.local_words.__wrapped__("de")
    assert (words.name(), words.amount(2, "hour")) == ("Deutsch", "2 Stunden")
    assert words.day(date(2026, 4, 5)) == "5. April 2026"


def test_usual_words_are_said_without_babel() -> None:
    program = (
        "import sys; from datetime import UTC, datetime; from app.web.phrases import cost_words, day, language_name\n"
        "print(day(datetime(2026, 4, 5, tzinfo=UTC), 'de'), cost_words(90, 'de'), language_name('de'), sep='|')\n"
        "print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.split("\n")[:2] == ["5. April 2026|2 Stunden|Deutsch", "False"]
