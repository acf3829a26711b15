"""The site's own words: every phrase of a template is spoken in every language, and no phrase is left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.core import picture, picture_edges
from app.web.spoken import LANGUAGES, say, speaks

APP = Path(__file__).resolve().parents[2] / "app"
FROM_CORE = {
    picture_edges.OTHERWISE,
    picture_edges.AFTER_A_FIX,
    "{title}: the way through",
    picture.DESCRIPTION,
}


def used() -> set[str]:
    phrases: set[str] = set(FROM_CORE)
    for template in (APP / "web").rglob("*.html"):
        phrases |= set(re.findall(r'\b_\("([^"]+)"', template.read_text()))
    for module in (APP / "web").rglob("*.py"):
        phrases |= set(re.findall(r'_say\("([^"]+)"', module.read_text()))
    return phrases


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_speaks_every_phrase_and_no_other(lang: str) -> None:
    assert set(LANGUAGES[lang]) == used()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phrase_keeps_its_places(lang: str) -> None:
    for english, spoken in LANGUAGES[lang].items():
        assert set(re.findall(r"\{\w+\}", spoken)) == set(re.findall(r"\{\w+\}", english))


def test_what_a_language_lacks_is_said_in_english() -> None:
    assert say("de-AT", "Last changed") == "Zuletzt geändert"
    assert say("de", "Nobody says this") == "Nobody says this"
    assert say("fr", "{count} causes", count=2) == "2 causes"
    assert speaks("en-GB")
    assert not speaks("ar")
