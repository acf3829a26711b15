"""What a visitor gave, event by event, folded into a record that a walk can be played from.

An event is a JSON object with a `kind`:

    given     values: input → what was typed, or null to take it back
    result    check (`step.check`), result, params, element with `each`; visit, attempt
    answer    step, value (an option id or a list of them); visit
    tried     cause, outcome (worked, failed, skipped); visit, attempt
    continue  step; visit
    proof     domain, token, until (ISO moment): the record with which the visitor proves that a domain is theirs
    solved    the visitor says that the problem is gone
    reopen    it was not

`visit` counts the visits of that step from 1 and `attempt` the retries within a visit; both default to the latest.
Each entry belongs to a visit, so changing an earlier answer leaves later ones where they are, and they count again as
soon as the path comes by. An event nobody understands changes nothing: a walk outlives the version that wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from app.core.article import Article, CheckCall
from app.core.checking import WORST_FIRST, worst
from app.core.state import Answer, Outcomes, Result, Visit, frozen_answer

Record = dict[str, Any]
Event = Mapping[str, Any]
Arguments = Callable[[str | None], Mapping[str, Any]]


class Supply(Protocol):
    """Where a walk takes results, answers and tries from: a visitor's events, or a scenario's lists."""

    def result(
        self, visit: Visit, call: CheckCall, elements: list[str] | None, arguments: Arguments
    ) -> Result | None: ...

    def answer(self, visit: Visit) -> Answer | None: ...

    def tried(self, visit: Visit, cause: str) -> str | None: ...

    def passed(self, visit: Visit) -> bool: ...

    def passed_start(self) -> bool: ...

    def proofs(self, check: str) -> Mapping[str, str]:
        """The tokens that `step.check` may be given, by domain."""
        ...

    def left(self, visits: list[Visit]) -> object:
        """What is still to be given beyond these visits; two moments can only be a loop where it is equal."""
        ...


def empty_record() -> Record:
    return {"given": {}, "results": {}, "answers": {}, "tried": {}, "passed": {}, "solved": False}


def settle(article: Article, event: Event, visits: Callable[[], list[Visit]]) -> dict[str, Any] | None:
    """The event with its visit and attempt written out, or None where it says nothing this article knows.

    `visits` is asked only where an event leaves them to be the latest.
    """
    kind = event.get("kind")
    if kind in ("solved", "reopen"):
        return {"kind": kind}
    if kind == "given":
        values = event.get("values")
        return dict(event) if isinstance(values, Mapping) and all(name in article.inputs for name in values) else None
    if kind == "proof":
        return dict(event) if all(isinstance(event.get(key), str) for key in ("domain", "token", "until")) else None
    step = _step_of(article, event)
    if step is None or not _sound(kind, event):
        return None
    visit, attempt = event.get("visit"), event.get("attempt")
    if step == "":
        visit = 1
    if not _count(visit) or (kind in ("result", "tried") and not _count(attempt)):
        latest = next((v for v in reversed(visits()) if v.step == step), None)
        visit = visit if _count(visit) else (latest.number if latest else 1)
        attempt = attempt if _count(attempt) else (latest.attempt if latest and latest.number == visit else 1)
    return {**event, "at": step, "visit": visit, "attempt": attempt or 1}


def fold(record: Record, event: Event) -> Record:
    """The record with one settled event in it; the record given is left as it was.

    Only the branch the event changes is copied, since a record holds every result a walk ever had.
    """
    record = dict(record)
    kind = event["kind"]
    if kind in ("solved", "reopen"):
        record["solved"] = kind == "solved"
        return record
    if kind == "given":
        given = {**record["given"], **event["values"]}
        record["given"] = {name: value for name, value in given.items() if value is not None}
        return record
    if kind == "proof":
        _branch(record, "proofs")[event["domain"]] = {"token": event["token"], "until": event["until"]}
        return record
    visit, slot = str(event["visit"]), f"{event['visit']}.{event['attempt']}"
    if kind == "result":
        kept = _branch(_branch(_branch(record, "results"), event["check"]), slot)
        kept[str(event.get("element") or "")] = _kept_result(event)
    elif kind == "answer":
        value = event["value"]
        _branch(_branch(record, "answers"), event["step"])[visit] = value if isinstance(value, str) else list(value)
    elif kind == "continue":
        _branch(_branch(record, "passed"), event["step"])[visit] = True
    elif kind == "tried":
        _branch(_branch(record, "tried"), event["cause"])[slot] = event["outcome"]
        if event["outcome"] == "worked":  # the step is to be looked at again, even where it was passed before
            passed = _branch(record, "passed")
            passed[event["at"]] = {number: True for number in passed.get(event["at"], {}) if number != visit}
    return record


def _branch(parent: Record, key: str) -> Record:
    """A copy of what is under a key, put in its place; empty where nothing was."""
    parent[key] = branch = dict(parent.get(key, {}))
    return branch


class EventSupply:
    """Plays a record."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def result(self, visit: Visit, call: CheckCall, elements: list[str] | None, arguments: Arguments) -> Result | None:
        kept = self.record["results"].get(f"{visit.step}.{call.name}", {}).get(f"{visit.number}.{visit.attempt}", {})
        if elements is None:
            return _fresh(kept.get(""), arguments(None))
        found = {element: _fresh(kept.get(element), arguments(element)) for element in elements}
        if any(result is None for result in found.values()):
            return None
        return gathered({element: result for element, result in found.items() if result is not None})

    def answer(self, visit: Visit) -> Answer | None:
        return frozen_answer(self.record["answers"].get(visit.step, {}).get(str(visit.number)))

    def tried(self, visit: Visit, cause: str) -> str | None:
        outcome: str | None = self.record["tried"].get(cause, {}).get(f"{visit.number}.{visit.attempt}")
        return outcome

    def passed(self, visit: Visit) -> bool:
        return str(visit.number) in self.record["passed"].get(visit.step, {})

    def passed_start(self) -> bool:
        return "" in self.record["passed"]

    def proofs(self, check: str) -> Mapping[str, str]:
        return proofs_in(self.record)

    def left(self, visits: list[Visit]) -> object:
        made: dict[str, int] = {}
        for visit in visits:
            made[visit.step] = max(made.get(visit.step, 0), visit.number)
        entries = [(s, int(n)) for kind in ("answers", "passed") for s, by in self.record[kind].items() for n in by]
        entries += [
            (k.rpartition(".")[0], int(n.partition(".")[0])) for k, by in self.record["results"].items() for n in by
        ]
        return sum(1 for step, number in entries if number > made.get(step, 0))


