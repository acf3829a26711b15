"""A comment that needs no reader of Markdown gets the very HTML that the reader makes of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.markup_guard import clean_comment
from app.core.markup_rules import comment_reader
from app.core.plain_markup import plain_html

PIECES = str.split("a Zoë 7 12. 3) ** * ` `` . : ( ) - + = # ! ' , ; ? $ % { } | ^ \" // www example.com http mailto")
PIECES += str.split(
    "**bold** *em* `code` **a**b 中文 。 “ ” — * * ----- === *** localhost \u0661. \u0301 \u200b ~ _ [ ]"
)
PIECES += [" ", "  ", "\n", "\n\n", "\n \n", "\t", "\u00a0", "\u2028", "\x85", "**two words**", "`code x`", ". ", ": "]


def _read(text: str) -> str:
    return clean_comment(str(comment_reader().render(text)))


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join) | st.text(max_size=40))
@example("`a``b`")
@example("**a** **b**")
@example("one\n\n\ntwo\nthree")
def test_it_is_what_the_reader_makes(text: str) -> None:
    made = plain_html(text)
    assert made is None or made == _read(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Push the plug in.", "<p>Push the plug in.</p>\n"),
        ("One line,\nthe next.\n\nMore: 5 of 6", "<p>One line,<br>\nthe next.</p>\n<p>More: 5 of 6</p>\n"),
        ("**Look at** the `main valve`, *now*!", None),
    ],
)
def test_ordinary_texts_need_no_reader(text: str, html: str | None) -> None:
    assert plain_html(text) == (html or _read(text))


@pytest.mark.parametrize(
    "text", ["see example.com", "- one", "a & b", "<b>", "x\\*", "[a](b)", "*a", "> a", "a `b", ""]
)
def test_whatever_may_mean_more_is_read(text: str) -> None:
    assert plain_html(text) is None
