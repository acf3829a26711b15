"""Log-ins that failed, counted by where they came from: by one account from one place, and by one place in all.

A place is a network, or a browser that is known because the account has logged in with it before. An account alone is
never counted: whoever wished to lock somebody out would only have to fail often enough.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Table, bindparam, case, delete, func, insert, select
from sqlmodel import Session

from app.storage.account_tables import LoginFailureTable

FAILURE: Table = LoginFailureTable.__table__  # type: ignore[attr-defined]


class Failures(NamedTuple):
    """How many there were from one place: for this account, and for all."""

    account: int
    place: int


_SINCE = bindparam("since", type_=FAILURE.c.at.type)
_COUNT = select(
    func.coalesce(func.sum(case((FAILURE.c.email == bindparam("email"), 1), else_=0)), 0), func.count()
).where(FAILURE.c.network == bindparam("place"), FAILURE.c.at > _SINCE)


def count(session: Session, *, email: str, place: str, since: datetime) -> Failures:
    """`email` is the keyed digest of what was typed."""
    values = {"email": email, "place": place, "since": since}
    row = session.connection().execute(_COUNT, values).one()
    return Failures(int(row[0]), int(row[1]))


def add(session: Session, *, email: str, place: str, now: datetime) -> int:
    """A failure, or an attempt that counts as one until it succeeds; returns its id."""
    values = {"email": email, "network": place, "at": now}
    key = session.connection().execute(insert(FAILURE), values).inserted_primary_key
    return int(key[0]) if key else 0


def remove(session: Session, failure_id: int) -> None:
    """It was none after all."""
    session.connection().execute(delete(FAILURE).where(FAILURE.c.id == failure_id))


def clear(session: Session, *, email: str, place: str) -> None:
    """The right password came from there: what failed before was its owner's."""
    theirs = (FAILURE.c.email == email) & (FAILURE.c.network == place)
    session.connection().execute(delete(FAILURE).where(theirs))


def forget_failures(session: Session, before: datetime) -> int:
    """Removes what no longer counts; says how many."""
    return session.connection().execute(delete(FAILURE).where(FAILURE.c.at < before)).rowcount
