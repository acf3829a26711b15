from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.fields import Report
from app.core.sections import Document, clean, read_document

FRONT = "---\nid: x\n---\n"


def taken_apart(body: str, front: str = FRONT) -> tuple[Document, list[tuple[str, int, int]]]:
    report = Report()
    text = clean(front + body, "a.md", report)
    assert text is not None
    document = read_document(text, "a.md", report)
    return document, [(p.code, p.line, p.column) for p in report.problems]


def titles(body: str) -> list[str]:
    return [section.title for section in taken_apart(body)[0].sections]


def test_front_matter_headings_fences_and_prose_come_with_their_lines() -> None:
    body = "Intro.\n\n## One\n```yaml step\nid: a\n```\nText.\n\n### Why\n\n~~~ yaml cause\nid: b\n~~~\nFix.\n"
    body += "\n## Two\nEnd.\n"
    document, problems = taken_apart(body)
    assert problems == []
    assert document.front is not None
    assert (document.front.text, document.front.place.line) == ("id: x", 2)
    assert (document.intro.text, document.intro.place.line) == ("Intro.", 4)
    one, two = document.sections
    assert (one.title, one.place.line, one.body.text, one.body.place.line) == ("One", 6, "Text.", 10)
    assert one.fence is not None
    assert (one.fence.text, one.fence.place.line) == ("id: a\n", 8)
    (part,) = one.parts
    assert (part.kind, part.title, part.place.line, part.fence.place.line) == ("cause", "Why", 12, 15)
    assert (part.body.text, part.body.place.line) == ("Fix.", 17)
    assert (two.title, two.fence, two.body.text) == ("Two", None, "End.")


@pytest.mark.parametrize(
    "hidden",
    [
        "```\n## No\n```",
        "~~~~ text\n```\n## No\n~~~\n~~~~",
        "````markdown\n```yaml step\nid: a\n```\n## No\n````",
        "- item\n\n  ## No\n",
        "> ## No\n> ```yaml\n> a\n> ```\n",
        "<div>\n## No\n</div>\n",
        "<!--\n\n## No\n\n```yaml step\n-->\n",
        "<pre>\n\n## No\n</pre>\n",
        "    ## No\n",
        "####### No\n",
        "##No\n",
        "\\## No\n",
        "- ```\n  ## No\n  ```\n",
    ],
)
def test_what_only_looks_like_a_heading_is_none(hidden: str) -> None:
    assert titles(f"## One\n{hidden}\n\n## Two\n") == ["One", "Two"]


@pytest.mark.parametrize("line", ["## A title", "   ## A title ##", "A title\n-------", "A\ntitle\n---", "##\tA title"])
def test_every_spelling_of_a_level_2_heading_counts(line: str) -> None:
    assert titles(f"{line}\n\nText\n") == ["A title"]


def test_look_ups_and_marks_stay_in_titles_as_written() -> None:
    assert titles("## Mail to *{{ domain }}* & `x`\n") == ["Mail to *{{ domain }}* & `x`"]


def test_a_plain_level_3_heading_belongs_to_its_step_wherever_it_stands() -> None:
    body = "## A\n```yaml step\nid: a\n```\nOne.\n### Why\n```yaml cause\nid: b\n```\nFix.\n### More\nTwo.\n"
    (section,) = taken_apart(body)[0].sections
    lines = section.body.text.split("\n")
    assert lines[0] == "One."
    assert lines[-2:] == ["### More", "Two."]
    assert section.body.place.line + lines.index("Two.") == (FRONT + body).split("\n").index("Two.") + 1
    assert section.parts[0].body.text == "Fix."


