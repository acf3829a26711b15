"""Empty the walks that expired, and forget them in the end; proofs and test messages that are out of date too."""

from __future__ import annotations

from app.actions.services import Services
from app.storage import ownership, runs

EXPIRE_EVERY = 3600.0  # seconds


def expire_runs(services: Services) -> int:
    """How many walks were emptied. Raises StoreUnavailable."""
    with services.sessions.begin() as session:
        ownership.forget_ownership(session, services.clock())
    with services.sessions() as session:
        return runs.expire_runs(session, services.clock())
