"""Take an event from a program. A program sees the walk that goes on by itself, so visits are counted there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from app.actions.read_inputs import read_inputs
from app.actions.read_run import Run, read_run, unpaged_state
from app.actions.record_events import Event, record_events
from app.actions.run_checks import result_event
from app.actions.services import Services
from app.actions.submit_step import find_step
from app.core.errors import BadInput, Conflict, NotFound
from app.core.state import State
from app.core.walk import Waiting, advance, names_at, parameters

Given = Mapping[str, Any]


def apply_event(services: Services, token: str, given: Given) -> Run:
    """Appends a `given`, `answer`, `tried`, `continue`, `solved` or `reopen`.

    Raises NotFound for a name the article does not have, BadInput with `fields` for values that cannot be taken.
    """

    def propose(run: Run) -> list[Event]:
        state = unpaged_state(services, run)
        event = _located(run, state, given)
        if event["kind"] == "given":
            event = {"kind": "given", "values": read_inputs(run.article, event["values"])}
        then = advance(run.article, state, event, today=services.today(), checks=services.declarations)
        _refuse(event, then)
        return [] if then.record == state.record else [event]

    return record_events(services, token, propose)


async def apply_check(services: Services, token: str, key: str, visit: int | None = None, visitor: str = "") -> Run:
    """Runs the check `step.check` and notes what it finds. Raises NotFound, and BadInput where it cannot run yet."""
    run = await asyncio.to_thread(read_run, services, token)
    state = await asyncio.to_thread(unpaged_state, services, run)
    step_id, _, name = key.rpartition(".")
    step = find_step(run, step_id)
    if step.check(name) is None:
        raise NotFound("This step has no such check.", kind="check", check=key)
    made = state.visit(step_id, visit)
    names = names_at(run.article, state, services.today(), step.scope, made)
    calls = parameters(run.article, names, step, name, services.declarations)
    if isinstance(calls, Waiting):
        raise BadInput("This check cannot run yet.", {"check": f"It waits for {', '.join(calls.names)}."})
    results = await asyncio.gather(*(services.runner.run(c.run, c.params, visitor=visitor) for c in calls))
    slot = (made.number, made.attempt) if made else (visit or 1, 1)
    events = [result_event(call, result, *slot) for call, result in zip(calls, results, strict=True)]
    return await asyncio.to_thread(record_events, services, token, lambda _: events)


def _located(run: Run, state: State, given: Given) -> dict[str, Any]:
    """The event with its visit and attempt, where it belongs to one."""
    event = {name: value for name, value in given.items() if value is not None or name == "values"}
    if event["kind"] == "tried":
        found = run.article.cause(event["cause"])
        if found is None:
            raise NotFound("This walk has no such cause.", kind="cause", cause=event["cause"])
        return _at(event, state, found[0].id)
    if event["kind"] in ("answer", "continue"):
        step = find_step(run, event["step"])
        if event["kind"] == "answer" and step.ask is None:
            raise Conflict("This step asks nothing.", step=step.id)
        return _at(event, state, step.id)
    return event


def _at(event: dict[str, Any], state: State, step_id: str) -> dict[str, Any]:
    made = state.visit(step_id, event.get("visit"))
    event.setdefault("visit", made.number if made else 1)
    if event["kind"] == "tried":
        event.setdefault("attempt", made.attempt if made else 1)
    return event


def _refuse(event: Event, then: State) -> None:
    """What the walk would only ask again is not taken."""
    names = event["values"] if event["kind"] == "given" else [event.get("step")]
    reasons = {str(name): then.reasons[name] for name in names if name in then.reasons}
    if reasons:
        fields = reasons if event["kind"] == "given" else {"value": next(iter(reasons.values()))}
        raise BadInput("The walk cannot take this.", fields)
