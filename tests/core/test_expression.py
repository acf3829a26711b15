"""Our reading of CEL against the library's: what one accepts the other accepts, and both mean the same."""

from __future__ import annotations

import re

import cel
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.core.errors import ExpressionProblem
from app.core.expression import parse_expression
from app.core.syntax import Binary, Call, Literal, Macro, Name, Select, free_names, nodes
from app.core.tokens import tokens

NAMES = ["a", "b", "mx", "near", "answers", "_x", "inn", "nullable"]
space = st.sampled_from(["", "", "", " ", "  ", "\n", "\t", " // c\n"])
numbers = st.one_of(
    st.integers(0, 10**6).map(str),
    st.integers(0, 255).map(hex),
    st.integers(0, 99).map(lambda n: f"{n}u"),
    st.sampled_from([".5", "1.5", "2e3", "1.25e-2", "0", "00", "9223372036854775807"]),
)
quoted = st.text(alphabet="ab é😀/{}", max_size=5)
texts = st.one_of(
    quoted.map(lambda t: f'"{t}"'),
    quoted.map(lambda t: f"'{t}'"),
    quoted.map(lambda t: f'"""{t}"""'),
    quoted.map(lambda t: f"r'{t}'"),
    st.sampled_from([r"'\n'", r'"\"x"', r"'\x41'", r"'é'", r"'\101'", r"r'\d'", "b'ab'", r"'\U0001F600'", "''", '""']),
)
literals = st.one_of(numbers, texts, st.sampled_from(["true", "false", "null"]))
names = st.sampled_from(NAMES)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operator = st.sampled_from(["&&", "||", "==", "!=", "<", "<=", ">", ">=", " in ", "+", "-", "*", "/", "%"])
    macro = st.sampled_from(["all", "exists", "exists_one", "existsOne", "map", "filter"])
    return st.one_of(
        st.builds(lambda a, s, o, t, b: f"{a}{s}{o}{t}{b}", inner, space, operator, space, inner),
        inner.map(lambda a: f"({a})"),
        st.builds(lambda sign, a: f"{sign}{a}", st.sampled_from(["!", "-", "!!", "--", "- "]), inner),
        st.builds(lambda a, n: f"{a}.{n}", names, names),
        st.builds(lambda a, n: f"({a}).{n}", inner, names),
        st.builds(lambda a, i: f"{a}[{i}]", names, inner),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(items)},]"),
        st.lists(st.tuples(inner, inner), max_size=2).map(lambda e: "{" + ",".join(f"{k}: {v}" for k, v in e) + "}"),
        st.builds(lambda f, args: f"{f}({', '.join(args)})", names, st.lists(inner, max_size=2)),
        st.builds(lambda a, f, args: f"{a}.{f}({', '.join(args)})", names, names, st.lists(inner, max_size=2)),
        st.builds(lambda a, n: f"has({a}.{n})", names, names),
        st.builds(lambda a, m, v, b: f"{a}.{m}({v}, {b})", names, macro, names, inner),
        st.builds(lambda a, b, c: f"{a} ? {b} : {c}", inner, inner, inner),
    )


sources = st.recursive(st.one_of(literals, names), _grown, max_leaves=8)


def ours(source: str) -> bool:
    try:
        parse_expression(source)
    except ExpressionProblem as problem:
        assume(not any(limit in problem.message for limit in ("nested", "At most", "too long")))
        return False
    return True


def theirs(source: str) -> bool:
    try:
        cel.compile(source)
    except (ValueError, UnicodeEncodeError):
        return False
    return True


@settings(max_examples=600, deadline=None)
@given(sources)
def test_both_accept_the_same_of_the_grammar(source: str) -> None:
    assert ours(source) == theirs(source), source


PIECES = st.sampled_from([*"()[]{}.,:?!&|<>=+-*%\"'\\ae1", "in", "&&", ""])


@settings(max_examples=600, deadline=None)
@given(
    sources,
    st.integers(0, 200),
    PIECES,
    st.booleans(),
)
def test_both_accept_the_same_where_something_slipped(source: str, at: int, piece: str, instead: bool) -> None:
    at %= len(source) + 1
    slipped = source[:at] + piece + source[at + instead :]
    assume(not _beyond(slipped))
    assert ours(slipped) == theirs(slipped), slipped


def _beyond(source: str) -> bool:
    """What CEL allows and articles have no use for: messages, and a dot before the first name."""
    return bool(
        re.search(r"[\w)\]]\s*(//[^\n]*\n)?\s*\{", source) or re.search(r"(^|[^\w)\]\s}\"'])\s*\.\s*[a-zA-Z_]", source)
    )


@given(sources)
def test_literals_mean_what_the_library_reads(source: str) -> None:
    for token in tokens(source):
        if token.kind == "text":
            assert cel.compile(token.text).execute({}) == token.value
        elif token.kind == "number":
            assert float(cel.compile(token.text).execute({})) == token.value


@given(sources)
def test_every_node_stands_where_it_says(source: str) -> None:
    try:
        tree = parse_expression(source)
    except ExpressionProblem:
        return
    for node in nodes(tree):
        text = source[node.start : node.end]
        match node:
            case Name(name=name):
                assert text == name
            case Literal(text=written):
                assert text == written
            case Select(field=field, at=at):
                assert source.startswith(field, at)
            case Call(function=function, at=at):
                assert source.startswith(function, at)
            case Macro(kind=kind, at=at):
                assert source.startswith(kind, at)
        assert 0 <= node.start < node.end <= len(source)
        assert node.column == node.start + 1


def test_precedence_and_association() -> None:
    tree = parse_expression("a || b && c == 1 + 2 * 3 - 4")
    assert isinstance(tree, Binary)
    assert tree.operator == "||"
    assert isinstance(tree.right, Binary)
    assert tree.right.operator == "&&"
    equal = tree.right.right
    assert isinstance(equal, Binary)
    assert equal.operator == "=="
    minus = equal.right
    assert isinstance(minus, Binary)
    assert minus.operator == "-"
    assert isinstance(minus.left, Binary)
    assert minus.left.operator == "+"


def test_free_names_leave_out_what_a_macro_binds() -> None:
    tree = parse_expression("l.map(x, x + y).exists(y, y > x)")
    assert [name.name for name in free_names(tree)] == ["l", "y", "x"]


@pytest.mark.parametrize(
    ("source", "column", "part"),
    [
        ("a.if.in", 6, "field"),
        ("a..b", 3, "field"),
        ("f(1,)", 5, "name or a value"),
        ("{1: }", 5, "name or a value"),
        ("[1 2]", 4, "“,”"),
        ("a ? b", 6, "“:”"),
        ("{,1}", 3, "“}”"),
        ("a{b: 1}", 2, "operator"),
        (".a", 1, "name or a value"),
        ("1 # 2", 3, "means nothing"),
        ("a & b", 3, "&&"),
        ("a | b", 3, "||"),
        ("if", 1, "reserved"),
        ("'''open'", 1, "not closed"),
        ("18446744073709551616", 1, "too large"),
    ],
)
def test_problems_tell_where_and_what(source: str, column: int, part: str) -> None:
    with pytest.raises(ExpressionProblem) as caught:
        parse_expression(source)
    assert caught.value.column == column
    assert part in caught.value.message
