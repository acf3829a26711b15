"""Note how trying a cause's fix went: it worked, it did not, or it could not be tried."""

from __future__ import annotations

from collections.abc import Sequence

from app.actions.read_run import Run
from app.actions.record_events import Event, record_events
from app.actions.services import Services
from app.core.errors import BadInput, NotFound
from app.core.state import Outcomes


def record_cause(services: Services, token: str, cause_id: str, outcome: str, visit: int = 1, attempt: int = 1) -> Run:
    """`outcome` is `worked`, `failed` or `skipped`. Saying the same twice is once. Raises NotFound and BadInput."""
    if outcome not in Outcomes:
        raise BadInput(
            "Say whether it worked, it did not, or you cannot try it.", {"outcome": "Choose one of the three."}
        )

    def propose(run: Run) -> Sequence[Event]:
        if run.article.cause(cause_id) is None:
            raise NotFound("This walk has no such cause.", kind="cause", cause=cause_id)
        told = run.state.record.get("tried", {}).get(cause_id, {}).get(f"{visit}.{attempt}")
        if told == outcome:
            return []
        return [{"kind": "tried", "cause": cause_id, "outcome": outcome, "visit": visit, "attempt": attempt}]

    return record_events(services, token, propose)
