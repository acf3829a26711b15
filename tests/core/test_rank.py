from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from app.core.article import Cause
from app.core.rank import efficiency, expected_cost, order


def cause(name: str, likely: float | None = 0.2, cost: float = 5.0) -> Cause:
    return Cause(name, name, "", likely=likely, cost=cost)


def test_what_a_minute_buys_most_comes_first() -> None:
    dear, cheap, sure = cause("dear", 0.5, 60), cause("cheap", 0.2, 1), cause("sure", 0.9, 10)
    assert [c.id for c in order([dear, cheap, sure])] == ["cheap", "sure", "dear"]


def test_promoted_causes_come_before_all_others() -> None:
    assert [c.id for c in order([cause("a", 0.9, 1), cause("b", 0.05, 60)], ["b"])] == ["b", "a"]


def test_equals_stay_in_file_order() -> None:
    assert [c.id for c in order([cause("z"), cause("a"), cause("m")])] == ["z", "a", "m"]


def test_a_cause_without_a_likelihood_counts_as_sometimes() -> None:
    assert efficiency(cause("a", None, 4)) == efficiency(cause("b", 0.2, 4))


costs = st.floats(0.5, 120)
priors = st.floats(0.01, 1)


@given(st.lists(st.tuples(priors, costs), min_size=1, max_size=5))
def test_no_other_order_costs_less(pairs: list[tuple[float, float]]) -> None:
    causes = [cause(f"c{i}", p, c) for i, (p, c) in enumerate(pairs)]
    best = min(expected_cost(way) for way in permutations(causes))
    assert expected_cost(order(causes)) <= best * (1 + 1e-9)
