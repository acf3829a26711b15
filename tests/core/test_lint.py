"""Every code: one article that has that problem, where it must be told, and no other."""

from __future__ import annotations

import pytest

from app.core.lint import lint
from tests.core.lint_cases import CHECKS, GRAPH, Case


def told(case: Case) -> list[tuple[str, tuple[str, int, int]]]:
    """Every problem as (code, place); that an article of four lines has no scenarios is not worth a word here."""
    found = lint(case.bundle(), CHECKS, case.others)
    return [(p.code, (p.file, p.line, p.column)) for p in found if p.code != "no-scenarios"]


@pytest.mark.parametrize("code", [code for code in GRAPH if code != "no-scenarios"])
def test_each_code_is_told_alone_and_at_its_place(code: str) -> None:
    assert told(GRAPH[code]) == [(code, GRAPH[code].place())]
