"""What can be found of an article: one row for each part, its text without marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.article import Bundle
from app.core.parse import parse
from app.library.indexing import MAX_TEXT, anchors, plain_text, search_texts
from tests.library.shelf import article


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**bold** and _slanted_ ~~gone~~", "bold and slanted gone"),
        ("snake_case_name stays", "snake_case_name stays"),
        ('[a link](other.md#x "tip") and ![a picture](p.png)', "a link and a picture"),
        ("[by name][ref]", "by name"),
        ("<b>raw</b> <user@example.com> MAIL FROM:<>", "raw user@example.com MAIL FROM:<>"),
        ("> quoted\n\n1. one\n- two\n* three", "quoted one two three"),
        ("```sh\ndig mx example.com\n```", "dig mx example.com"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a b 1 2"),
        ("```sh\ngrep -E 'smtp|smtps' log\n```\na \\| b", "grep -E 'smtp smtps' log a | b"),
        ("fish &amp; chips \\* \\[x\\]", "fish & chips * [x]"),
        ("of {{ domain }} at {{ mx.hosts }}, \\{{ as it is }}", "of Your domain at hosts, {{ as it is }}"),
        ("zero\0byte and \ud800", "zero byte and ?"),
        ("<!-- hidden --> shown", "shown"),
        ("e\u0301", "é"),
    ],
)
def test_marks_are_taken_off(markdown: str, plain: str) -> None:
    assert plain_text(markdown, {"domain": "Your domain"}) == plain


@given(st.text(alphabet="[]()<>|`*_-:#!{} \n\\a1&;~", max_size=300))
def test_any_text_becomes_one_line(markdown: str) -> None:
    text = plain_text(markdown, {})
    assert text == " ".join(text.split())
    text.encode()


@pytest.mark.parametrize("sign", ["<!--", "[", "[a](", "|-", "- ", "<a", "{{", "*_", "\\", "`"])
def test_signs_without_end_take_no_time(sign: str) -> None:
    assert len(plain_text(sign * 20_000, {})) <= MAX_TEXT


def test_every_part_has_its_row() -> None:
    text = article(front="summary: In short\ntags: [smtp]\n") + "\n## Sources\nRFC 5321.\n"
    text = text.replace("```yaml scenarios", "## Where from\nBooks.\n\n```yaml scenarios")
    found = parse(Bundle("mail.md", {"mail.md": text})).article
    assert found is not None
    rows = search_texts(found)
    assert [(row.kind, row.anchor, row.heading, row.context) for row in rows[:3]] == [
        ("article", "", "Mail does not arrive", ""),
        ("step", "check", "Is the queue empty", "Mail does not arrive"),
        ("cause", "full", "The queue is full", "Mail does not arrive\nIs the queue empty"),
    ]
    assert rows[0].body == "In short An introduction. smtp"
    assert rows[1].body == "Look at the queue. Does it arrive now? Yes No"
    assert [row.heading for row in rows if row.kind == "prose"] == ["Where from", "Sources"]
    assert set(anchors(found)) == {row.anchor for row in rows if row.anchor}


def test_translations_are_found_in_their_language() -> None:
    files = {"mail.md": article(), "mail.de.md": article(title="Mail kommt nicht an", front="lang: de\n")}
    found = parse(Bundle("mail.md", files)).article
    assert found is not None
    assert [(row.lang, row.heading) for row in search_texts(found) if row.kind == "article"] == [
        ("en", "Mail does not arrive"),
        ("de", "Mail kommt nicht an"),
    ]


def test_earlier_ids_are_anchors_too() -> None:
    text = article().replace("id: check\n", "id: check\nwas: [look]\n")
    found = parse(Bundle("mail.md", {"mail.md": text})).article
    assert found is not None
    assert anchors(found)["look"] == "step"
