"""Empty the walks that expired, and forget them in the end."""

from __future__ import annotations

from app.actions.services import Services
from app.storage import runs

EXPIRE_EVERY = 3600.0  # seconds


def expire_runs(services: Services) -> int:
    """How many walks were emptied. Raises StoreUnavailable."""
    with services.sessions() as session:
        return runs.expire_runs(session, services.clock())
