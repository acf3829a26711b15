"""What docs/format.md says of prose is what the renderer does."""

from __future__ import annotations

import re

from app.core.markup import render_article
from app.core.markup_rules import NOTICES
from tests.docs import examples


def prose() -> str:
    text = (examples.DOCS / "format.md").read_text(encoding="utf-8")
    return text[text.index("\n## Prose\n") :].split("\n## ")[1]


def test_every_kind_of_notice_is_told() -> None:
    assert set(re.findall(r"`\[!([A-Z]+)\]`", prose())) == set(NOTICES)


def test_the_example_is_a_notice() -> None:
    example = prose().split("```markdown\n")[1].split("```")[0]
    assert '<div class="notice warn">' in render_article(example)


def test_what_is_said_to_be_read_is_read() -> None:
    assert "<s>" in render_article("~~x~~")
    assert "footnote" in render_article("x[^1]\n\n[^1]: y")
    assert "<dd>" in render_article("Term\n: what it is")
    assert '<a href="https://example.com/"' in render_article("https://example.com/")
    assert "&lt;b&gt;" in render_article("<b>")
    assert "<h4>" in render_article("#### Look closer")
    assert "<img" not in render_article("![words](https://example.com/x.png)")
