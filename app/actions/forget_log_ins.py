"""Forget what log-ins left behind: failures that no longer count, sessions that ended long ago."""

from __future__ import annotations

from app.actions.log_in import WINDOW
from app.actions.services import Services
from app.storage import account_sessions, login_failures

FORGET_EVERY = 3600.0  # seconds


def forget_log_ins(services: Services) -> int:
    """How many rows went. Raises StoreUnavailable."""
    now = services.clock()
    with services.sessions() as session:
        gone = login_failures.forget_failures(session, now - WINDOW) + account_sessions.forget_sessions(session, now)
        session.commit()
    return gone
