"""Go straight to a step that a diagnosis found, past those before it that need no answer."""

from __future__ import annotations

from collections.abc import Sequence

from app.actions.read_run import Run
from app.actions.record_events import Event, after, record_events
from app.actions.services import Services
from app.actions.submit_step import START, find_step
from app.core.state import State


def go_to_step(services: Services, token: str, step_id: str) -> Run:
    """The walk at that step, or as near before it as it comes by itself: where an input or an answer is missing.

    Nothing happens where the step is on the path already. Raises NotFound for a step the article does not have.
    """

    def propose(run: Run) -> Sequence[Event]:
        find_step(run, step_id)
        events: list[Event] = []
        state = run.state
        while step_id not in state.path and len(events) <= len(run.article.steps):
            event = _onward(run, state)
            if event is None:
                break
            events.append(event)
            state = after(services, run, events)
        return events

    return record_events(services, token, propose)


def _onward(run: Run, state: State) -> Event | None:
    """What goes on from here without anybody; None where somebody is needed."""
    if state.asks.inputs or state.end:
        return None
    if state.last is None:
        return {"kind": "continue", "step": START, "visit": 1}
    step = run.article.steps[state.last.step]
    if state.last.continued or (step.ask is not None and state.last.answer is None and state.asks.step == step.id):
        return None
    return {"kind": "continue", "step": step.id, "visit": state.last.number}
