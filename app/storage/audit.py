"""What people with accounts did: written once, in the transaction of what was done, never changed.

The database itself refuses changes and removals (migration 0002), so an entry tells nothing personal of visitors:
ids, states and counts, no names, addresses or texts.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Table, func, insert, select
from sqlmodel import Session

from app.storage.account_tables import AuditEntryTable

ENTRY: Table = AuditEntryTable.__table__  # type: ignore[attr-defined]
MOST_DETAILS = 4000  # characters of JSON; an entry is there for good

Detail = str | int | float | bool | None | list["Detail"] | dict[str, "Detail"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: an account by its id and its name at the time, or something without an account by its name."""

    account_id: int | None
    name: str


COMMAND_LINE = Actor(None, "command line")


class AuditEntry(NamedTuple):
    """One thing that was done, such as `publish` of the `comment` 7."""

    id: int
    at: datetime
    account_id: int | None
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    details: dict[str, Detail]


_COLUMNS = [ENTRY.c[name] for name in AuditEntry._fields]
_INSERT = insert(ENTRY)


def record(
    session: Session,
    *,
    account: Actor,
    action: str,
    subject_kind: str,
    subject_id: str | int,
    details: Mapping[str, Detail] | None = None,
    now: datetime,
) -> int:
    """Writes an entry; returns its id. The caller commits, together with what was done."""
    text = json.dumps(dict(details or {}), ensure_ascii=False)
    if len(text) > MOST_DETAILS:
        raise ValueError(f"details of {action} are {len(text)} characters long")
    values = {
        "at": now,
        "account_id": account.account_id,
        "actor": account.name,
        "action": action,
        "subject_kind": subject_kind,
        "subject_id": str(subject_id),
        "details": text,
    }
    key = session.connection().execute(_INSERT, values).inserted_primary_key
    return int(key[0]) if key else 0


def entries(
    session: Session,
    *,
    account_id: int | None = None,
    actor: str = "",
    action: str = "",
    subject_kind: str = "",
    subject_id: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[AuditEntry]:
    """The latest first, those before the id `before`; an empty filter takes all. `actor` is one without an account."""
    wanted = select(*_COLUMNS).order_by(ENTRY.c.id.desc()).limit(limit)
    equal = {"action": action, "subject_kind": subject_kind, "subject_id": subject_id}
    for name, value in equal.items():
        if value:
            wanted = wanted.where(ENTRY.c[name] == value)
    if account_id is not None:
        wanted = wanted.where(ENTRY.c.account_id == account_id)
    elif actor:
        wanted = wanted.where(ENTRY.c.account_id.is_(None), ENTRY.c.actor == actor)
    if before is not None:
        wanted = wanted.where(ENTRY.c.id < before)
    rows = session.connection().execute(wanted)
    return [AuditEntry._make((*row[:-1], json.loads(row[-1]))) for row in rows]


def done_to(
    session: Session, subject_kind: str, subject_ids: Collection[int], actions: Collection[str]
) -> frozenset[int]:
    """Those of the subjects that somebody did one of these to."""
    ids = [str(subject_id) for subject_id in subject_ids]
    them = (ENTRY.c.subject_kind == subject_kind, ENTRY.c.subject_id.in_(ids), ENTRY.c.action.in_(list(actions)))
    found = session.connection().execute(select(ENTRY.c.subject_id).where(*them).distinct())
    return frozenset(int(subject_id) for subject_id in found.scalars())


def find_entry(session: Session, entry_id: int) -> AuditEntry | None:
    row = session.connection().execute(select(*_COLUMNS).where(ENTRY.c.id == entry_id)).first()
    return None if row is None else AuditEntry._make((*row[:-1], json.loads(row[-1])))


def actions(session: Session) -> list[str]:
    """Every action there is an entry of, by name: what the page offers to filter by."""
    return list(session.connection().execute(select(ENTRY.c.action).distinct().order_by(ENTRY.c.action)).scalars())


def actors(session: Session) -> list[tuple[int | None, str]]:
    """Everybody there is an entry of, by name: each account once, under the name it had last, and what has none."""
    latest = func.max(ENTRY.c.id).label("latest")
    rows = session.connection().execute(
        select(ENTRY.c.account_id, ENTRY.c.actor, latest).group_by(ENTRY.c.account_id, ENTRY.c.actor).order_by(latest)
    )
    named = {(row[0], "" if row[0] is not None else row[1]): (row[0], row[1]) for row in rows}
    return sorted(named.values(), key=lambda each: (each[0] is None, each[1].casefold()))
