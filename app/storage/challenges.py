"""Verifications that were used. The primary key decides: of two that bring the same one, one comes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Table, bindparam, delete, select

from app.storage.comment_tables import ChallengeTable
from app.storage.prepared import Prepared
from app.storage.shared_commit import line_of
from app.storage.upserts import upsert

Claim = Literal["new", "again", "refused"]
CHALLENGE: Table = ChallengeTable.__table__  # type: ignore[attr-defined]

_SUBJECT = Prepared(select(CHALLENGE.c.subject).where(CHALLENGE.c.id == bindparam("id")))
_FORGET = Prepared(
    delete(CHALLENGE).where(CHALLENGE.c.expires_at < bindparam("now", type_=CHALLENGE.c.expires_at.type))
)
_KEEP: dict[str, Prepared] = {}  # by dialect
_GIVE_BACK = delete(CHALLENGE).where(CHALLENGE.c.id == bindparam("id"), CHALLENGE.c.subject == bindparam("subject"))


def use(connection: Connection, challenge: str, subject: str, expires_at: datetime, now: datetime) -> bool:
    """Whether this challenge is now used for `subject`, a digest: it was new, or was used for the same already.

    Commits.
    """
    used: list[bool] = []

    def write(writer: Connection) -> None:
        forget(writer, now)
        used[:] = [claim(writer, challenge, subject, expires_at) != "refused"]

    _commit(connection, write)
    return used[0]


def forget(writer: Connection, now: datetime) -> None:
    """Those whose time is over, within a transaction of the caller's."""
    _FORGET.write(writer, {"now": now})


def claim(writer: Connection, challenge: str, subject: str, expires_at: datetime) -> Claim:
    """As `use` within a transaction of the caller's, who has to let go of everything where it is refused."""
    if _keep(writer).write(writer, {"id": challenge, "subject": subject, "expires_at": expires_at}) == 1:
        return "new"
    return "again" if is_used(writer, challenge, subject) else "refused"


def is_used(connection: Connection, challenge: str, subject: str) -> bool:
    """Whether this challenge was used for `subject`, and for nothing else."""
    return _SUBJECT.first(connection, {"id": challenge}) == (subject,)


def let_go(writer: Connection, challenge: str, subject: str) -> None:
    """As if it had not been claimed, within the caller's transaction."""
    writer.execute(_GIVE_BACK, {"id": challenge, "subject": subject})


def _keep(connection: Connection) -> Prepared:
    found = _KEEP.get(connection.dialect.name)
    if found is None:
        found = Prepared(upsert(connection, CHALLENGE).on_conflict_do_nothing(), ("id", "subject", "expires_at"))
        _KEEP[connection.dialect.name] = found
    return found


def give_back(connection: Connection, challenge: str, subject: str) -> None:
    """What it was used for did not come about, so that it may be used again. Commits."""

    def write(writer: Connection) -> None:
        let_go(writer, challenge, subject)

    _commit(connection, write)


def _commit(connection: Connection, write: Callable[[Connection], None]) -> None:
    """SQLite has one writer: all who wait share its sync of the disk (`shared_commit`)."""
    if connection.dialect.name == "sqlite":
        line_of(connection.engine).run(connection, write)
        return
    write(connection)
    connection.commit()
