"""Development stand-in until app/core/lint.py is there: parse problems only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.article import Bundle, Problem
from app.core.checking import Declaration
from app.core.parse import Parsed


@dataclass(frozen=True, slots=True)
class Others:
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    published: frozenset[str] = frozenset()


def lint_parsed(
    bundle: Bundle, parsed: Parsed, checks: Mapping[str, Declaration], others: Others | None = None
) -> tuple[Problem, ...]:
    return parsed.problems
