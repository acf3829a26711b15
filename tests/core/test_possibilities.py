"""Trying all cases without CEL gives what CEL gives in each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.article import Article, CheckCall, Expression, Input, Scope, Step
from app.core.conditions import EvaluationFailed, compile_expression
from app.core.expression import parse_expression
from app.core.possibilities import ERROR, UNKNOWN, Cases, finite_names
from app.core.surroundings import surroundings
from tests.core.lint_cases import CHECKS

INPUTS = {
    "mode": Input("mode", "choice", "M", options={"a": "A", "b": "B"}),
    "sure": Input("sure", "yes-no", "S"),
    "word": Input("word", "text", "W"),
}
ARTICLE = Article(
    id="a",
    title="A",
    inputs=INPUTS,
    scopes={"": Scope(inputs=INPUTS, checks={"look": ("begin", "look")}, steps=("begin",))},
    values={"first": Expression('mode == "a"'), "broken": Expression("mode && true")},
    steps={"begin": Step("begin", "Begin", "", checks=(CheckCall("look", "dns.look"),))},
)
AROUND = surroundings(ARTICLE, "", CHECKS, {})
VALUES = {name: parse_expression(value.source) for name, value in ARTICLE.values.items()}

atoms = st.sampled_from(
    [
        'mode == "a"',
        'mode != "b"',
        "mode == null",
        'mode in ["a", "b"]',
        'mode in ["b", word]',
        'sure == "yes"',
        "mode == sure",
        'look.code == "ok"',
        'look.status != "pass"',
        'look.code in ["odd", "limit"]',
        "look.count > 1",
        "has(look.count)",
        "first",
        "broken",
        "mode",
        "true",
        "false",
        "1 == 1",
        '"a" in null',
        "[mode] == [sure]",
    ]
)
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("({} && {})".format, inner, inner),
        st.builds("({} || {})".format, inner, inner),
        st.builds("!({})".format, inner),
        st.builds("({} ? {} : {})".format, inner, inner, inner),
        st.builds("(({}) == ({}))".format, inner, inner),
    ),
    max_leaves=6,
)


def evaluated(source: str, case: dict[str, object]) -> object:
    """What CEL gives in a case; ERROR where it gives none."""
    outcome = case.get("look")
    code, status = outcome if isinstance(outcome, tuple) else ("not-run", "unknown")
    env: dict[str, object] = {"mode": case.get("mode"), "sure": case.get("sure"), "word": "w"}
    env["look"] = {"code": code, "status": status}
    for name in ARTICLE.values:
        try:
            env[name] = compile_expression(ARTICLE.values[name].source).evaluate(env)
        except EvaluationFailed:
            env[name] = None
    try:
        return compile_expression(source).evaluate(env)
    except EvaluationFailed:
        return ERROR


@given(conditions)
def test_every_case_comes_out_as_in_cel(source: str) -> None:
    tree = parse_expression(source)
    cases = Cases(AROUND, VALUES, finite_names([tree], AROUND, VALUES))
    for case in cases.every():
        found = cases.result(tree, case)
        if found is not UNKNOWN:
            assert (found is True) == (evaluated(source, dict(case)) is True), case


def test_names_are_finite_where_their_values_are_listed() -> None:
    found = finite_names(
        [parse_expression('first && sure == "yes" && word == "x" && look.code == "ok"')], AROUND, VALUES
    )
    assert found.keys() == {"mode", "sure", "look"}
    assert found["mode"] == ("a", "b", None)
    assert ("ok", "pass") in found["look"]
    assert ("not-run", "unknown") in found["look"]


def test_outcomes_that_no_condition_tells_apart_stand_for_one_another() -> None:
    (domain,) = finite_names([parse_expression('look.status == "pass"')], AROUND, VALUES).values()
    assert len(domain) == 4


def test_too_many_cases_are_not_tried() -> None:
    domains = {f"n{number}": ("a", "b") for number in range(12)}
    assert list(Cases(AROUND, VALUES, dict(domains)).every()) == []
