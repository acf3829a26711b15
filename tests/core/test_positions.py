"""Offsets in a YAML scalar become lines and columns of the file, however it is written."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.core.article import Expression, Place
from app.core.positions import Positions


def place_of(text: str, source: str, start: Place, offset: int) -> tuple[int, int]:
    found = Positions({"f": text}).of(Expression(source, start), offset)
    return found.line, found.column


@pytest.mark.parametrize(
    ("text", "source", "start", "offset", "expected"),
    [
        ("when: a == b\n", "a == b", (1, 7), 5, (1, 12)),
        ("when: 'a == ''b'''\n", "a == 'b'", (1, 8), 6, (1, 15)),
        ("when: a ==\n  b\n", "a == b", (1, 7), 5, (2, 3)),
        ("when: |\n  a ==\n  b\n", "a ==\nb\n", (2, 3), 5, (3, 3)),
        ("when: >-\n  a ==\n  b\n", "a == b", (2, 3), 5, (3, 3)),
        ("when: a ==\r\n  b\r\n", "a == b", (1, 7), 5, (2, 3)),
        ("\ufeffwhen: a\n", "a", (1, 7), 0, (1, 7)),
        ("when: a\n", "a", (1, 7), 1, (1, 8)),
    ],
)
def test_the_character_is_found(
    text: str, source: str, start: tuple[int, int], offset: int, expected: tuple[int, int]
) -> None:
    assert place_of(text, source, Place("f", *start), offset) == expected


def test_a_file_that_is_not_there_still_gives_a_place() -> None:
    assert place_of("", "abc", Place("g", 7, 3), 2) == (7, 5)


words = st.lists(st.sampled_from(["a", "'b'", "==", "&&", "mx.code", "(c)"]), min_size=1, max_size=8)


@given(words, st.data())
def test_words_of_a_folded_text_stand_where_the_file_has_them(parts: list[str], data: st.DataObject) -> None:
    gaps = [data.draw(st.sampled_from([" ", "\n  "])) for _ in parts[1:]] + [""]
    written = "".join(part.replace("'", "''") + gap for part, gap in zip(parts, gaps, strict=True))
    text = f"when: '{written}'\n"
    source = yaml.safe_load(text)["when"]
    assert source == " ".join(parts)
    offset = 0
    lines = text.split("\n")
    for part in parts:
        line, column = place_of(text, source, Place("f", 1, 8), offset)
        assert lines[line - 1].startswith(part.replace("'", "''"), column - 1)
        offset += len(part) + 1
