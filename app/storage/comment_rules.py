"""What moderators watch for: words, addresses, networks and hosts. `comments.rules` reads them for a decision."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlmodel import Session

from app.core.moderation import Kind, Verdict
from app.storage.comment_rows import RULE
from app.storage.upserts import upsert


class RuleRow(NamedTuple):
    """One rule, who wrote it down, and why."""

    id: int
    kind: Kind
    value: str
    verdict: Verdict
    note: str
    account_id: int | None
    created_at: datetime


_COLUMNS = [RULE.c[name] for name in RuleRow._fields]


def list_rules(session: Session, kind: Kind | None = None) -> list[RuleRow]:
    """Newest first."""
    wanted = select(*_COLUMNS).order_by(RULE.c.id.desc())
    rows = session.connection().execute(wanted if kind is None else wanted.where(RULE.c.kind == kind))
    return [RuleRow._make(row) for row in rows]


def keep_rule(
    session: Session, kind: Kind, value: str, verdict: Verdict, *, note: str, account_id: int | None, now: datetime
) -> int:
    """Write a rule down; one for the same value gets the new verdict and note. Its id. The caller commits."""
    connection = session.connection()
    row = {"kind": kind, "value": value, "verdict": verdict, "note": note, "account_id": account_id, "created_at": now}
    statement = upsert(connection, RULE)
    fresh = {name: statement.excluded[name] for name in ("verdict", "note", "account_id")}
    kept = statement.on_conflict_do_update(index_elements=["kind", "value"], set_=fresh).returning(RULE.c.id)
    return int(connection.execute(kept, row).scalar_one())


def drop_rule(session: Session, rule_id: int) -> bool:
    """Whether there was such a rule. The caller commits."""
    return session.connection().execute(delete(RULE).where(RULE.c.id == rule_id)).rowcount == 1
