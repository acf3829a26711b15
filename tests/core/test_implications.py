"""What a condition that holds tells about checks."""

from __future__ import annotations

import pytest

from app.core.expression import parse_expression
from app.core.implications import NOTHING, implied, path_of, unguarded
from app.core.surroundings import Seen
from tests.core.lint_cases import CHECKS

SEEN = {"look": Seen("begin", "look", CHECKS["dns.look"]), "near.mx": Seen("near.in", "mx", CHECKS["dns.mx"])}
COMMON = {"not-allowed", "bad-input", "resolver-failed", "no-connection", "limit", "not-run"}


@pytest.mark.parametrize(
    ("source", "path", "codes"),
    [
        ('look.code == "ok"', "look", {"ok"}),
        ('"ok" == look.code', "look", {"ok"}),
        ('look.code != "ok"', "look", {"odd", *COMMON}),
        ('!(look.code != "ok")', "look", {"ok"}),
        ('look.code in ["ok", "odd", "never"]', "look", {"ok", "odd"}),
        ('look.status == "unknown"', "look", COMMON),
        ('look.status in ["pass", "warn"] && look.code != "ok"', "look", {"odd"}),
        ('look.code == "ok" || look.code == "odd"', "look", {"ok", "odd"}),
        ('!(look.code == "ok" || look.status == "unknown")', "look", {"odd"}),
        ('near.mx.status == "fail"', "near.mx", {"none", "timeout"}),
    ],
)
def test_the_outcomes_that_are_left(source: str, path: str, codes: set[str]) -> None:
    assert implied(parse_expression(source), True, SEEN).codes == {path: codes}


@pytest.mark.parametrize(
    "source",
    ['look.code == "ok" || today == null', "look.code == other", "look.hosts == []", "has(other.x)", "look", "f(look)"],
)
def test_nothing_follows_from_what_says_nothing(source: str) -> None:
    assert implied(parse_expression(source), True, SEEN) == NOTHING


def test_facts_come_from_has_and_from_every_outcome_that_is_left() -> None:
    def facts(source: str) -> set[str]:
        return {fact for _, fact in implied(parse_expression(source), True, SEEN).whole(SEEN)}

    assert facts("has(look.seen)") == {"seen"}
    assert facts("!has(look.seen)") == set()
    assert facts('look.code == "ok"') == {"hosts", "count", "record"}
    assert facts('look.code in ["ok", "odd"]') == {"count", "record"}
    assert facts('look.code == "ok" || has(look.count)') == {"count"}
    assert facts('look.code == "limit"') == set()


def test_each_unguarded_fact_is_found_where_it_stands() -> None:
    source = 'has(look.count) ? look.count > size(look.hosts) : look.record == ""'
    found = [(path, node.field, node.at) for node, path in unguarded(parse_expression(source), NOTHING, SEEN)]
    assert found == [
        ("look", "hosts", source.index("look.hosts") + 5),
        ("look", "record", source.index("look.record") + 5),
    ]


@pytest.mark.parametrize(
    ("source", "path"),
    [("a", "a"), ("a.b.c", "a.b.c"), ('a["b"].c', "a.b.c"), ("a[0]", None), ("f(a).b", None), ("has(a.b)", None)],
)
def test_paths_are_chains_of_plain_names(source: str, path: str | None) -> None:
    assert path_of(parse_expression(source)) == path
