"""Conditions as FORMAT.md means them: doubles, code points, dates, and errors that make a condition false."""

from __future__ import annotations

import string
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.article import Article, Expression, Scope
from app.core.conditions import (
    EvaluationFailed,
    ExpressionProblem,
    compile_expression,
    day,
    holds,
    value,
)
from app.core.names import Names

TODAY = datetime(2026, 5, 1, tzinfo=UTC)
MX: Mapping[str, object] = {"status": "fail", "code": "none", "hosts": ["a.example", "b.example"], "count": 2}
ENV: Mapping[str, object] = {
    "mx": MX,
    "domain": "héé.example",
    "year": 2026.0,
    "unknown": None,
    "today": TODAY,
    "deadline": {"2026": "31 March", "2025": "30 April"},
    "answers": {"fetch": "yes", "many": ["a", "b"], "later": None},
    "list": ["a", "b", "c"],
    "near": {"mx": {"code": "found", "status": "pass"}},
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("5 / 2", 2.5),
        ("1 + 2.5", 3.5),
        ("7 % 4", 3.0),
        ("-7 % 3", -1.0),
        ("size(domain)", 11.0),
        ('size("héé") - 1', 2.0),
        ("domain.size() - 1", 10.0),
        ("list[0]", "a"),
        ("list[size(list) - 1]", "c"),
        ("list.map(x, size(x) + 1)[2]", 2.0),
        ("[[1, 2], [3]][1][0]", 3.0),
        ('{1: "one"}[1]', "one"),
        ("string(year)", "2026"),
        ("string(2.5)", "2.5"),
        ("string(true)", "true"),
        ("deadline[string(year)]", "31 March"),
        ('int("5") + 1', 6.0),
        ("int(2.9)", 2.0),
        ("double(3) + 1", 4.0),
        ("mx.count + 1", 3.0),
        ('date("2026-05-02") - date("2026-05-01") == duration("24h")', True),
        ('days(date("2026-04-01"), today)', 30.0),
        ('days(today, date("2026-04-01"))', -30.0),
        ("today.getFullYear() + 1", 2027.0),
        ('date("2026-05-01") == today', True),
        ('unknown == null ? "no" : "yes"', "no"),
        ("type(1) == double", True),
        ("[1, 2].existsOne(x, x == 1)", True),
        ("0x10 + 1u", 17.0),
        ("r'\\d'", "\\d"),
    ],
)
def test_values(source: str, expected: object) -> None:
    result = compile_expression(source).evaluate(ENV)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    "source",
    [
        'mx.code in ["none", "nxdomain"]',
        "has(mx.hosts) && size(mx.hosts) > 1",
        "!has(mx.records)",
        'answers["fetch"] == "yes"',
        '"a" in answers["many"]',
        'answers["later"] == null',
        "year in [2025, 2026]",
        "2.0 > 1",
        "unknown > 1 || true",
        'near.mx.code == "found"',
        '"2026" in deadline',
    ],
)
def test_conditions_that_hold(source: str) -> None:
    assert holds(source, ENV)


@pytest.mark.parametrize(
    "source",
    [
        "unknown > 1",
        "mx.records == []",
        "mx.hosts",
        '"true"',
        "1",
        "nowhere == 1",
        "days(today, unknown) > 1",
        "1 % 0 == 0",
        "list[7] == 'a'",
        "list[0.5] == 'a'",
        "list[-1] == 'a'",
        "frobnicate(1)",
        '"a".matches("(")',
        '"a".matches("(a{1000}){1000}")',
        'date("2026-02-30") == today',
        'date("2026-2-3") == today',
        'timestamp("later") == today',
        "deadline['1999'] == 'x'",
        "mx.code.missing == 1",
        "not a condition",
        "null",
        "int(null) == 0",
        "bool(1)",
    ],
)
def test_conditions_that_do_not_hold_however_they_fail(source: str) -> None:
    assert not holds(source, ENV)


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("", 1),
        ("mx.code = 'a'", 9),
        ("mx.code == 'none", 12),
        ("a && ", 6),
        ("a and b", 3),
        ("(a", 3),
        ("é == 1", 1),
        ("'é' == é", 8),
        ("if == 1", 1),
        ("has(mx)", 5),
        ("[1].map(1, x)", 9),
        ("a\n&& (", 7),
        ("1e999", 1),
        ("'\\q'", 2),
        ("'\\ud800'", 2),
        ("\ud83d", 1),
        ("9" * 500, 1),
    ],
)
def test_what_cannot_be_read_tells_the_column(source: str, column: int) -> None:
    with pytest.raises(ExpressionProblem) as caught:
        compile_expression(source)
    assert caught.value.column == column
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "(" * 40 + "1" + ")" * 40,
        "[" * 100 + "]" * 100,
        "!" * 3000 + "true",
        "a" + ".a" * 1500,
        "1" + "+1" * 1500,
        "a ? " * 500 + "b",
        "f(" * 300 + ")" * 300,
        "x" * 5000,
        "l.all(a, l.all(b, l.all(c, true)))",
        "l" + ".map(x, [x, x])" * 20,
        "[1]" + ".map(x, [x, x, x, x, x, x, x, x, x, x])" * 6,
        "['a']" + ".map(x, x + x + x + x + x + x + x + x + x + x)" * 6,
        f"[{'1, ' * 400}1].map(a, [{'1, ' * 400}1].map(b, a + b))",
        "l.map(a, l.map(b, a)).map(c, l.map(d, c)).map(e, l.map(f, e))",
    ],
)
def test_what_would_take_too_much_is_refused_before_it_runs(source: str) -> None:
    with pytest.raises(ExpressionProblem):
        compile_expression(source)
    assert value(source, {}) is None