def proofs_in(record: Mapping[str, Any]) -> dict[str, str]:
    """The tokens a walk was given, by domain."""
    return {domain: proof["token"] for domain, proof in record.get("proofs", {}).items()}


def gathered(found: Mapping[str, Result]) -> Result:
    """The one result of a check that ran for each of several elements: the worst, with a map of all."""
    if not found:
        return Result("unknown", "no-elements", summary="There was nothing to look at.", each={})
    verdict = worst([result.status for result in found.values()])
    first = next(result for result in found.values() if result.status == verdict)
    return Result(
        verdict,
        first.code,
        first.facts,
        first.summary,
        first.advice,
        each={element: result.as_name() for element, result in found.items()},
    )


def _fresh(kept: Mapping[str, Any] | None, arguments: Mapping[str, Any]) -> Result | None:
    """A kept result, unless it was found with other parameters than hold now."""
    if kept is None:
        return None
    result = Result.from_json(kept)
    return None if result.params is not None and dict(result.params) != dict(arguments) else result


def _kept_result(event: Event) -> dict[str, Any]:
    result = Result.from_json(event["result"])
    kept = result.to_json()
    if event.get("params") is not None:
        kept["params"] = event["params"]
    return kept


def _step_of(article: Article, event: Event) -> str | None:
    """The step an event belongs to: '' for the inputs before the first step, None where there is none such."""
    kind = event.get("kind")
    if kind == "result":
        step_id, _, name = str(event.get("check")).rpartition(".")
        step = article.steps.get(step_id)
        return step_id if step and step.check(name) else None
    if kind == "tried":
        found = article.cause(str(event.get("cause")))
        return found[0].id if found else None
    step_id = str(event.get("step"))
    return step_id if step_id in article.steps or (step_id == "" and kind == "continue") else None


def _sound(kind: object, event: Event) -> bool:
    if kind == "result":
        result = event.get("result")
        return (
            isinstance(result, Mapping)
            and result.get("status") in WORST_FIRST
            and isinstance(result.get("code"), str)
            and isinstance(result.get("facts") or {}, Mapping)
            and isinstance(event.get("params") or {}, Mapping)
        )
    if kind == "answer":
        return frozen_answer(event.get("value")) is not None
    if kind == "tried":
        return event.get("outcome") in Outcomes
    return kind == "continue"


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000


def fold_all(article: Article, events: Iterable[Event], visits_of: Callable[[Record], list[Visit]]) -> Record:
    """Every event folded in order; `visits_of` plays a record, for events that leave their visit to be the latest."""
    record = empty_record()
    for event in events:
        if isinstance(event, Mapping):
            settled = settle(article, event, lambda record=record: visits_of(record))  # type: ignore[misc]
            record = record if settled is None else fold(record, settled)
    return record
