"""What admins set on the pages, as text by name. It wins over the setting of the same name."""

from __future__ import annotations

from sqlalchemy import Connection, Table, delete, select, text
from sqlmodel import Session

from app.storage.account_tables import SiteOptionTable
from app.storage.prepared import Prepared

OPTION: Table = SiteOptionTable.__table__  # type: ignore[attr-defined]

_SET = text(
    "INSERT INTO site_option (name, value) VALUES (:name, :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


_ALL = Prepared(select(OPTION.c.name, OPTION.c.value))


def options(session: Session | Connection) -> dict[str, str]:
    """Everything that was set, by name."""
    rows = _ALL.all(session if isinstance(session, Connection) else session.connection(), {})
    return {row[0]: row[1] for row in rows}


def set_option(session: Session, name: str, value: str | None) -> None:
    """Sets an option; None goes back to the setting."""
    if value is None:
        session.connection().execute(delete(OPTION).where(OPTION.c.name == name))
    else:
        session.connection().execute(_SET, {"name": name, "value": value})
