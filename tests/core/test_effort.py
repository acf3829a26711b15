"""The estimate of what a condition may cost is never below what it does cost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.conditions import value
from app.core.effort import MOST, effort
from app.core.errors import ExpressionProblem
from app.core.expression import parse_expression

lists = st.lists(st.sampled_from(["1", "'a'", "x"]), min_size=1, max_size=4).map(lambda items: f"[{', '.join(items)}]")
bodies = st.one_of(lists, st.sampled_from(["x", "[x, x]", "[1, 2].map(y, x)", "[x].filter(y, true)"]))


def weight(thing: object) -> int:
    return sum(map(weight, thing)) if isinstance(thing, list) else 1


@given(st.lists(bodies, max_size=3), lists)
def test_no_result_is_larger_than_was_estimated(steps: list[str], start: str) -> None:
    source = start.replace("x", "0") + "".join(f".map(x, {body})" for body in steps)
    try:
        tree = parse_expression(source)
    except ExpressionProblem:
        return
    assert weight(value(source, {})) <= effort(tree).size


@pytest.mark.parametrize("source", ["a == 'b'", "l.exists(x, x == y)", "l.map(x, x + 'a')", "1 + 2", "f(x)"])
def test_everyday_conditions_cost_next_to_nothing(source: str) -> None:
    estimate = effort(parse_expression(source))
    assert max(estimate.size, estimate.work) < MOST / 100
