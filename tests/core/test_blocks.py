"""The quick scan says what markdown-it says, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.core.blocks import scan

_SLOW = MarkdownIt("commonmark")
_SLOW.core.ruler.enableOnly(["normalize", "block"])
_PIECES = [
    *("", "", "text", "more text", "id: x", "0", "-x", "|---|", "a `x` b", "\\# no", "[a]: /b", '"title'),
    *("# One", "## Two", "###", "####### seven", "#no", "## Two ##", "## a \\#", "#\ttab", "## #", "# ## #"),
    *("```", "```yaml step", "~~~", "~~~~ yaml", "````", "  ```", "    ```", "``` a`b", "~~~ a`b ~", "```  "),
    *("- item", "  more", "1. one", "> quote", "> ```", "- ```", "   # three", "    # four", "\t# tab"),
    *("***", "* * *", "-", "+", "---", "===", "- - -", "<div>", "<!-- x", "-->"),
]
LINES = st.lists(st.sampled_from(_PIECES), max_size=12)


def _told(tokens: list[object]) -> list[tuple[object, ...]]:
    told: list[tuple[object, ...]] = []
    for index, token in enumerate(tokens):
        kind, level = getattr(token, "type"), getattr(token, "level")  # noqa: B009
        if kind == "heading_open" and level == 0:
            told.append((kind, token.tag, token.map, tokens[index + 1].content))  # type: ignore[attr-defined]
        elif kind == "fence":
            told.append((kind, level, token.map, token.content, token.info, token.markup))  # type: ignore[attr-defined]
    return told


@given(LINES)
@example(["```yaml step", "id: a", "```", "## Two ##"])
@example(["- item", "# One", "  more", "```", "x", "```"])
@example(["text", "~~~", "# no", "~~~", "> quote", "## Two"])
def test_the_scan_agrees_with_markdown_it_or_says_nothing(lines: list[str]) -> None:
    quick = scan(lines)
    if quick is not None:
        assert _told(list(quick)) == _told(list(_SLOW.parse("\n".join(lines))))


@given(st.text(alphabet="#`~-=<> \tab\n", max_size=60))
def test_it_agrees_on_any_text(text: str) -> None:
    quick = scan(text.split("\n"))
    if quick is not None:
        assert _told(list(quick)) == _told(list(_SLOW.parse(text)))


@pytest.mark.parametrize("line", ["<div>", " # x", "- ```", "---", "> ~~~", "```"])
def test_it_says_nothing_where_it_cannot_know(line: str) -> None:
    assert scan(["## Two", "", line]) is None


def test_plain_articles_are_decided() -> None:
    found = scan(
        ["Intro.", "", "## A step", "```yaml step", "id: a", "```", "Text, *more*.", "- item", "", "### Cause"]
    )
    assert found is not None
    assert [token.type for token in found] == ["heading_open", "inline", "fence", "heading_open", "inline"]
