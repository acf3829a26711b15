"""What is typed, as it is kept: counted as people count, cleaned of what harms and of nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.comment_fields import clean_text, read_fields
from app.core.graphemes import at_most, grapheme_count
from app.core.network_prefix import network_prefix


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("a\r\nb", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("👩‍👩‍👧‍👦", 1),
        ("🇩🇪🇫🇷", 2),
        ("👍🏽", 1),
        ("각", 1),
        ("நி", 1),
        ("ที่นี่", 2),
        ("שָׁלוֹם", 4),
    ],
)
def test_characters_as_people_count_them(text: str, count: int) -> None:
    assert grapheme_count(text) == count
    assert at_most(text, count) and (count == 0 or not at_most(text, count - 1))


def test_line_breaks_are_kept_and_tags_of_old_comments_become_them() -> None:
    assert clean_text("a\r\nb\rc<br>d<BR/>\ne<br />f\n\n") == "a\nb\nc\nd\ne\nf"
    assert clean_text("\n\n  indented\n\n\nkept  \n") == "  indented\n\n\nkept"


def test_marks_that_turn_the_page_go_and_those_that_scripts_need_stay() -> None:
    assert clean_text("a\u202eb\u2066c\x00\x07d") == "abcd"
    for needed in ("\u200f\u05d0", "ن\u200cب", "👩\u200d👧", "\u200e1"):
        assert clean_text(needed) == needed


def test_marks_are_not_piled_up_over_the_lines_around() -> None:
    assert clean_text("z" + "\u0334\u0316" * 20) == "z" + ("\u0334" * 20 + "\u0316" * 20)[:8]
    for honest in ("ཧྐྵྨླྺྼྻྂ", "ệ", "שָׁלוֹם", "ที่นี่", "நி"):
        assert clean_text(honest) == clean_text(f"{honest}.")[:-1] and len(clean_text(honest)) > 0
    assert clean_text("ཧྐྵྨླྺྼྻྂ") == "ཧྐྵྨླྺྼྻྂ"


@pytest.mark.parametrize("unseen", ["\u200b", "\u2800", "\u3164 \u3164", "\u00ad\u200d", "\u0301", "\ufeff"])
def test_what_cannot_be_seen_is_neither_a_name_nor_a_comment(unseen: str) -> None:
    assert list(read_fields(unseen, "", unseen).problems) == ["name", "text"]
    assert not read_fields(f"{unseen}名", "", f"{unseen}👍").problems


def test_every_field_has_its_sentence() -> None:
    found = read_fields("", "x", "")
    assert list(found.problems) == ["name", "email", "text"]
    assert read_fields("Ada", "", "x", email_needed="Enter it.").problems == {"email": "Enter it."}
    assert read_fields(" Ada \n L. ", " Ada@EXAMPLE.com ", "x").email == "Ada@example.com"
    assert read_fields(" Ada \n L. ", "", "x").name == "Ada L."
    assert read_fields("A", "", "x" * 1003).problems["text"].startswith("Shorten your comment by 3 characters")
    assert read_fields("A", "", "é" * 50_000).problems["text"].startswith("Shorten your comment: it has at most 1,000")


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("unix", ""),
        ("", ""),
    ],
)
def test_networks(address: str, network: str) -> None:
    assert network_prefix(address) == network