def test_the_deepest_allowed_still_runs() -> None:
    assert compile_expression("(" * 20 + "true" + ")" * 20).evaluate({}) is True
    assert compile_expression(" && ".join(["true"] * 290)).evaluate({}) is True
    assert compile_expression(f"5 in [{', '.join(str(n) for n in range(600))}]").evaluate({}) is True


@pytest.mark.parametrize(
    "source",
    [
        "l.exists(a, m.exists(b, a == b))",
        "l.map(a, m.map(b, a + b)).exists(c, size(c) > 2)",
        "l.exists(a, m.exists(b, b == a + '.' + d && size(a + b + d) < 99))",
        "l.map(a, m.map(b, d + d)).size() > 1",
        "l.filter(a, a != '').map(b, b + '.example').all(c, c in m)",
        "l.all(a, a.matches('^[a-z]+$')) && m.exists_one(b, b.startsWith('x')) || size(l.filter(c, c == '')) > 1",
    ],
)
def test_what_articles_need_is_not_too_much(source: str) -> None:
    assert isinstance(compile_expression(source).evaluate({"l": ["a", "b"], "m": ["b"], "d": "c"}), bool)


def test_names_are_the_roots_without_variables() -> None:
    source = 'mx.code == "x" && l.exists(x, x == y[i]) && type(z) == string && date("2026-01-01") < today'
    assert compile_expression(source).names == {"mx", "l", "y", "i", "z", "string", "today"}


def test_a_variable_is_bound_only_within_its_macro() -> None:
    assert compile_expression("l.exists(x, x > 1) && x").names == {"l", "x"}


def test_only_names_used_are_read_from_the_environment() -> None:
    class Lazy(dict[str, object]):
        read: list[str] = []  # noqa: RUF012

        def __getitem__(self, key: str) -> object:
            self.read.append(key)
            return super().__getitem__(key)

    env = Lazy(a=1.0, b=2.0)
    assert compile_expression("a == 1").evaluate(env) is True
    assert env.read == ["a"]


def test_values_that_lean_on_one_another_many_times_are_worked_out_once() -> None:
    values = {"v0": Expression("true"), "v1": Expression("v0 && v0")}
    values |= {f"v{n}": Expression(f"v{n - 1} && v{n - 2}") for n in range(2, 80)}
    article = Article(id="a", title="A", values=values, scopes={"": Scope()})
    assert Names(article, {}, {}, {}, "2026-01-01")["v79"] is True


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(EvaluationFailed):
        compile_expression("nowhere").evaluate({})


def test_one_compiled_condition_serves_many_threads() -> None:
    compiled = compile_expression('has(mx.hosts) && size(mx.hosts) == 2 && date("2026-05-01") == today')
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: compiled.evaluate(ENV) is True, range(400)))


def test_a_panic_in_the_library_is_an_error_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {})  # as PyO3 makes it: no Exception, and not to be imported

    class Panicking:
        def execute(self, env: object) -> object:
            raise panic("index out of bounds")

    compiled = compile_expression("1 + 41")
    monkeypatch.setattr(compiled, "_program", Panicking())
    with pytest.raises(EvaluationFailed, match="out of bounds"):
        compiled.evaluate({})
    assert value("1 + 41", {}) is None


@pytest.mark.parametrize(
    "source",
    [
        'date("0001-01-01") - duration("99999999h") < today',
        'date("9999-12-31") + duration("9999999h") > today',
        "list[9223372036854775807] == 'a'",
        "list[-1e300] == 'a'",
        "int(0.0 / 0.0) == 0",
        '"a".matches("\\\\")',
        "null.a == 1",
        "domain[0] == 'h'",
        "{0.5: 1}[0.5] == 1",
    ],
)
def test_extremes_make_a_condition_false(source: str) -> None:
    assert not holds(source, ENV)


def test_values_that_cel_has_no_word_for_are_an_error() -> None:
    with pytest.raises(EvaluationFailed):
        compile_expression("x").evaluate({"x": object()})


def test_an_interruption_is_not_taken_for_an_error() -> None:
    class Interrupting(dict[str, object]):
        def __getitem__(self, key: str) -> object:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compile_expression("x").evaluate(Interrupting(x=1))


def test_day_reads_dates_only() -> None:
    assert day("2026-04-05") == datetime(2026, 4, 5, tzinfo=UTC)
    for text in ("2026-4-5", "2026-02-30", "20260405", "2026-04-05T00:00", ""):
        with pytest.raises(ValueError):
            day(text)


@given(st.text(max_size=60))
def test_no_text_raises_anything_but_its_own_problem(source: str) -> None:
    value(source, ENV)


@given(st.text(alphabet="()[]{}.,:?!&|<>=+-*/%\"'\\ \n1289ax_" + "inmx", max_size=40))
def test_no_likely_text_raises_anything_but_its_own_problem(source: str) -> None:
    value(source, ENV)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9).filter(bool))
def test_arithmetic_is_that_of_doubles(left: int, right: int) -> None:
    assert value(f"({left}) + ({right})", {}) == float(left + right)
    assert value(f"({left}) / ({right})", {}) == left / right
    assert value("a / b", {"a": left, "b": right}) == left / right


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_size_counts_code_points(text: str) -> None:
    assert value("size(t)", {"t": text}) == len(text)


@given(st.text(alphabet=string.ascii_letters + "é😀", min_size=1, max_size=8), st.integers(0, 3))
def test_text_and_lists_come_through_unchanged(text: str, times: int) -> None:
    assert value("x", {"x": [text] * times}) == [text] * times


@given(st.integers(1, 9999))
def test_a_year_finds_its_key(year: int) -> None:
    assert value("string(year)", {"year": float(year)}) == str(year)
