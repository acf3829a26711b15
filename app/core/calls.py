"""Which runs of a check can start now, with what, and what the others wait for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.article import Article, Step
from app.core.checking import Declaration
from app.core.names import Names, arguments, elements

Checks = Mapping[str, Declaration]


@dataclass(frozen=True, slots=True)
class Call:
    """One run of a check that can start now: what to run, with what, and for which element of `each`."""

    key: str  # `step.check`
    run: str
    params: Mapping[str, Any]
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A check that cannot run yet, and the references whose values are missing."""

    names: tuple[str, ...]


def parameters(
    article: Article, names: Names, step: Step, check: str, checks: Checks | None = None
) -> list[Call] | Waiting:
    """The runs a check of a step needs now, or what it waits for."""
    call = step.check(check)
    if call is None:
        return Waiting(())
    within = names.within(step.scope)
    key = f"{step.id}.{check}"
    found: list[str] | None = None
    if call.each is not None:
        found = elements(within, call)
        if found is None:
            return Waiting((getattr(call.each, "path", "each"),))
    calls: list[Call] = []
    for element in found if found is not None else [None]:
        ready, waits = arguments(within, call, checks, element)
        if waits:
            return Waiting(waits)
        calls.append(Call(key, call.run, ready, element))
    return calls
