"""Keys that the site made for itself. One that is there is never replaced: what it signed would be worth nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, bindparam, select, text
from sqlmodel import Session

from app.storage.account_tables import SiteSecretTable

SECRET: Table = SiteSecretTable.__table__  # type: ignore[attr-defined]

_READ = select(SECRET.c.value).where(SECRET.c.name == bindparam("name"))
# Of two workers that start at once, one writes and both read what that one wrote.
_KEEP = text(
    "INSERT INTO site_secret (name, value, created_at) VALUES (:name, :value, :created_at) ON CONFLICT DO NOTHING"
).bindparams(*(bindparam(column.name, type_=column.type) for column in SECRET.c))


def find_secret(session: Session, name: str) -> bytes | None:
    """The key of this name, or None where none was made yet."""
    found: bytes | None = session.connection().execute(_READ, {"name": name}).scalar()
    return found


def keep_secret(session: Session, name: str, value: bytes, now: datetime) -> bytes:
    """The key of this name: `value`, unless another process was quicker. Commits."""
    session.connection().execute(_KEEP, {"name": name, "value": value, "created_at": now})
    session.commit()
    kept = find_secret(session, name)
    assert kept is not None
    return kept
