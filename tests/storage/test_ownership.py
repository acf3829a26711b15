"""Proofs and test messages on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.storage import ownership
from app.storage.ownership import Message
from tests.databases import Database

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def begin(database: Database, number: int = 1, code: str = "A" * 12, at: datetime = NOON, to: str = "sam") -> Message:
    with database.sessions.begin() as session:
        return ownership.begin_message(session, recipient=to, domain="example.com", number=number, code=code, now=at)


def test_a_proof_is_good_for_seven_days(database: Database) -> None:
    with database.sessions.begin() as session:
        given = ownership.issue_proof(session, "example.com", "t" * 32, NOON)
    with database.sessions() as session:
        assert ownership.read_proof(session, "t" * 32) == given
        assert ownership.read_proof(session, "other") is None
    assert given.expires_at == NOON + timedelta(days=7)


def test_a_message_is_open_for_an_hour_once_it_was_taken(database: Database) -> None:
    begun = begin(database)
    with database.sessions.begin() as session:
        assert ownership.open_message(session, "sam", NOON, HOUR) == begun
        assert ownership.open_message(session, "eve", NOON, HOUR) is None
        assert ownership.open_message(session, "sam", NOON + timedelta(minutes=2), HOUR) is None  # given up
        ownership.mark_message(session, begun.id, "accepted", NOON)
    with database.sessions() as session:
        found = ownership.open_message(session, "sam", NOON + timedelta(minutes=59), HOUR)
        assert found is not None and found.accepted_at == NOON
        assert ownership.open_message(session, "sam", NOON + timedelta(minutes=61), HOUR) is None


def test_the_first_confirmation_counts(database: Database) -> None:
    begun = begin(database)
    for minutes in (1, 2):
        with database.sessions.begin() as session:
            ownership.mark_message(session, begun.id, "confirmed", NOON + timedelta(minutes=minutes))
    with database.sessions() as session:
        found = ownership.message_by_code(session, "A" * 12)
        assert found is not None and found.confirmed_at == NOON + timedelta(minutes=1)


def test_a_refused_message_counts_and_one_that_was_put_off_does_not(database: Database) -> None:
    first, second = begin(database), begin(database, 2, "B" * 12)
    with database.sessions.begin() as session:
        assert ownership.count_messages(session, "sam", "example.com", NOON) == (2, 2)
        ownership.mark_message(session, first.id, "refused", NOON)
        ownership.drop_message(session, second.id)
    with database.sessions() as session:
        assert ownership.open_message(session, "sam", NOON, HOUR) is None
        assert ownership.count_messages(session, "sam", "example.com", NOON) == (1, 1)
        assert ownership.count_messages(session, "eve", "example.com", NOON) == (0, 1)
        assert ownership.count_messages(session, "sam", "example.com", NOON + timedelta(days=1)) == (0, 0)
        assert ownership.read_message(session, second.id) is None


def test_two_cannot_begin_the_same_message(database: Database) -> None:
    begin(database)
    with pytest.raises(IntegrityError):
        begin(database, code="B" * 12)
    begin(database, code="B" * 12, to="eve")


def test_what_is_out_of_date_is_forgotten(database: Database) -> None:
    begin(database)
    begin(database, 2, "B" * 12, NOON + timedelta(days=2))
    with database.sessions.begin() as session:
        ownership.issue_proof(session, "example.com", "t" * 32, NOON)
        assert ownership.forget_ownership(session, NOON + timedelta(days=2, hours=1)) == 1
    with database.sessions.begin() as session:
        assert ownership.forget_ownership(session, NOON + timedelta(days=15)) == 2
        assert session.execute(text("SELECT count(*) FROM roundtrip_message")).scalar() == 0
        assert session.execute(text("SELECT count(*) FROM ownership_proof")).scalar() == 0
