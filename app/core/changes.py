"""What changed between two runs of the same check in one walk, told from the results as they were noted.

Two runs are compared where all that visitors gave and the check depends on, through other checks too, is the same: then
what differs is the world's doing, or that of a repair. What differs each time anyhow (how long it took, the time of day
in a greeting, the number of a queue) is no change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from app.core import conditions
from app.core.article import Article, CheckCall, Param, Ref
from app.core.events import gathered
from app.core.state import Result

Slot = tuple[int, int]  # visit and attempt


@dataclass(frozen=True, slots=True)
class Kept:
    """One result as it was noted, read only where it is asked for; `given` is what visitors had given by then."""

    at: datetime
    slot: Slot
    told: Mapping[str, Any]
    given: Mapping[str, Any]

    @property
    def result(self) -> Result:
        return Result.from_json(self.told)


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that is another now. For lists, what is gone and what came; else the values, None where there was none."""

    name: str
    before: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A result beside that of the run before. `element` and `parts` are for checks that run for each of several.

    `before` is None for an element that came new, `now` for one that is gone.
    """

    at: datetime  # of the run before
    before: Result | None
    now: Result | None
    facts: tuple[FactChange, ...] = ()
    element: str = ""
    parts: tuple[Change, ...] = ()

    @property
    def verdict_differs(self) -> bool:
        """Whether status or code is another."""
        return _verdict(self.before) != _verdict(self.now)

    @property
    def differs(self) -> bool:
        return self.verdict_differs or bool(self.facts) or any(part.differs for part in self.parts)


class Past:
    """All results of a walk, in the order they came."""

    def __init__(self, article: Article, happened: Iterable[tuple[Mapping[str, Any], datetime]]) -> None:
        """`happened`: the walk's events with their moments, in order."""
        self._article = article
        self._kept: dict[str, dict[str, list[Kept]]] = {}
        given: Mapping[str, Any] = {}
        for event, at in happened:
            if event.get("kind") == "given":
                given = {**given, **event["values"]}
            elif event.get("kind") == "result":
                slot = int(event.get("visit") or 1), int(event.get("attempt") or 1)
                by_element = self._kept.setdefault(str(event["check"]), {})
                kept = Kept(at, slot, event["result"], given)
                by_element.setdefault(str(event.get("element") or ""), []).append(kept)

    def change(self, step_id: str, call: CheckCall, result: Result, slot: Slot | None = None) -> Change | None:
        """How the result that a walk shows differs from the run before it; None where there was no such run.

        `slot` is the visit and attempt it is shown for; the latest where it is None.
        """
        by_element = self._kept.get(f"{step_id}.{call.name}", {})
        sources = inputs_behind(self._article, step_id, call)
        if result.each is None:
            found = _pair(by_element.get("", ()), slot, sources)
            return _change(*found) if found else None
        parts = [part for name in result.each if (part := _part(by_element, name, slot, sources))]
        known = [part for part in parts if part.before is not None]
        if not known:
            return None
        since = min(part.at for part in known)
        parts += _gone(by_element, result.each, since)
        before = {part.element: part.before for part in parts if part.before is not None}
        return Change(max(part.at for part in known), gathered(before), result, parts=tuple(parts))


def _pair(kept: Iterable[Kept], slot: Slot | None, sources: Iterable[str]) -> tuple[Kept, Kept] | None:
    """The result shown, and the one of the nearest run before it with the same inputs."""
    kept = list(kept)
    slot = slot or max((one.slot for one in kept), default=None)
    at = next((at for at in reversed(range(len(kept))) if kept[at].slot == slot), 0)
    sources = tuple(sources)
    for earlier in reversed(kept[:at]):
        if all(earlier.given.get(name) == kept[at].given.get(name) for name in sources):
            return earlier, kept[at]
    return None


def _change(before: Kept, now: Kept, element: str = "") -> Change:
    was, stands = before.result, now.result
    return Change(before.at, was, stands, tuple(changed_facts(was, stands)), element)


