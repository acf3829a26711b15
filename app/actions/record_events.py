"""Append to a walk what a visitor did, whatever another tab does meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.actions.personal import set_apart
from app.actions.read_run import Run, read_run
from app.actions.services import Services
from app.core.errors import Conflict, LimitReached
from app.core.state import State
from app.core.walk import advance
from app.storage import runs

Event = Mapping[str, Any]
Proposal = Callable[[Run], Sequence[Event]]
Refusal = Callable[[Sequence[Event], State], None]
ATTEMPTS = 8  # a conflict needs another writer each time, so this many in a row do not happen to people
MOST_EVENTS = 5_000  # of one walk: a long one has some hundred


def record_events(services: Services, token: str, propose: Proposal, refuse: Refusal | None = None) -> Run:
    """The walk after the events that `propose` makes of it; it may propose none, and is asked again after a conflict.

    `refuse` sees the state they would lead to, and raises where they cannot be taken.

    Raises NotFound and Gone as `read_run` does, LimitReached where a walk grew beyond all use, and whatever `propose`
    or `refuse` raises; nothing is written then.
    """
    for _ in range(ATTEMPTS):
        run = read_run(services, token)
        events = propose(run)
        if not events:
            return run
        if run.seq + len(events) > MOST_EVENTS:
            raise LimitReached("This walk has grown too long. Start a new one.", retry_after=3600)
        state = after(services, run, events)
        if refuse is not None:
            refuse(events, state)
        try:
            stored, inputs = set_apart(run.article, events, run.row.inputs, run.token)
            seq = runs.append_events(
                services.engine,
                run.row.id,
                run.seq,
                stored,
                state.to_json(),
                services.clock(),
                days=services.settings.run_days,
                inputs=inputs,
            )
        except Conflict:
            continue
        services.states.put(run.row.id, seq, state)
        return Run(run.row._replace(seq=seq, inputs=inputs or run.row.inputs), run.entry, run.article, state)
    raise Conflict("This walk is busy in another window. Try again in a moment.")


def after(services: Services, run: Run, events: Sequence[Event]) -> State:
    """The state that these events lead to; nothing is written."""
    state, today = run.state, services.today()
    for event in events:
        state = advance(run.article, state, event, today=today, checks=services.declarations)
    return state
