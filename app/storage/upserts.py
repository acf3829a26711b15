"""Inserts that say what to do where the row is there already; both databases know them, SQLAlchemy under two names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:  # a worker has one of the two databases, and holds one of the two dialects
    from sqlalchemy.dialects import postgresql

    Upsert = sqlite.Insert | postgresql.Insert


def upsert(connection: Connection, table: object) -> Upsert:
    """`INSERT INTO table`, to be followed by `on_conflict_do_nothing` or `on_conflict_do_update`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)  # type: ignore[arg-type]
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)  # type: ignore[arg-type]
