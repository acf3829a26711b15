"""Every code: one article that has that problem, where it must be told, and no other."""

from __future__ import annotations

import pytest

from app.core.lint import lint
from app.core.problems import CODES, SHELF
from tests.core.lint_cases import CHECKS, GRAPH, Case
from tests.core.reading_cases import READING


def told(case: Case) -> list[tuple[str, tuple[str, int, int]]]:
    """Every problem as (code, place); that an article of four lines has no scenarios is not worth a word here."""
    found = lint(case.bundle(), CHECKS, case.others)
    return [(p.code, (p.file, p.line, p.column)) for p in found if p.code != "no-scenarios"]


CASES = {**GRAPH, **READING}
ALONE = sorted(CASES.keys() - {"no-scenarios", "too-many-problems"})


@pytest.mark.parametrize("code", ALONE)
def test_each_code_is_told_alone_and_at_its_place(code: str) -> None:
    assert told(CASES[code]) == [(code, CASES[code].place())]


def test_an_article_without_scenarios_gets_one_warning() -> None:
    (found,) = lint(GRAPH["no-scenarios"].bundle(), CHECKS)
    assert (found.code, found.severity) == ("no-scenarios", "warning")
    assert (found.file, found.line, found.column) == GRAPH["no-scenarios"].place()


def test_too_many_problems_are_cut_and_said_to_be() -> None:
    codes = [code for code, _ in told(CASES["too-many-problems"])]
    assert codes.count("unknown-key") == 500
    assert codes.count("too-many-problems") == 1


def test_every_code_has_a_case_and_no_case_is_left_over() -> None:
    assert CASES.keys() == CODES.keys() - SHELF.keys()


@pytest.mark.parametrize("code", sorted(CASES))
def test_every_problem_is_as_bad_as_its_code_and_says_how_to_mend_it(code: str) -> None:
    found = [p for p in lint(CASES[code].bundle(), CHECKS, CASES[code].others) if p.code == code]
    assert found
    for problem in found:
        assert problem.severity == CODES[code].severity
        assert problem.message[0].isupper() or problem.message[0] in "`“"
        assert problem.message.endswith((".", "?"))
        assert len(problem.message) < 300
