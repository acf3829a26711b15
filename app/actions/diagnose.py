"""Check everything: run every check of every step, each as soon as what it needs is known, and say what stands out.

A `Diagnosis` needs no database, so the command line uses the same one; `check_everything` notes the results in a walk.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from functools import partial
from typing import Any

from app.actions.read_run import Run, read_run
from app.actions.record_events import Event, record_events
from app.actions.run_checks import Progress, result_event, run_ready
from app.actions.services import Services
from app.core import conditions, rank
from app.core.article import Article, Step
from app.core.checking import CheckResult, Declaration, worst
from app.core.events import EventSupply, empty_record, fold, gathered, proofs_in
from app.core.names import Names
from app.core.state import Result, State
from app.core.walk import Call, Waiting, parameters, play
from app.core.walker import Walker


class Diagnosis:
    """Which checks of an article can run, what they found, and what follows. Grows as results come in.

    `record` is that of a walk (see `core/events.py`): its inputs, and its answers and earlier results where it has any.
    `anew` leaves its earlier results out.
    """

    def __init__(
        self,
        article: Article,
        record: Mapping[str, Any],
        declarations: Mapping[str, Declaration],
        today: str,
        *,
        anew: bool = False,
    ) -> None:
        self.article, self.today, self.declarations = article, today, declarations
        self.record = copy.deepcopy(dict(record))
        self._started: set[tuple[str, str | None]] = set()
        self._parts: dict[tuple[str, str], dict[str, Result]] = {}
        self._seen: dict[tuple[str, str], list[CheckResult]] = {}  # as they came, evidence included
        if anew:
            self.record["results"] = {}
        player = Walker(article, EventSupply(self.record), today)
        player.take_inputs(self.record["given"])
        proofs = proofs_in(self.record)
        self.names = Names(article, player.inputs, {}, self._latest_answers(), today, proofs=proofs)
        self.results = self._known()
        self.names.results = self.results
        while self._drop_stale():
            pass

    def ready(self) -> list[Call]:
        """What can start now and was not given yet."""
        calls: list[Call] = []
        for step in self.article.steps.values():
            names = self.names.within(step.scope)
            for call in step.checks:
                if call.when is not None and not conditions.holds(call.when.source, names):
                    continue
                found = parameters(self.article, names, step, call.name, self.declarations)
                if isinstance(found, list):
                    calls += [made for made in found if (made.key, made.element) not in self._started]
                    if not found:
                        self.results.setdefault((step.id, call.name), gathered({}))
        self._started |= {(made.key, made.element) for made in calls}
        return calls

    def finished(self, call: Call, result: CheckResult, slot: tuple[int, int] = (1, 1)) -> None:
        """Takes a result in; `slot` is the visit and attempt of the walk it belongs to."""
        event = result_event(call, result, *slot)
        self.record = fold(self.record, {**event, "at": call.key.rpartition(".")[0]})
        step_id, _, name = call.key.rpartition(".")
        self._seen.setdefault((step_id, name), []).append(result)
        plain = Result.from_json(result.to_json())
        if call.element is None:
            self.results[step_id, name] = plain
            return
        parts = self._parts.setdefault((step_id, name), {})
        parts[call.element] = plain
        if all(element in parts for element in self._elements(call.key)):
            self.results[step_id, name] = gathered(parts)

    def waits_for(self, step: Step, check: str) -> tuple[str, ...]:
        """The names a check waits for; empty where it can run or has."""
        found = parameters(self.article, self.names.within(step.scope), step, check, self.declarations)
        return found.names if isinstance(found, Waiting) else ()

    def walked(self) -> State:
        """The walk with these results, going on by itself as far as it can."""
        return play(self.article, self.record, today=self.today, checks=self.declarations)

    def status(self, step: Step) -> str:
        """The worst of a step's results; `none` where it has none."""
        found = [self.results[step.id, c.name].status for c in step.checks if (step.id, c.name) in self.results]
        return worst(found) if found else "none"

    def promoted(self, step: Step) -> list[str]:
        """The causes of a step whose condition holds, the one to try first at the front."""
        names = self.names.within(step.scope)
        held = [c.id for c in step.causes if c.when is not None and conditions.holds(c.when.source, names)]
        return [cause.id for cause in rank.order(step.causes, held) if cause.id in held]

    def report(self, elapsed_ms: float = 0.0) -> dict[str, Any]:
        """What `unsnag diagnose --json` prints."""
        state = self.walked()
        steps = [step for step in self.article.steps.values() if not step.use]
        promoted = {step.id: self.promoted(step) for step in steps}
        first = self.first(state)
        in_turn = [first] if first else []
        in_turn += [step.id for step in steps if step.id != first]
        return {
            "article": self.article.id,
            "steps": [
                {
                    "id": step.id,
                    "status": self.status(step),
                    "checks": {
                        call.name: self._whole((step.id, call.name))
                        for call in step.checks
                        if (step.id, call.name) in self.results
                    },
                    "promoted": promoted[step.id],
                }
                for step in steps
            ],
            "first": first,
            "causes": [cause for step_id in in_turn for cause in promoted[step_id]],
            "end": state.end,
            "elapsed_ms": round(elapsed_ms, 1),
        }

    def _whole(self, key: tuple[str, str]) -> dict[str, Any]:
        """A result with its evidence; with `each` that of all elements, and the time of the slowest."""
        found = self.results[key].to_json()
        if key not in self._seen:
            return found
        parts = [result.to_json() for result in self._seen[key]]
        evidence = [line for part in parts for line in part["evidence"]]
        elapsed = max(part["elapsed_ms"] for part in parts)
        return {"summary": "", "advice": "", **found, "evidence": evidence, "elapsed_ms": elapsed}

    def first(self, state: State | None = None) -> str | None:
        """The first step on the path that fails, or that promotes a cause."""
        state = state or self.walked()
        for visit in state.visits:
            step = self.article.steps[visit.step]
            if self.status(step) == "fail" or self.promoted(step):
                return step.id
        return None

    def _elements(self, key: str) -> list[str]:
        return [element for started, element in self._started if started == key and element is not None]

    def _latest_answers(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for step_id, by_visit in self.record["answers"].items():
            value = by_visit[max(by_visit, key=int)]
            found[step_id] = value if isinstance(value, str) else tuple(value)
        return found

    def _known(self) -> dict[tuple[str, str], Result]:
        """Earlier results, the latest of each check; where an element is missing the rest stand for it."""
        found: dict[tuple[str, str], Result] = {}
        for key, slots in self.record["results"].items():
            step_id, _, name = key.rpartition(".")
            if step_id not in self.article.steps:
                continue
            kept = slots[max(slots, key=lambda slot: tuple(int(part) for part in slot.split(".")))]
            parts = {element: Result.from_json(data) for element, data in kept.items()}
            found[step_id, name] = parts[""] if "" in parts else gathered(parts)
        return found

    def _drop_stale(self) -> bool:
        """Takes away results that were found with other parameters than hold now; True where there were any."""
        stale: list[tuple[str, str]] = []
        for (step_id, name), result in self.results.items():
            step = self.article.steps[step_id]
            found = parameters(self.article, self.names.within(step.scope), step, name, self.declarations)
            if isinstance(found, Waiting) or (
                result.params is not None and [dict(result.params)] != [dict(call.params) for call in found]
            ):
                stale.append((step_id, name))
        for key in stale:
            del self.results[key]
        return bool(stale)


def diagnosis_of(services: Services, run: Run, *, anew: bool = False) -> Diagnosis:
    """The diagnosis of a walk as it stands."""
    record = run.state.record or empty_record()
    return Diagnosis(run.article, record, services.declarations, services.today(), anew=anew)


async def check_everything(services: Services, token: str, visitor: str = "") -> AsyncGenerator[Progress, None]:
    """Runs every check of a walk's article that can run, notes each result in the walk, and yields it."""
    run = await asyncio.to_thread(read_run, services, token)
    diagnosis = diagnosis_of(services, run, anew=True)
    again = bool(run.state.record.get("results"))
    results = run_ready(services.runner, diagnosis.ready, visitor=visitor, fresh=again)
    async with aclosing(results):
        async for call, result in results:
            slot = slot_of(run.state, call.key)
            diagnosis.finished(call, result, slot)
            event = result_event(call, result, *slot)
            run = await asyncio.to_thread(record_events, services, token, partial(_only, event))
            yield Progress(call, result, run)


def _only(event: Event, _: Run) -> list[Event]:
    return [event]


def slot_of(state: State, key: str) -> tuple[int, int]:
    """The visit and attempt a new result of a check belongs to: the latest, or the first one to come."""
    visit = state.visit(key.rpartition(".")[0])
    return (visit.number, visit.attempt) if visit else (1, 1)
