"""The visitor says that the problem is gone, or that it was not after all."""

from __future__ import annotations

from app.actions.read_run import Run
from app.actions.record_events import record_events
from app.actions.services import Services


def declare_solved(services: Services, token: str) -> Run:
    """Ends the walk as solved, wherever it stands."""
    return record_events(services, token, lambda run: [] if run.state.solved else [{"kind": "solved"}])


def reopen_run(services: Services, token: str) -> Run:
    """Takes the declaration back; the walk stands where it stood."""
    return record_events(services, token, lambda run: [{"kind": "reopen"}] if run.state.solved else [])
