"""Browsers that are logged in. A token is known by its SHA-256 only: who reads the database cannot log in with it.

Sessions that ended stay for `REMEMBERED`: they say from which networks an account has logged in before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, insert, select, update
from sqlmodel import Session

from app.storage.account_tables import AccountSessionTable
from app.storage.accounts import ACCOUNT, COLUMNS, Account

SESSION: Table = AccountSessionTable.__table__  # type: ignore[attr-defined]
REMEMBERED = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=1)  # `seen_at` is written so often at most


class AccountSession(NamedTuple):
    """One browser that is logged in. `network` is a /24 or /48, `agent` what the browser calls itself."""

    id: int
    account_id: int
    agent: str
    network: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


_COLUMNS = [SESSION.c[name] for name in AccountSession._fields]
_BOTH = select(*_COLUMNS, *(column.label(f"account_{column.name}") for column in COLUMNS)).join_from(
    SESSION, ACCOUNT, ACCOUNT.c.id == SESSION.c.account_id
)


def _living() -> ColumnElement[bool]:
    return and_(
        SESSION.c.revoked_at.is_(None),
        SESSION.c.expires_at > bindparam("now", type_=SESSION.c.expires_at.type),
        SESSION.c.seen_at > bindparam("seen_after", type_=SESSION.c.seen_at.type),
        ACCOUNT.c.disabled_at.is_(None),
    )


_BY_TOKEN = _BOTH.where(SESSION.c.token_digest == bindparam("digest"), _living())
_ALL = _BOTH.where(_living()).order_by(SESSION.c.seen_at.desc(), SESSION.c.id.desc())
_KNOWN_NETWORK = (
    select(SESSION.c.id)
    .where(SESSION.c.account_id == bindparam("account_id"), SESSION.c.network == bindparam("network"))
    .limit(1)
)


def token_digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def open_session(
    session: Session, *, account_id: int, token: str, agent: str, network: str, now: datetime, expires_at: datetime
) -> int:
    """Remembers a browser that logged in; returns the session's id."""
    values = {
        "account_id": account_id,
        "token_digest": token_digest(token),
        "agent": agent,
        "network": network,
        "created_at": now,
        "seen_at": now,
        "expires_at": expires_at,
    }
    key = session.connection().execute(insert(SESSION), values).inserted_primary_key
    return int(key[0]) if key else 0


def find_session(
    session: Session, token: str, *, now: datetime, idle: timedelta
) -> tuple[AccountSession, Account] | None:
    """The session of this token and whose it is; None where it ended, was idle too long, or was never there."""
    values = {"digest": token_digest(token), "now": now, "seen_after": now - idle}
    row = session.connection().execute(_BY_TOKEN, values).first()
    return None if row is None else _both(tuple(row))


def living_sessions(
    session: Session, *, now: datetime, idle: timedelta, account_id: int | None = None
) -> list[tuple[AccountSession, Account]]:
    """Everybody who is logged in, or one account's sessions; the last seen first."""
    wanted = _ALL if account_id is None else _ALL.where(SESSION.c.account_id == account_id)
    rows = session.connection().execute(wanted, {"now": now, "seen_after": now - idle})
    return [_both(tuple(row)) for row in rows]


def see(session: Session, session_id: int, now: datetime) -> None:
    """The browser was here. Written once a minute at most, whatever else asks for it."""
    old = (SESSION.c.id == session_id) & (SESSION.c.seen_at <= now - SEEN_EVERY)
    session.connection().execute(update(SESSION).where(old).values(seen_at=now))


def revoke(session: Session, session_id: int, now: datetime) -> bool:
    """Ends one session. False where it had ended before."""
    mine = (SESSION.c.id == session_id) & SESSION.c.revoked_at.is_(None)
    return session.connection().execute(update(SESSION).where(mine).values(revoked_at=now)).rowcount > 0


def revoke_token(session: Session, token: str, now: datetime) -> None:
    """Ends the session that this token opens, if there is one."""
    mine = (SESSION.c.token_digest == token_digest(token)) & SESSION.c.revoked_at.is_(None)
    session.connection().execute(update(SESSION).where(mine).values(revoked_at=now))


def revoke_all(session: Session, account_id: int, now: datetime, *, but: int | None = None) -> int:
    """Ends every session of an account, except the session `but`; says how many ended."""
    mine = (SESSION.c.account_id == account_id) & SESSION.c.revoked_at.is_(None)
    if but is not None:
        mine &= SESSION.c.id != but
    return session.connection().execute(update(SESSION).where(mine).values(revoked_at=now)).rowcount


def knows_network(session: Session, account_id: int, network: str) -> bool:
    """Whether this account has logged in from this network before, as long as that is remembered."""
    found = session.connection().execute(_KNOWN_NETWORK, {"account_id": account_id, "network": network}).first()
    return found is not None


def forget_sessions(session: Session, now: datetime) -> int:
    """Removes sessions that ended or were last seen `REMEMBERED` ago; says how many."""
    before = now - REMEMBERED
    old = (SESSION.c.expires_at < before) | (SESSION.c.revoked_at < before)
    return session.connection().execute(delete(SESSION).where(old)).rowcount


def _both(row: tuple[object, ...]) -> tuple[AccountSession, Account]:
    width = len(AccountSession._fields)
    return AccountSession._make(row[:width]), Account._make(row[width:])
