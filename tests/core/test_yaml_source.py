from __future__ import annotations

import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.core.yaml_source import ListNode, MapNode, Node, ScalarNode, core_value, read_yaml


def value(node: Node | None) -> object:
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, ListNode):
        return [value(item) for item in node.items]
    return {key.text: value(inner) for key, inner in node or ()}


def loaded(text: str) -> object:
    node, problems = read_yaml(text, "a.yaml")
    assert problems == []
    return value(node)


def told(text: str) -> tuple[str, int, int]:
    _, problems = read_yaml(text, "a.yaml")
    assert len(problems) == 1, problems
    return problems[0].code, problems[0].line, problems[0].column


@pytest.mark.parametrize(
    "text", ["yes", "no", "on", "off", "y", "n", "NO", "Yes", "12:30:45", "1_000", "2026-04-05", "="]
)
def test_what_yaml_1_1_would_turn_into_something_else_stays_text(text: str) -> None:
    assert loaded(f"key: {text}") == {"key": text}


def test_the_country_code_of_norway_stays_text_as_key_and_value() -> None:
    assert loaded("countries: {no: NO, se: SE}") == {"countries": {"no": "NO", "se": "SE"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12.0),
        ("-3.5", -3.5),
        ("01", 1.0),
        ("0o17", 15.0),
        ("0xFF", 255.0),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("tRue", "tRue"),
        ("1e999", "1e999"),
        ("٣", "٣"),
    ],
)
def test_scalars_are_read_as_the_yaml_1_2_core_schema_says(text: str, expected: object) -> None:
    result = core_value(text)
    assert (result, type(result)) == (expected, type(expected))


def test_quoted_scalars_are_text_whatever_they_hold() -> None:
    assert loaded("a: 'true'\nb: \"12\"\nc: ''") == {"a": "true", "b": "12", "c": ""}


def test_a_scalar_knows_where_its_first_character_stands() -> None:
    text = "plain: a b\nquoted: 'x == y'\nblock: >-\n\n  has(mx.hosts)\n"
    node, _ = read_yaml(text, "a.yaml", line=10, indent=2)
    assert isinstance(node, MapNode)
    places = {key.text: (v.inner.line, v.inner.column) for key, v in node if isinstance(v, ScalarNode)}
    assert places == {"plain": (10, 10), "quoted": (11, 12), "block": (14, 5)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{say: Yes, it works, to: x}", (1, 12)),
        ("a:\n  yes: {say: Yes, it works, to: x}", (2, 19)),
        ("{a:b, c: d}", (1, 2)),
        ("{say: Is it: yes, to: x}", (1, 7)),
        ("say: Is it: yes", (1, 6)),
        ("{when: mode in [one, two], to: x}", (1, 8)),
        ('when: "a" == b', (1, 7)),
        ("say: @postmaster", (1, 6)),
        ("say: `ls`", (1, 6)),
        ("say: *important*", (1, 6)),
        ("? [a, b]\n: c", (1, 3)),
        ("hint: - a", (1, 7)),
        ("hint: , a", (1, 7)),
        ("hint: | text", (1, 7)),
        ("hint: {{ domain }}", (1, 8)),
        ("label: 'It's here'", (1, 8)),
        ("when: a ? b : c", (1, 7)),
        ("{when: days(a, b) > 3, to: x}", (1, 16)),
        ("{a: b} c", (1, 5)),
    ],
)
def test_what_yaml_would_misread_is_to_be_quoted(text: str, place: tuple[int, int]) -> None:
    assert told(text) == ("quote-this", *place)


