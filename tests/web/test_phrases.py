"""Numbers in words, dates and languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.web.languages import choose_language
from app.web.phrases import cost_words, day, direction, instant, language_name, likely_words, wait_words


@pytest.mark.parametrize(
    ("likely", "words"),
    [(None, ""), (0.01, "rarely"), (0.05, "rarely"), (0.2, "sometimes"), (0.5, "often"), (1.0, "often")],
)
def test_likely(likely: float | None, words: str) -> None:
    assert likely_words(likely) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.5, "1 minute"),
        (1, "1 minute"),
        (2, "2 minutes"),
        (60, "60 minutes"),
        (90, "2 hours"),
        (120, "2 hours"),
        (1440, "1 day"),
        (2880, "2 days"),
    ],
)
def test_cost(minutes: float, words: str) -> None:
    assert cost_words(minutes) == words


@pytest.mark.parametrize(
    ("seconds", "lang", "words"),
    [
        (0, "en", "1 second"),
        (1, "de", "1 Sekunde"),
        (17, "en", "17 seconds"),
        (89, "de-AT", "89 Sekunden"),
        (90, "en", "2 minutes"),
        (600, "de", "10 Minuten"),
        (601, "en", "11 minutes"),
        (5400, "en", "2 hours"),
        (86_400, "de", "24 Stunden"),
    ],
)
def test_a_wait_is_never_told_shorter_than_it_is(seconds: int, lang: str, words: str) -> None:
    assert wait_words(seconds, lang) == words


def test_dates_in_the_readers_language() -> None:
    moment = datetime(2026, 4, 5, tzinfo=UTC)
    assert day(moment, "de") == "5. April 2026"
    assert day(moment, "pt-BR") == "5 de abril de 2026"
    assert day(moment, "en") == "5 April 2026"
    assert day(moment, "en-US") == "April 5, 2026"
    assert day(moment, "xx-nonsense") == "April 5, 2026"
    assert instant(moment.replace(hour=7, minute=5), "en") == "5 April 2026, 07:05 UTC"


def test_directions_and_names() -> None:
    assert direction("ar-EG") == "rtl"
    assert direction("de") == "ltr"
    assert language_name("fr") == "Français"


@pytest.mark.parametrize(
    ("wanted", "accept", "chosen"),
    [
        ("", "", "en"),
        ("de", "fr", "de"),
        ("", "de", "de"),
        ("", "de-CH", "de"),
        ("", "pt", "pt-BR"),
        ("", "fr;q=0.9, de;q=0.4", "de"),
        ("", "de;q=0, en", "en"),
        ("", "de;q=0.3, pt-BR;q=0.8", "pt-BR"),
        ("xx", "xx", "en"),
        ("", "*", "en"),
        ("", "de;q=1.2.3, ,;;,\xff", "en"),
    ],
)
def test_the_language_a_reader_gets(wanted: str, accept: str, chosen: str) -> None:
    assert choose_language(["en", "de", "pt-BR"], wanted, accept) == chosen
