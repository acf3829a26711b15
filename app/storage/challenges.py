"""Verifications that were used. The primary key decides: of two that bring the same one, one comes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Table, bindparam, delete, select

from app.storage.comment_tables import ChallengeTable
from app.storage.prepared import Prepared
from app.storage.shared_commit import line_of
from app.storage.upserts import upsert

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
        used[:] = [claim(writer, challenge, subject, expires_at, now)]

    _commit(connection, write)
    return used[0]


def claim(writer: Connection, challenge: str, subject: str, expires_at: datetime, now: datetime) -> bool:
    """The same within a transaction of the caller's, who has to let go of everything where it is refused.

    Those whose time is over are forgotten.
    """
    _FORGET.write(writer, {"now": now})
    _keep(writer).write(writer, {"id": challenge, "subject": subject, "expires_at": expires_at})
    return _SUBJECT.first(writer, {"id": challenge}) == (subject,)


def _keep(connection: Connection) -> Prepared:
    found = _KEEP.get(connection.dialect.name)
    if found is None:
        found = Prepared(upsert(connection, CHALLENGE).on_conflict_do_nothing(), ("id", "subject", "expires_at"))
        _KEEP[connection.dialect.name] = found
    return found


def give_back(connection: Connection, challenge: str, subject: str) -> None:
    """What it was used for did not come about, so that it may be used again. Commits."""

    def write(writer: Connection) -> None:
        writer.execute(_GIVE_BACK, {"id": challenge, "subject": subject})

    _commit(connection, write)


def _commit(connection: Connection, write: Callable[[Connection], None]) -> None:
    """SQLite has one writer: all who wait share its sync of the disk (`shared_commit`)."""
    if connection.dialect.name == "sqlite":
        line_of(connection.engine).run(connection, write)
        return
    write(connection)
    connection.commit()