def test_the_rest_of_a_mapping_survives_a_misread_key() -> None:
    node, problems = read_yaml("{say: Yes, it works, to: x}", "a.yaml")
    assert value(node) == {"say": "Yes", "to": "x"}
    assert "quote this" in problems[0].message.lower()


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3", "duplicate-key", 3, 1),
        ("{a: 1, a: 2}", "duplicate-key", 1, 8),
        ("a: &x 1", "yaml-alias", 1, 4),
        ("a: *x", "yaml-alias", 1, 4),
        ("<<: *x", "yaml-alias", 1, 5),
        ("a: !!int 1", "yaml-tag", 1, 4),
        ("when: !has(mx.hosts)", "yaml-tag", 1, 7),
        ("!!python/object/apply:os.system [ls]", "yaml-tag", 1, 1),
        ("a:\n\tb: 1", "yaml-unreadable", 2, 1),
        ("a: 1\n  b: 2", "yaml-unreadable", 2, 3),
        ("a: [1, 2", "yaml-unreadable", 1, 4),
        ('a: "b', "yaml-unreadable", 1, 4),
        ("[a, b]]", "yaml-unreadable", 1, 7),
        ("a:\n - b\n- c", "yaml-unreadable", 3, 1),
        ('pattern: "[0-9]+\\.x"', "yaml-unreadable", 1, 17),
        ('a: "\\x00"', "bad-character", 1, 4),
        ("{say: one, two, three, to: x}", "quote-this", 1, 12),
        ("a: 1\n---\nb: 2", "yaml-unreadable", 2, 1),
        ("%YAML 1.1\n---\na: 1", "yaml-unreadable", 1, 1),
        ("a: b\nfoo\nc: d", "yaml-unreadable", 2, 1),
        ("a: \x85b", "bad-character", 1, 4),
        ("a: b\nc: \u2028d", "bad-character", 2, 4),
        ("a: \ud800", "bad-character", 1, 4),
        ("say: issue #5 is open", "comment-in-text", 1, 12),
    ],
)
def test_traps_are_told_with_their_place(text: str, code: str, line: int, column: int) -> None:
    assert told(text) == (code, line, column)


def test_the_first_of_two_values_stays() -> None:
    node, _ = read_yaml("{a: 1, a: 2, b: 3}", "a.yaml")
    assert value(node) == {"a": 1.0, "b": 3.0}


def test_a_comment_with_a_space_is_a_comment_and_nothing_is_said() -> None:
    assert loaded("next: firewall  # the usual way\nq: 'issue #5'") == {"next": "firewall", "q": "issue #5"}


def test_no_alias_is_ever_expanded() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(12)
    )
    assert told(bomb) == ("yaml-alias", 1, 4)


@pytest.mark.timeout(30)  # each takes a few hundredths of a second
@pytest.mark.parametrize("part", ["[", "{a: ", "- ", "? ", "[a, [", "{[", "-\t"])
def test_ten_megabytes_of_nesting_are_answered_and_leave_the_interpreter_alive(part: str) -> None:
    text = part * (10_000_000 // len(part))
    limit = sys.getrecursionlimit()
    node, problems = read_yaml(text, "a.yaml")
    assert node is None
    assert [problem.severity for problem in problems] == ["error"]
    assert sys.getrecursionlimit() == limit


def test_depth_is_limited_where_it_is_passed() -> None:
    assert loaded("[" * 32 + "]" * 32) is not None
    assert told("[" * 33 + "]" * 33) == ("yaml-too-deep", 1, 33)


_scalars = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cc", "Cs", "Zl", "Zp"]))
_trees = st.recursive(
    _scalars | st.booleans() | st.none() | st.integers(-(10**6), 10**6).map(float),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_scalars, inner, max_size=4),
    max_leaves=12,
)


@given(_trees)
def test_whatever_a_yaml_writer_writes_is_read_back(tree: object) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_style='"', default_flow_style=True)
    plain = yaml.safe_dump(tree, allow_unicode=True) if "!!" in text else text
    node, problems = read_yaml(plain.removesuffix("...\n"), "a.yaml")
    assert [p for p in problems if p.severity == "error"] == []
    if tree not in ([], {}) and "!!" not in text:
        assert value(node) == tree


@given(st.text() | st.text(alphabet="ab:-,[]{}&*!|>'\"%@`# \n\t?~01"))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    node, problems = read_yaml(text, "a.yaml", line=3)
    for problem in problems:
        assert 3 <= problem.line <= text.count("\n") + 3
        assert problem.column >= 1
        assert problem.message.endswith(".")
    assert (
        node is not None
        or problems
        or not [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    )
