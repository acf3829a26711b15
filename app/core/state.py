"""Where a walk is: the visits made, what each found, and what is asked now. Plain data, JSON both ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.checking import Status

InputValue = str | float | tuple[str, ...]
Answer = str | tuple[str, ...]
Outcomes = ("worked", "failed", "skipped")


@dataclass(frozen=True, slots=True)
class Result:
    """A check's result as a walk keeps it: without the evidence, which stays with the event.

    `params` are the values it ran with; a result whose parameters changed since is stale and does not count.
    `each` maps an element to its own status, code and facts, where the call says `each`.
    """

    status: Status
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    advice: str = ""
    params: Mapping[str, Any] | None = None
    each: Mapping[str, Mapping[str, Any]] | None = None

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"status": self.status, "code": self.code, "facts": dict(self.facts)}
        for name in ("summary", "advice", "params", "each"):
            if value := getattr(self, name):
                data[name] = value
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Result:
        return cls(
            status=data["status"],
            code=data["code"],
            facts=data.get("facts") or {},
            summary=data.get("summary") or "",
            advice=data.get("advice") or "",
            params=data.get("params"),
            each=data.get("each"),
        )

    def as_name(self) -> dict[str, Any]:
        """The object that conditions see: status, code, facts, and `each`."""
        seen = {**self.facts, "status": self.status, "code": self.code}
        if self.each is not None:
            seen["each"] = self.each
        return seen


@dataclass(slots=True)
class Visit:
    """One stay at a step. `number` counts the visits of that step from 1, `attempt` the retries within it."""

    step: str
    number: int
    attempt: int = 1
    results: dict[str, Result] = field(default_factory=dict)  # check name → result of the last attempt
    waiting: dict[str, tuple[str, ...]] = field(default_factory=dict)  # check name → names it waits for
    answer: Answer | None = None
    tried: dict[str, str] = field(default_factory=dict)  # cause id → worked, failed or skipped
    promoted: list[str] = field(default_factory=list)
    continued: bool = False

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"step": self.step, "number": self.number}
        if self.attempt > 1:
            data["attempt"] = self.attempt
        if self.results:
            data["results"] = {name: result.to_json() for name, result in self.results.items()}
        for name in ("waiting", "answer", "tried", "promoted", "continued"):
            if value := getattr(self, name):
                data[name] = value
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Visit:
        results, waiting, tried = data.get("results"), data.get("waiting"), data.get("tried")
        return cls(
            data["step"],
            data["number"],
            data.get("attempt", 1),
            {name: Result.from_json(found) for name, found in results.items()} if results else {},
            {name: tuple(names) for name, names in waiting.items()} if waiting else {},
            frozen_answer(data.get("answer")),
            dict(tried) if tried else {},
            list(data.get("promoted", ())),
            data.get("continued", False),
        )


@dataclass(slots=True)
class Asks:
    """What the walk waits for: inputs by name, checks as `step.check`, and the step whose question is open."""

    inputs: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    step: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"inputs": list(self.inputs), "checks": list(self.checks), "step": self.step}


@dataclass(slots=True)
class State:
    """A walk, folded. `record` holds what the visitor gave (see `events.py`), so that a walk can go on from here."""

    visits: list[Visit] = field(default_factory=list)
    at: str | None = None
    promoted: list[str] = field(default_factory=list)
    end: str | None = None
    loop: bool = False
    asks: Asks = field(default_factory=Asks)
    reasons: dict[str, str] = field(default_factory=dict)  # input name or step id → why it is asked again
    inputs: dict[str, InputValue] = field(default_factory=dict)
    solved: bool = False
    paged: bool = False
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> list[str]:
        return [visit.step for visit in self.visits]

    @property
    def last(self) -> Visit | None:
        return self.visits[-1] if self.visits else None

    def visit(self, step: str, number: int | None = None) -> Visit | None:
        """The visit of a step with this number; the latest where no number is given."""
        found = [v for v in self.visits if v.step == step and number in (None, v.number)]
        return found[-1] if found else None

    def summary(self) -> dict[str, Any]:
        """What `unsnag walk --json` and the API print."""
        return {
            "path": self.path,
            "at": self.at,
            "promoted": list(self.promoted),
            "end": self.end,
            "loop": self.loop,
            "asks": self.asks.to_json(),
        }

    def to_json(self) -> dict[str, Any]:
        return {
            "visits": [visit.to_json() for visit in self.visits],
            "at": self.at,
            "promoted": self.promoted,
            "end": self.end,
            "loop": self.loop,
            "asks": self.asks.to_json(),
            "reasons": self.reasons,
            "inputs": self.inputs,
            "solved": self.solved,
            "paged": self.paged,
            "record": self.record,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> State:
        asks = data["asks"]
        return cls(
            visits=[Visit.from_json(visit) for visit in data["visits"]],
            at=data["at"],
            promoted=list(data["promoted"]),
            end=data["end"],
            loop=data["loop"],
            asks=Asks(list(asks["inputs"]), list(asks["checks"]), asks["step"]),
            reasons=dict(data["reasons"]),
            inputs={name: frozen_input(value) for name, value in data["inputs"].items()},
            solved=data["solved"],
            paged=data["paged"],
            record=dict(data["record"]),
        )


def frozen_answer(value: object) -> Answer | None:
    """An answer as it came from JSON or a form: text, a tuple of texts, or None for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable) and not isinstance(value, Mapping | bytes):
        items = tuple(value)
        return items if all(isinstance(item, str) for item in items) else None
    return None


def frozen_input(value: Any) -> InputValue:
    return tuple(value) if isinstance(value, list) else value