def test_scenarios_are_taken_out_of_the_last_prose() -> None:
    document, problems = taken_apart("## A\n```yaml step\nid: a\n```\nText.\n\n```yaml scenarios\n- name: x\n```\n")
    assert problems == []
    assert document.sections[0].body.text == "Text."
    assert [block.text for block in document.scenarios] == ["- name: x\n"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# A\n", ("heading-level-one", 4, 1)),
        ("### A\n", ("heading-skipped", 4, 1)),
        ("## A\n#### B\n", ("heading-skipped", 5, 1)),
        ("##\n", ("heading-empty", 4, 1)),
        ("## A\nText.\n```yaml step\nid: a\n```\n", ("fence-misplaced", 6, 1)),
        ("```yaml step\nid: a\n```\n", ("fence-misplaced", 4, 1)),
        ("## A\n### B\n```yaml step\nid: a\n```\n", ("fence-misplaced", 6, 1)),
        ("## A\n```yaml cause\nid: a\n```\n", ("fence-misplaced", 5, 1)),
        ("## A\n### B\n```yaml cause\nid: a\n```\n", ("fence-misplaced", 6, 1)),
        ("## A\n- x\n  ```yaml step\n  id: a\n  ```\n", ("fence-misplaced", 6, 3)),
        ("## A\n```yaml step\nid: a\n```\n```yaml step\nid: b\n```\n", ("fence-misplaced", 8, 1)),
        ("```yaml scenarios\n- name: a\n```\n## A\n", ("fence-misplaced", 4, 1)),
        ("## A\n```yaml step\nid: a\n", ("fence-unclosed", 5, 1)),
        ("## A\n```yaml step\nid: a\n~~~\n\n## B\n```yaml step\n", ("fence-unclosed", 5, 1)),
        ("## A\n```yaml stp\nid: a\n```\n", ("fence-unknown", 5, 1)),
        ("## A\n```yaml\nid: a\n```\n", ("fence-unknown", 5, 1)),
    ],
)
def test_what_stands_in_the_wrong_place_is_told_there(body: str, expected: tuple[str, int, int]) -> None:
    assert taken_apart(body)[1][0] == expected


@pytest.mark.parametrize("front", ["", "id: x\n---\n", "---\nid: x\n", "\n---\nid: x\n---\n", " ---\nid: x\n---\n"])
def test_a_file_without_front_matter_is_told(front: str) -> None:
    document, problems = taken_apart("## A\n", front)
    assert document.front is None
    assert problems[0] == ("front-matter-missing", 1, 1)


def test_yaml_in_other_fences_is_text() -> None:
    body = '## A\n```yaml step\nid: a\n```\n```yaml title="x"\nid: b\n```\n```yaml\nc: d\n```\n'
    document, problems = taken_apart(body)
    assert problems == []
    assert document.sections[0].body.text.startswith('```yaml title="x"')


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * (512 * 1024 + 1), "file-too-large"),
        ("[" * 10_000_000, "file-too-large"),
        ("a\x00b", "bad-character"),
        ("a\n b\x1b", "bad-character"),
        ("a\ud800", "bad-character"),
        ("M\ufffdller", "bad-character"),
    ],
)
def test_what_cannot_be_an_article_is_refused_at_once(text: str, code: str) -> None:
    report = Report()
    assert clean(text, "a.md", report) is None
    assert [problem.code for problem in report.problems] == [code]


@pytest.mark.parametrize(
    "part", ["> ", "- ", "* a\n", "> - ", "1. ", "`", "<a ", "[a]: b\n", "#", "~", "> a\n", "  - a\n"]
)
def test_the_most_tiresome_markdown_is_read_in_bounded_time(part: str) -> None:
    taken_apart(part * (400_000 // len(part)))


@given(st.text(alphabet="#`~-=>* \n\tab<!|:yamlstep", max_size=200))
def test_every_line_of_prose_stands_where_its_place_says(body: str) -> None:
    document, _ = taken_apart(body.replace("\r", ""))
    lines = (FRONT + body).split("\n")
    blocks = [document.intro, *(section.body for section in document.sections)]
    for block in blocks:
        for offset, line in enumerate(block.text.split("\n")):
            if line.strip():
                assert lines[block.place.line - 1 + offset].rstrip() == line.rstrip()
