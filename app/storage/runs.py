"""Walks: one row each, and their events.

Reading a walk and appending to it are the hot paths: one Core statement each way, no entities, compiled once and run by
the driver (`prepared.py`). Measured on two cores with a state of 2 KB in SQLite: a session and an ORM entity 125 µs; a
session and Core 52; Core on a connection 33; prepared 13, of which the connection was 12 before (`at_hand.py`). A
session, a connection and, for those two, an engine are taken.

`create_run` and `append_events` commit, so that no page is rendered while SQLite's one writer is held.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Table, bindparam, case, delete, func, insert, select, update
from sqlmodel import Session

from app.core.errors import Conflict
from app.storage.at_hand import first_row
from app.storage.prepared import Prepared
from app.storage.shared_commit import Work, line_of
from app.storage.tables import RunEventTable, RunTable

TOKEN_BYTES = 16  # 128 bits, 22 characters in an address
RUN_DAYS = 30
BATCH = 200  # expired walks emptied at once
TOMBSTONE_DAYS = 90  # how long an expired walk still says "expired" and not "unknown"
RUN: Table = RunTable.__table__  # type: ignore[attr-defined]
EVENT: Table = RunEventTable.__table__  # type: ignore[attr-defined]

Reader = Session | Connection
Store = Reader | Engine


class RunRow(NamedTuple):
    """One walk. `inputs` and `state` are JSON text; `state` is None where it has to be rebuilt from the events."""

    id: int
    token: str
    read_token: str
    article_id: str
    version_id: int
    lang: str
    inputs: str
    state: str | None
    seq: int
    created_at: datetime
    updated_at: datetime
    expires_at: datetime

    def expired(self, now: datetime) -> bool:
        return self.expires_at <= now


class EventRow(NamedTuple):
    """One event of a walk, parsed. `evidence` is what a check saw, where it was asked for."""

    seq: int
    event: dict[str, object]
    created_at: datetime
    evidence: list[object] | None = None


_compact = json.JSONEncoder(separators=(",", ":")).encode  # `json.dumps` makes an encoder for every call
_COLUMNS = [RUN.c[name] for name in RunRow._fields]
_BY_TOKEN = Prepared(select(*_COLUMNS).where(RUN.c.token == bindparam("value")))
_BY_READ_TOKEN = Prepared(select(*_COLUMNS).where(RUN.c.read_token == bindparam("value")))
_STANDING = Prepared(select(RUN.c.seq, RUN.c.expires_at).where(RUN.c.token == bindparam("value")))
_INSERT_RUN = insert(RUN)
_INSERT_EVENT = Prepared(insert(EVENT).inline(), ["run_id", "seq", "event", "evidence", "created_at"])
_ADVANCE = Prepared(
    update(RUN)
    .where(RUN.c.id == bindparam("run_id"), RUN.c.seq == bindparam("expected"))
    .values(
        seq=bindparam("new_seq"),
        state=bindparam("new_state"),
        inputs=func.coalesce(bindparam("new_inputs", type_=RUN.c.inputs.type), RUN.c.inputs),
        updated_at=bindparam("moment"),
        # moved on once a day at most: the index on it would otherwise be written with every click
        expires_at=case((RUN.c.expires_at < bindparam("soon"), bindparam("later")), else_=RUN.c.expires_at),
    )
)
_SET_STATE = (
    update(RUN)
    .where(RUN.c.id == bindparam("run_id"), RUN.c.seq == bindparam("expected"))
    .values(state=bindparam("new_state"))
)
_EVENTS = (
    select(EVENT.c.seq, EVENT.c.event, EVENT.c.created_at)
    .where(EVENT.c.run_id == bindparam("run_id"), EVENT.c.seq > bindparam("after"))
    .order_by(EVENT.c.seq)
)
_EVENTS_WITH_EVIDENCE = _EVENTS.add_columns(EVENT.c.evidence)
_EVIDENCE = select(EVENT.c.evidence).where(EVENT.c.run_id == bindparam("run_id"), EVENT.c.seq == bindparam("seq"))


def create_run(
    session: Reader,
    *,
    article_id: str,
    version_id: int,
    lang: str,
    inputs: Mapping[str, object] | str,
    state_json: Mapping[str, object] | str | None,
    now: datetime,
    days: int = RUN_DAYS,
    token: Callable[[int], str] = token_urlsafe,
) -> RunRow:
    """A new walk with two tokens nobody can guess, pinned to a version. Commits."""
    connection = _connection(session)
    values: dict[str, object] = {
        "token": token(TOKEN_BYTES),
        "read_token": token(TOKEN_BYTES),
        "article_id": article_id,
        "version_id": version_id,
        "lang": lang,
        "inputs": _text(inputs),
        "state": None if state_json is None else _text(state_json),
        "seq": 0,
        "created_at": now,
        "updated_at": now,
        "expires_at": now + timedelta(days=days),
    }
    key = connection.execute(_INSERT_RUN, values).inserted_primary_key
    session.commit()
    return RunRow(id=key[0] if key else 0, **values)  # type: ignore[arg-type]


def read_run(store: Store, token: str) -> RunRow | None:
    """The walk with this token, expired ones included: ask `row.expired(now)`. None where there is none."""
    row = _first(store, _BY_TOKEN, token)
    return None if row is None else RunRow._make(row)


def standing(store: Store, token: str) -> tuple[int, datetime] | None:
    """How many events a walk has, and when it expires: whether what was made of it before still holds."""
    row = _first(store, _STANDING, token)
    return None if row is None else (row[0], row[1])


def read_shared(store: Store, read_token: str) -> RunRow | None:
    """The walk with this read-only token. Its `token` must not reach the page."""
    row = _first(store, _BY_READ_TOKEN, read_token)
    return None if row is None else RunRow._make(row)


def append_events(
    store: Store,
    run_id: int,
    expected_seq: int,
    events: Sequence[Mapping[str, object]],
    state_json: Mapping[str, object] | str | None,
    now: datetime,
    *,
    days: int = RUN_DAYS,
    inputs: str | None = None,
) -> int:
    """Append what happened after `expected_seq` events and keep the state it leads to; returns the new count. Commits.

    `inputs` (JSON) stands in place of what the row holds of inputs that are kept apart from events.
    An event's `evidence`, a list of JSON values, is kept beside it and comes back only where it is asked for.
    Raises Conflict where somebody else appended meanwhile (another tab, a double click): read again and decide anew.
    """
    change = {
        "run_id": run_id,
        "expected": expected_seq,
        "new_seq": expected_seq + len(events),
        "new_state": None if state_json is None else _text(state_json),
        "new_inputs": inputs,
        "moment": now,
        "soon": now + timedelta(days=days - 1),
        "later": now + timedelta(days=days),
    }
    rows = [_event_values(run_id, expected_seq + n, event, now) for n, event in enumerate(events, 1)]

    def write(connection: Connection) -> None:
        if _ADVANCE.write(connection, change) != 1:
            raise Conflict("This walk went on in another window.", run_id=run_id, expected_seq=expected_seq)
        for row in rows:
            _INSERT_EVENT.write(connection, row)

    _commit(store, write)
    return expected_seq + len(events)


def keep_state(session: Reader, run_id: int, seq: int, state_json: Mapping[str, object] | str) -> None:
    """Keep a state rebuilt from the first `seq` events; nothing happens where the walk went on meanwhile. Commits."""
    values = {"run_id": run_id, "expected": seq, "new_state": _text(state_json)}
    _connection(session).execute(_SET_STATE, values)
    session.commit()


def events(session: Reader, run_id: int, *, after: int = 0, evidence: bool = False) -> list[EventRow]:
    """The events of a walk in order, those after number `after`; with what checks saw where `evidence` is asked."""
    statement = _EVENTS_WITH_EVIDENCE if evidence else _EVENTS
    rows = _connection(session).execute(statement, {"run_id": run_id, "after": after})
    return [
        EventRow(row[0], json.loads(row[1]), row[2], json.loads(row[3]) if evidence and row[3] else None)
        for row in rows
    ]


def evidence_of(session: Reader, run_id: int, seq: int) -> list[object] | None:
    """What the check of this event saw; None where nothing was kept."""
    text = _connection(session).execute(_EVIDENCE, {"run_id": run_id, "seq": seq}).scalar()
    return json.loads(text) if text else None


def expire_runs(session: Reader, now: datetime) -> int:
    """Empty every walk that expired: its events, inputs and state go, as they hold what visitors typed.

    The row stays for `TOMBSTONE_DAYS`, so that its address says "expired". Returns how many were emptied. Works in
    batches and commits each, so that no click waits for it.
    """
    full = (RUN.c.inputs != "{}") | RUN.c.state.is_not(None) | (RUN.c.seq > 0)
    emptied = 0
    for keys in _batches(session, (RUN.c.expires_at <= now) & full):
        connection = _connection(session)
        connection.execute(delete(EVENT).where(EVENT.c.run_id.in_(keys)))
        connection.execute(update(RUN).where(RUN.c.id.in_(keys)).values(inputs="{}", state=None, seq=0))
        session.commit()
        emptied += len(keys)
    for keys in _batches(session, RUN.c.expires_at <= now - timedelta(days=TOMBSTONE_DAYS)):
        connection = _connection(session)
        connection.execute(delete(EVENT).where(EVENT.c.run_id.in_(keys)))
        connection.execute(delete(RUN).where(RUN.c.id.in_(keys)))
        session.commit()
    return emptied


def usage(session: Reader, since: datetime | None = None) -> dict[str, int]:
    """Article id → how many walks were started, since `since` where it is given."""
    statement = select(RUN.c.article_id, func.count()).group_by(RUN.c.article_id)
    if since is not None:
        statement = statement.where(RUN.c.created_at >= since)
    return {row[0]: row[1] for row in _connection(session).execute(statement)}


def _batches(session: Reader, condition: ColumnElement[bool]) -> Iterator[list[int]]:
    keys = list(_connection(session).execute(select(RUN.c.id).where(condition).order_by(RUN.c.id)).scalars())
    session.commit()
    for at in range(0, len(keys), BATCH):
        yield keys[at : at + BATCH]


def _first(store: Store, statement: Prepared, value: str) -> tuple[Any, ...] | None:
    if isinstance(store, Engine):
        return first_row(store, statement, {"value": value})
    return statement.first(_connection(store), {"value": value})


def _commit(store: Store, write: Work) -> None:
    """Writes in a transaction of its own, or of all who write now (`shared_commit.py`)."""
    if not isinstance(store, Session) and store.dialect.name == "sqlite":
        line_of(store.engine).run(store, write)
    elif isinstance(store, Engine):
        with store.begin() as connection:
            write(connection)
    else:
        try:
            write(_connection(store))
        except Conflict:
            store.rollback()
            raise
        store.commit()


def _connection(session: Reader) -> Connection:
    return session if isinstance(session, Connection) else session.connection()


def _text(value: Mapping[str, object] | str) -> str:
    return value if isinstance(value, str) else _compact(value)


def _event_values(run_id: int, seq: int, event: Mapping[str, object], now: datetime) -> dict[str, object]:
    seen = event.get("evidence")
    kept = {key: value for key, value in event.items() if key != "evidence"} if seen is not None else event
    return {
        "run_id": run_id,
        "seq": seq,
        "event": _text(kept),
        "evidence": _compact(seen) if seen is not None else None,
        "created_at": now,
    }
