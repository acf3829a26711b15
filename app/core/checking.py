"""What a live check is, told without any network: its declaration, its outcome, its result.

The linter, the documentation and the scenarios read declarations; `app/checks/` holds the checks themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel

Status = Literal["pass", "warn", "fail", "unknown"]
FactType = Literal["text", "number", "date", "texts", "answers", "hops"]
Direction = Literal["sent", "received", "note"]
WORST_FIRST: tuple[Status, ...] = ("fail", "unknown", "warn", "pass")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One code a check may end with: its status, a sentence for people, what to do, and example facts."""

    code: str
    status: Status
    say: str
    do: str = ""
    example: Mapping[str, object] = field(default_factory=dict)


COMMON_OUTCOMES: tuple[Outcome, ...] = (
    Outcome("not-allowed", "unknown", "We do not connect to this address.", "Give a public host name or address."),
    Outcome(
        "bad-input",
        "unknown",
        "We could not read what was given.",
        "Correct the value named below and run the check again.",
    ),
    Outcome(
        "resolver-failed",
        "unknown",
        "Our own name server could not tell.",
        "Nothing is known about your side. Try again in a minute.",
    ),
    Outcome(
        "no-connection",
        "unknown",
        "We could not start the conversation this check needs.",
        "See what the connection check says first.",
    ),
    Outcome(
        "limit", "unknown", "We stopped, because a limit of ours was reached.", "Wait a minute and run the check again."
    ),
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A check as authors see it. `params` is a Pydantic model; a field with a default is optional."""

    name: str
    title: str  # "Mail exchangers", for rows and documentation
    about: str  # one sentence: what it finds out
    params: type[BaseModel]
    facts: Mapping[str, FactType]
    outcomes: tuple[Outcome, ...]  # without the common five
    lasts: bool = True  # a result serves whoever asks the same within a minute

    def outcome(self, code: str) -> Outcome | None:
        return next((o for o in (*self.outcomes, *COMMON_OUTCOMES) if o.code == code), None)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(o.code for o in (*self.outcomes, *COMMON_OUTCOMES))


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One line of the transcript: `at_ms` after the start, who spoke, and the text with controls made visible."""

    at_ms: float
    direction: Direction
    text: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one run ended. `facts` hold JSON values only: text, float, list, dict; dates as ISO text."""

    status: Status
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    evidence: tuple[EvidenceLine, ...] = ()
    elapsed_ms: float = 0.0
    advice: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "code": self.code,
            "facts": dict(self.facts),
            "summary": self.summary,
            "advice": self.advice,
            "evidence": [{"at_ms": e.at_ms, "direction": e.direction, "text": e.text} for e in self.evidence],
            "elapsed_ms": self.elapsed_ms,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CheckResult:
        return cls(
            status=data["status"],
            code=data["code"],
            facts=data.get("facts") or {},
            summary=data.get("summary", ""),
            evidence=tuple(EvidenceLine(e["at_ms"], e["direction"], e["text"]) for e in data.get("evidence") or ()),
            elapsed_ms=data.get("elapsed_ms", 0.0),
            advice=data.get("advice", ""),
        )


NetworkT = TypeVar("NetworkT", contravariant=True)


class Check(Protocol[NetworkT]):
    """A check: its declaration and one coroutine. It raises `CheckError` where it could not find out."""

    @property
    def declaration(self) -> Declaration: ...

    async def run(self, params: Any, network: NetworkT) -> CheckResult: ...


def worst(statuses: list[Status]) -> Status:
    """The worst of several statuses: `fail`, then `unknown`, `warn`, `pass`."""
    return min(statuses, key=WORST_FIRST.index)