def _part(
    by_element: Mapping[str, list[Kept]], element: str, slot: Slot | None, sources: Iterable[str]
) -> Change | None:
    kept = by_element.get(element)
    if not kept:
        return None
    found = _pair(kept, slot, sources)
    return _change(*found, element) if found else Change(kept[-1].at, None, kept[-1].result, element=element)


def _gone(by_element: Mapping[str, list[Kept]], shown: Iterable[str], since: datetime) -> Iterator[Change]:
    """What the run before still looked at."""
    here = set(shown)
    for element, kept in by_element.items():
        if element and element not in here and kept[-1].at >= since:
            yield Change(kept[-1].at, kept[-1].result, None, element=element)


def _verdict(result: Result | None) -> tuple[str, str] | None:
    return (result.status, result.code) if result else None


# ---- facts -----------------------------------------------------------------------------------------------------------


def changed_facts(before: Result, now: Result) -> Iterator[FactChange]:
    """The facts that differ, in the order of the later result; a count is not told beside what it counts."""
    lists = any(isinstance(value, list) for value in (*now.facts.values(), *before.facts.values()))
    for name in dict.fromkeys((*now.facts, *before.facts)):
        was, stands = before.facts.get(name), now.facts.get(name)
        if isinstance(was or [], list) and isinstance(stands or [], list):
            was, stands = was or [], stands or []
        if _is_measured(name) or (name == "count" and lists) or _lasting(was) == _lasting(stands):
            continue
        if isinstance(was, list) and isinstance(stands, list):
            yield FactChange(name, [one for one in was if one not in stands], [one for one in stands if one not in was])
        else:
            yield FactChange(name, was, stands)


def _is_measured(name: str) -> bool:
    """Facts that measure time are others with each run."""
    return name in ("ms", "seconds", "days_left") or name.endswith("_ms")


def _lasting(value: Any) -> Any:
    """What counts of a value: a list in any order, a sentence without what differs each time it is said."""
    if isinstance(value, str):
        return _lasting_words(value)
    if isinstance(value, list):
        return sorted(set(map(str, value)))
    if isinstance(value, Mapping):
        return {key: _lasting(item) for key, item in value.items()}
    return value


_PASSING = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|GMT|UTC|CES?T|[ECMP][SD]T"
    r"|[-+]?[0-9]{4,}|[0-9]{1,2}|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r"|(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])(?!.*\.[A-Za-z]{2,}$)[\w.-]{8,}",  # a queue's number, and no host
    re.ASCII,
)


@lru_cache(maxsize=256)
def _lasting_words(text: str) -> tuple[str, ...]:
    words = text.split()
    if len(words) < 2:
        return tuple(words)
    return tuple(word for word in words if not _PASSING.fullmatch(word.strip("()[]<>,;")))


# ---- what a check depends on -----------------------------------------------------------------------------------------


def inputs_behind(article: Article, step_id: str, call: CheckCall) -> frozenset[str]:
    """The article's inputs that a check depends on: its own parameters', and those of the checks it takes from."""
    found: set[str] = set()
    seen: set[tuple[str, str]] = set()
    open_names = [(article.steps[step_id].scope, name) for name in _heads(call)]
    while open_names:
        scope_path, head = open_names.pop()
        if (scope_path, head) in seen:
            continue
        seen.add((scope_path, head))
        scope = article.scopes[scope_path]
        if head in scope.checks:
            owner, name = scope.checks[head]
            behind = article.steps[owner].check(name)
            open_names += [(article.steps[owner].scope, other) for other in _heads(behind)] if behind else []
        elif scope.parent is not None:
            open_names += [(scope.parent, other) for other in _heads_of((scope.params.get(head),))]
        elif head in article.inputs:
            found.add(head)
        elif head in article.values:
            names = conditions.compile_expression(article.values[head].source).names
            open_names += [(scope_path, other) for other in names]
    return frozenset(found)


def _heads(call: CheckCall) -> Iterator[str]:
    return _heads_of((*call.params.values(), call.each))


def _heads_of(params: Iterable[Param | tuple[Param, ...] | None]) -> Iterator[str]:
    for param in params:
        if isinstance(param, tuple):
            yield from _heads_of(param)
        elif isinstance(param, Ref):
            yield param.path.partition(".")[0]
