"""One row by its key, without the pool.

SQLAlchemy takes 12 µs to hand out a connection and to take it back, and SQLite 10 to find a row. Whoever reads one row
and nothing else needs nothing of what the pool does: a few connections to the file lie ready, each used by one thread
at a time, and between two uses none is in a transaction. Over PostgreSQL a row takes its way through the pool, where
connections are dear and the way to the server costs more than either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event

from app.storage.prepared import Prepared, Values

# half a MiB for the upper levels of two trees; the system keeps the rest
_PRAGMAS = ("PRAGMA query_only=ON", "PRAGMA cache_size=-512")


def first_row(engine: Engine, statement: Prepared, values: Values) -> tuple[Any, ...] | None:
    """The first row, or None where there is none. Raises StoreUnavailable."""
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            return statement.first(connection, values)
    idle = _idle(engine)
    try:
        own = idle.pop()
    except IndexError:
        own = _opened(engine)
    try:
        row = statement.first_of(own, engine.dialect, values)
    except BaseException:
        own.close()
        raise
    idle.append(own)
    return row


_IDLE: WeakKeyDictionary[Engine, list[sqlite3.Connection]] = WeakKeyDictionary()


def _idle(engine: Engine) -> list[sqlite3.Connection]:
    idle = _IDLE.get(engine)
    if idle is None:
        idle = _IDLE.setdefault(engine, [])
        event.listen(engine, "engine_disposed", _closing(idle))
    return idle


def _closing(idle: list[sqlite3.Connection]) -> Callable[[Engine], None]:
    def close(_: Engine) -> None:
        while idle:
            idle.pop().close()

    return close


def _opened(engine: Engine) -> sqlite3.Connection:
    """A connection that the pool opens as it opens others, and then forgets."""
    pooled = engine.raw_connection()
    own: Any = pooled.dbapi_connection
    pooled.detach()
    for pragma in _PRAGMAS:
        own.execute(pragma)
    return cast(sqlite3.Connection, own)
