"""Log out, here or elsewhere."""

from __future__ import annotations

from app.actions.find_session import Person, idle_time
from app.actions.services import Services
from app.core.errors import NotFound
from app.storage import account_sessions, audit
from app.storage.account_sessions import AccountSession
from app.storage.accounts import Account


def log_out(services: Services, person: Person) -> None:
    """Ends the session that the person is in."""
    _end(services, person, person.session.id, "log-out")


def end_session(services: Services, person: Person, session_id: int) -> None:
    """Ends a session: one's own, or as an admin anybody's. Raises NotFound where there is none, or none of theirs."""
    visible = {session.id for session, _ in sessions_of(services, person)}
    if session_id not in visible:
        raise NotFound("That session has ended already.", kind="session")
    _end(services, person, session_id, "end-session")


def end_other_sessions(services: Services, person: Person) -> int:
    """Ends every session of the person but the one they are in; says how many."""
    now = services.clock()
    with services.sessions() as session:
        ended = account_sessions.revoke_all(session, person.account.id, now, but=person.session.id)
        if ended:
            audit.record(
                session,
                account=person.actor,
                action="end-sessions",
                subject_kind="account",
                subject_id=person.account.id,
                details={"ended": ended},
                now=now,
            )
        session.commit()
    return ended


def sessions_of(services: Services, person: Person) -> list[tuple[AccountSession, Account]]:
    """The sessions that a person may see and end: their own, or for an admin all; the last seen first."""
    account_id = None if person.account.is_admin else person.account.id
    with services.sessions() as session:
        return account_sessions.living_sessions(
            session, now=services.clock(), idle=idle_time(services), account_id=account_id
        )


def _end(services: Services, person: Person, session_id: int, action: str) -> None:
    now = services.clock()
    with services.sessions() as session:
        if account_sessions.revoke(session, session_id, now):
            audit.record(
                session, account=person.actor, action=action, subject_kind="session", subject_id=session_id, now=now
            )
        session.commit()
