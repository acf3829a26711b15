"""Proofs of ownership, and test messages with what became of them. Every function here is part of its caller's
transaction, and none commits.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Table, delete, func, insert, or_, select, update
from sqlmodel import Session

from app.storage.ownership_tables import OwnershipProofTable, RoundtripMessageTable

PROOF: Table = OwnershipProofTable.__table__  # type: ignore[attr-defined]
MESSAGE: Table = RoundtripMessageTable.__table__  # type: ignore[attr-defined]
PROOF_DAYS = 7
KEPT_DAYS = 2  # a message counts against the day's limit, and may be confirmed, for no longer than this
HANDING_OVER = timedelta(seconds=60)  # a message not taken by then was given up


class Proof(NamedTuple):
    """A token that this site gave for a domain."""

    token: str
    domain: str
    issued_at: datetime
    expires_at: datetime


class Message(NamedTuple):
    """A test message. `number` is its place among those to the same address on the same day."""

    id: int
    domain: str
    number: int
    code: str
    begun_at: datetime
    accepted_at: datetime | None
    refused_at: datetime | None
    confirmed_at: datetime | None


_MESSAGE = select(*(MESSAGE.c[name] for name in Message._fields))


def issue_proof(session: Session, domain: str, token: str, now: datetime) -> Proof:
    """Notes a token for a domain, good for seven days."""
    proof = Proof(token, domain, now, now + timedelta(days=PROOF_DAYS))
    session.execute(insert(PROOF).values(proof._asdict()))
    return proof


def read_proof(session: Session, token: str) -> Proof | None:
    """The proof with this token, expired ones included until they are forgotten."""
    row = session.execute(select(*(PROOF.c[name] for name in Proof._fields)).where(PROOF.c.token == token)).first()
    return Proof(*row) if row else None


def open_message(session: Session, recipient: str, now: datetime, within: timedelta) -> Message | None:
    """The message to this address (as a digest) that was sent within this time, or is being sent."""
    query = _MESSAGE.where(
        MESSAGE.c.recipient == recipient,
        MESSAGE.c.refused_at.is_(None),
        MESSAGE.c.begun_at > now - within,
        or_(MESSAGE.c.accepted_at.is_not(None), MESSAGE.c.begun_at > now - HANDING_OVER),
    )
    row = session.execute(query.order_by(MESSAGE.c.begun_at.desc()).limit(1)).first()
    return Message(*row) if row else None


def count_messages(session: Session, recipient: str, domain: str, now: datetime) -> tuple[int, int]:
    """How many messages went today (in UTC) to this address, by its highest number, and to the domain."""
    day = now.date().isoformat()
    today = select(func.coalesce(func.max(MESSAGE.c.number), 0)).where(
        MESSAGE.c.recipient == recipient, MESSAGE.c.day == day
    )
    of_domain = select(func.count()).select_from(MESSAGE).where(MESSAGE.c.domain == domain, MESSAGE.c.day == day)
    return session.execute(today).scalar_one(), session.execute(of_domain).scalar_one()


def begin_message(session: Session, *, recipient: str, domain: str, number: int, code: str, now: datetime) -> Message:
    """A message that is about to be sent. Raises IntegrityError where somebody else has just begun the same one."""
    values = {
        "recipient": recipient,
        "domain": domain,
        "day": now.date().isoformat(),
        "number": number,
        "code": code,
        "begun_at": now,
    }
    session.execute(insert(MESSAGE).values(values))
    found = message_by_code(session, code)
    assert found is not None
    return found


def message_by_code(session: Session, code: str) -> Message | None:
    """The message that holds this code."""
    row = session.execute(_MESSAGE.where(MESSAGE.c.code == code)).first()
    return Message(*row) if row else None


def read_message(session: Session, message_id: int) -> Message | None:
    row = session.execute(_MESSAGE.where(MESSAGE.c.id == message_id)).first()
    return Message(*row) if row else None


def mark_message(session: Session, message_id: int, what: str, now: datetime) -> None:
    """Notes when a message was `accepted`, `refused` or `confirmed`; the first time counts."""
    column = MESSAGE.c[f"{what}_at"]
    session.execute(update(MESSAGE).where(MESSAGE.c.id == message_id, column.is_(None)).values({column: now}))


def drop_message(session: Session, message_id: int) -> None:
    """A message that no server took for now, so it does not count."""
    session.execute(delete(MESSAGE).where(MESSAGE.c.id == message_id))


def forget_ownership(session: Session, now: datetime) -> int:
    """Takes away what is out of date: proofs a week after their end, messages after two days. How many rows."""
    proofs = delete(PROOF).where(PROOF.c.expires_at < now - timedelta(days=PROOF_DAYS))
    messages = delete(MESSAGE).where(MESSAGE.c.begun_at < now - timedelta(days=KEPT_DAYS))
    return sum(session.execute(statement).rowcount for statement in (proofs, messages))  # type: ignore[attr-defined]
