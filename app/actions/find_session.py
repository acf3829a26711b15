"""Whose browser this is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.actions.services import Services
from app.storage import account_sessions
from app.storage.account_sessions import SEEN_EVERY, AccountSession
from app.storage.accounts import Account
from app.storage.audit import Actor


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is logged in, and the session in which they are."""

    account: Account
    session: AccountSession

    @property
    def actor(self) -> Actor:
        return Actor(self.account.id, self.account.name)


def idle_time(services: Services) -> timedelta:
    """A session that was not seen for so long has ended."""
    return timedelta(hours=services.settings.session_idle_hours)


def find_session(services: Services, token: str) -> Person | None:
    """Who logged in with this token; None where the session ended. Notes that the browser was seen."""
    if not token:
        return None
    now = services.clock()
    with services.sessions() as session:
        found = account_sessions.find_session(session, token, now=now, idle=idle_time(services))
        if found is None:
            return None
        if now - found[0].seen_at >= SEEN_EVERY:
            account_sessions.see(session, found[0].id, now)
            session.commit()
    return Person(account=found[1], session=found[0])
