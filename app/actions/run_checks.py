"""Run checks of a step of a walk, and note each result as it comes in.

No database connection is open while a check runs. A check that needs what another found (`$mx.hosts`) starts as soon as
that is known; everything else runs side by side.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.actions.read_run import Run, read_run
from app.actions.record_events import Event, record_events
from app.actions.services import Services
from app.actions.submit_step import find_step
from app.checks import runner
from app.core import conditions
from app.core.article import CheckCall, Ref, Step
from app.core.checking import CheckResult
from app.core.errors import Conflict
from app.core.state import Visit
from app.core.walk import Call, names_at, parameters


@dataclass(frozen=True, slots=True)
class Progress:
    """One result, and the walk after it was noted."""

    call: Call
    result: CheckResult
    run: Run


async def run_checks(
    services: Services,
    token: str,
    step_id: str,
    visit: int = 1,
    wanted: Collection[str] | None = None,
    visitor: str = "",
) -> AsyncGenerator[Progress, None]:
    """Runs the wanted checks of a visit (all of them where `wanted` is None) and yields each as it finishes.

    What cannot run yet is left out. Raises NotFound for an unknown step, Conflict where the walk no longer comes by.
    """
    run = await asyncio.to_thread(read_run, services, token)
    agenda = Agenda(services, run, find_step(run, step_id), visit, wanted)
    attempt = agenda.visit.attempt
    again = attempt > 1 or bool(agenda.visit.results)
    results = run_ready(services.runner, agenda.ready, visitor=visitor, fresh=again)
    async with aclosing(results):
        async for call, result in results:
            event = result_event(call, result, visit, attempt)
            run = await asyncio.to_thread(record_events, services, token, partial(_only, event))
            agenda.finished(call, run)
            yield Progress(call, result, run)


def _only(event: Event, _: Run) -> list[Event]:
    return [event]


class Agenda:
    """Which checks of a visit are still to run, and which of them can start now."""

    def __init__(self, services: Services, run: Run, step: Step, visit: int, wanted: Collection[str] | None) -> None:
        self._services, self._run, self._step, self._number = services, run, step, visit
        self._open = {call.name for call in step.checks if wanted is None or call.name in wanted}
        self._running: dict[str, set[str | None]] = {}

    @property
    def visit(self) -> Visit:
        """The visit as it stands now. Raises Conflict where it is no longer on the path."""
        made = self._run.state.visit(self._step.id, self._number)
        if made is None:
            raise Conflict("The walk no longer comes by this step.")
        return made

    def ready(self) -> list[Call]:
        """What starts now; each run is given once."""
        able = self._able()
        # while something runs, whatever it may make possible is waited for; then only what can run holds others up
        holding = self._open if self._running else able.keys()
        started: list[Call] = []
        for call in self._step.checks:
            if call.name in able and not sources(call) & (holding - {call.name}):
                self._running[call.name] = {made.element for made in able[call.name]}
                started += able[call.name]
        return started

    def finished(self, call: Call, run: Run) -> None:
        """Notes that a run came in, and where the walk stands now."""
        name = call.key.rpartition(".")[2]
        self._run = run
        self._running[name].discard(call.element)
        if not self._running[name]:
            del self._running[name]
            self._open.discard(name)

    def _able(self) -> dict[str, list[Call]]:
        """Open checks that could start: what they need is known and their condition holds."""
        run, step, services = self._run, self._step, self._services
        made = run.state.visit(step.id, self._number)
        if made is None:
            return {}
        names = names_at(run.article, run.state, services.today(), step.scope, made)
        able: dict[str, list[Call]] = {}
        for call in step.checks:
            if call.name not in self._open or call.name in self._running:
                continue
            if call.when is not None and not conditions.holds(call.when.source, names):
                continue
            found = parameters(run.article, names, step, call.name, services.declarations)
            if isinstance(found, list) and found:
                able[call.name] = found
        return able


def sources(call: CheckCall) -> set[str]:
    """The names a check takes its parameters from: `{"mx"}` for `$mx.hosts`."""
    given = [item for param in call.params.values() for item in (param if isinstance(param, tuple) else (param,))]
    refs = [item for item in (*given, call.each) if isinstance(item, Ref)]
    used = {ref.path.partition(".")[0] for ref in refs}
    return used | (set(conditions.compile_expression(call.when.source).names) if call.when else set())


async def run_ready(
    with_runner: runner.Runner, ready: Callable[[], Iterable[Call]], *, visitor: str = "", fresh: bool = False
) -> AsyncGenerator[tuple[Call, CheckResult], None]:
    """Starts whatever is ready, side by side, and asks again whenever something finished.

    `fresh` is for somebody who may have repaired something since. What is not done within a diagnosis' budget is
    `unknown`, code `limit`; where the consumer stops listening, what still runs is cancelled.
    """
    calls: dict[str, Call] = {}

    def runnable(_: object) -> Iterable[runner.Call]:
        for call in ready():
            key = f"{call.key} {call.element or ''}"
            calls[key] = call
            yield runner.Call(key, call.run, call.params)

    found = runner.diagnose_checks(with_runner, runnable, visitor=visitor, fresh=fresh)
    async with aclosing(found):
        async for key, result in found:
            yield calls[key], result


def result_event(call: Call, result: CheckResult, visit: int, attempt: int) -> Event:
    """A result as the walk's list of events keeps it; the store puts the evidence aside."""
    told = result.to_json()
    evidence = told.pop("evidence")
    event: dict[str, Any] = {
        "kind": "result",
        "check": call.key,
        "result": told,
        "params": dict(call.params),
        "evidence": evidence,
    }
    if call.element is not None:
        event["element"] = call.element
    return {**event, "visit": visit, "attempt": attempt}
