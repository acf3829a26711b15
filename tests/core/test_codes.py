"""Codes that people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.codes import ALPHABET, BITS, in_groups, read_code, spell_code


@given(some.integers(0, 2**BITS - 1))
def test_a_code_is_read_as_it_is_shown_in_any_case_and_with_look_alikes(number: int) -> None:
    code = spell_code(number)
    assert read_code(in_groups(code)) == code
    assert read_code(f" {in_groups(code).lower()} ") == code
    assert read_code(code.replace("1", "l").replace("0", "O")) == code


def test_the_smallest_and_the_largest() -> None:
    assert (spell_code(0), spell_code(2**BITS - 1)) == ("0" * 12, "Z" * 12)
    assert in_groups("K7QM2XWD9FHT") == "K7QM-2XWD-9FHT"
    assert len(set(ALPHABET)) == 32


@pytest.mark.parametrize("text", ["", "K7QM-2XWD", "K7QM-2XWD-9FHT-0000", "K7QM-2XWD-9FH!", "K7QM-2XWD-9FHU", "ſ" * 12])
def test_anything_else_is_no_code(text: str) -> None:
    assert read_code(text) is None
