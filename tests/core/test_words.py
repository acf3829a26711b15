"""Texts as search sees them: folding, typing errors, marks that never let HTML through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.words import (
    MAX_TERMS,
    Term,
    allowed_errors,
    distance,
    fold,
    grams,
    marked,
    nearest,
    occurrences,
    snippet,
    terms,
    words,
)


def term(*phrase: str) -> Term:
    return Term((phrase,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Größe der Füße", ["grosse", "der", "fusse"]),
        ("dns.mx says 550-5.1.1", ["dns", "mx", "says", "550", "5", "1", "1"]),
        ("届かない MX", ["届", "か", "な", "い", "mx"]),
        ("snake_case İstanbul ﬁle", ["snake", "case", "istanbul", "file"]),
        ("😀 \0 — “”", []),
        ("x" * 100, ["x" * 60]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert words(fold(text)) == words(text)
    assert all(word.isalnum() for word in words(text))


def test_a_query_is_terms_and_phrases() -> None:
    assert [found.words for found in terms("MX  5.7.1 mx “Gateway”")] == [("mx",), ("5", "7", "1"), ("gateway",)]
    assert len(terms(" ".join(str(n) for n in range(50)))) == MAX_TERMS
    assert terms("- ! 😀") == ()


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("mail", "mail", 0),
        ("mail", "mial", 1),
        ("mail", "mai", 1),
        ("mail", "snail", 2),
        ("abc", "xyz", 3),
        ("a", "abcdefg", 4),
    ],
)
def test_distance(left: str, right: str, expected: int) -> None:
    assert distance(left, right) == expected
    assert distance(right, left) == expected


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8), st.integers(1, 3))
def test_distance_is_a_distance_up_to_its_limit(left: str, right: str, limit: int) -> None:
    found = distance(left, right, limit)
    assert found == distance(right, left, limit)
    assert (found == 0) == (left == right)
    assert found <= limit + 1
    assert found == min(distance(left, right, 20), limit + 1)


def test_the_nearest_words() -> None:
    vocabulary = ["firewall", "fire", "filter", "gateway", "firewalls", "wall"]
    assert nearest("fierwall", vocabulary)[0] == "firewall"
    assert nearest("gatway", vocabulary) == ("gateway",)
    assert nearest("gatw", vocabulary) == ("gateway",)
    assert nearest("zzzzz", vocabulary) == ()
    assert [allowed_errors(word) for word in ("how", "mails", "record")] == [0, 1, 2]


def test_trigrams_mark_the_ends() -> None:
    assert grams("mx") == ["__m", "_mx", "mx_"]
    assert grams("aaaaaa") == ["__a", "_aa", "aaa", "aa_"]


def test_occurrences_count_beginnings_and_whole_words() -> None:
    assert occurrences(" mail mailbox email mail ", term("mail")) == (3, 2)
    assert occurrences(" 5 7 1 5 7 11 ", term("5", "7", "1")) == (2, 1)


def test_marks_show_what_was_typed_in_the_writer_s_spelling() -> None:
    assert marked("Größere <b> Blöcke", [term("grosse"), term("b")]) == (
        "<mark>Größere</mark> &lt;<mark>b</mark>&gt; <mark>Blöcke</mark>"
    )


def test_a_snippet_is_cut_round_its_best_place() -> None:
    text = "nothing here " * 40 + "the firewall blocks port 25 " + "and more " * 40
    found = snippet(text, [term("firewall"), term("port")])
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert "<mark>firewall</mark> blocks <mark>port</mark> 25" in found
    assert len(found) < 260
    assert snippet("short", [term("x")]) == "short"
    assert snippet("", [term("x")]) == ""


@given(st.text(max_size=600), st.text(min_size=1, max_size=20))
def test_marks_and_snippets_let_no_markup_through(text: str, query: str) -> None:
    wanted = terms(query)
    for html in (marked(text, wanted), snippet(text, wanted)):
        bare = html.replace("<mark>", "").replace("</mark>", "")
        assert not {"<", ">", '"'} & set(bare)
        assert html.count("<mark>") == html.count("</mark>")


@given(st.text("ab <&", max_size=400))
def test_marking_changes_no_text(text: str) -> None:
    from html import unescape

    assert unescape(marked(text, [term("a")]).replace("<mark>", "").replace("</mark>", "")) == text
