"""The site's own words: every phrase of a template is spoken in every language, and no phrase is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.checks import declarations
from app.core import markup_rules, picture, picture_edges
from app.web.spoken import CHECKS, LANGUAGES, check_words, say, speaks, teller
from app.web.spoken.facts import FACTS, fact_words
from app.web.spoken.reasons import NOUNS, REASONS, reason_in

APP = Path(__file__).resolve().parents[2] / "app"
FROM_CORE = {
    picture_edges.OTHERWISE,
    picture_edges.AFTER_A_FIX,
    "{title}: the way through",
    picture.DESCRIPTION,
    markup_rules.TABLE,
    markup_rules.BACK,
    *(title for _, title in markup_rules.NOTICES.values()),
}
READERS = ("inputs", "addresses", "web_address")


def used() -> set[str]:
    phrases: set[str] = set(FROM_CORE)
    for template in (APP / "web").rglob("*.html"):
        phrases |= set(re.findall(r'\b_\("([^"]+)"', template.read_text()))
    for module in (APP / "web").rglob("*.py"):
        phrases |= set(re.findall(r'_say\("([^"]+)"', module.read_text()))
    return phrases


def sentences() -> Iterator[str]:
    """What the readers of inputs say, with `{}` where a value stands."""
    nodes: list[ast.AST] = [ast.parse((APP / "core" / f"{module}.py").read_text()) for module in READERS]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        else:
            nodes += ast.iter_child_nodes(node)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_speaks_every_phrase_and_no_other(lang: str) -> None:
    assert set(LANGUAGES[lang]) == used()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phrase_keeps_its_places(lang: str) -> None:
    for spoken in (LANGUAGES[lang], REASONS[lang]):
        for english, words in spoken.items():
            assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", english))
            assert words.strip()


@pytest.mark.parametrize("lang", CHECKS)
def test_every_check_has_a_name_and_an_account_and_no_other(lang: str) -> None:
    said = {text for declared in declarations().values() for text in (declared.title, declared.about)}
    assert set(CHECKS[lang]) == said


@pytest.mark.parametrize("lang", REASONS)
def test_every_reason_that_a_reader_of_inputs_gives_is_spoken(lang: str) -> None:
    known = {re.sub(r"\{\w+\}", "{}", english) for english in REASONS[lang]}
    said = {
        text for text in sentences() if re.match(r"(Enter|Choose|Check|Put|Take|Leave|Shorten|Write|Use|Begin) ", text)
    }
    assert len(said) > 30
    assert said <= known
    assert set(NOUNS[lang]) <= set(sentences())


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Enter a domain, such as firma.example", "Geben Sie eine Domain ein, zum Beispiel firma.example"),
        ("Enter a text.", "Geben Sie einen Text ein."),
        ("Enter 5 or more.", "Geben Sie 5 oder mehr ein."),
        ("Enter 5 characters or more.", "Geben Sie mindestens 5 Zeichen ein."),
        ("Enter 2026-04-05 or a later date.", "Geben Sie den 2026-04-05 oder ein späteres Datum ein."),
        ("Choose one of the answers.", "Wählen Sie eine der Antworten."),
        ("Choose one of a, b.", "Wählen Sie eines davon: a, b."),
        (
            "“none” is not among the answers here. Choose one that is shown.",
            "„none“ gehört nicht zu den Antworten hier. Wählen Sie eine der gezeigten.",
        ),
        ("Das schrieb die Autorin selbst.", "Das schrieb die Autorin selbst."),
        ("", ""),
    ],
)
def test_a_reason_is_recognised_with_its_value(english: str, german: str) -> None:
    assert reason_in("de-AT", english) == german
    assert reason_in("en", english) == english
    assert reason_in("fr", english) == english


def test_what_a_language_lacks_is_said_in_english() -> None:
    assert say("de-AT", "Last changed") == "Zuletzt geändert"
    assert say("de", "Nobody says this") == "Nobody says this"
    assert say("fr", "{count} causes", count=2) == "2 causes"
    assert speaks("en-GB")
    assert not speaks("ar")


def test_what_a_check_says_is_marked_where_it_is_not_in_the_language_of_the_page() -> None:
    assert check_words("de", "Web page") == "Webseite"
    assert teller("de")("Web page") == "Webseite"
    assert teller("de")("<b> & co.") == '<span lang="en" dir="ltr">&lt;b&gt; &amp; co.</span>'
    assert teller("en-GB")("<b>") == "&lt;b&gt;"


def test_every_fact_has_a_name_for_people() -> None:
    facts = {fact for declared in declarations().values() for fact in declared.facts}
    assert facts <= set(FACTS)
    assert fact_words("de-AT", "hosts") == "Server"
    assert fact_words("fr", "hosts") == "Servers"
    assert fact_words("de", "of_an_operators_own_check") == "of_an_operators_own_check"
