"""The audit log: told back as it was written, and the database refuses to change or remove a line of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.storage import accounts, audit
from app.storage.audit import COMMAND_LINE, Actor
from tests.databases import Database
from tests.storage.shelf import NOW


def maria(database: Database) -> Actor:
    with database.sessions() as session:
        made = accounts.add_account(
            session, email="maria@example.com", name="Maria", role="admin", password_hash="", now=NOW
        )
        session.commit()
    return Actor(made.id, made.name)


def write(database: Database, actor: Actor, action: str = "publish", subject: int = 1) -> int:
    with database.sessions() as session:
        made = audit.record(
            session,
            account=actor,
            action=action,
            subject_kind="comment",
            subject_id=subject,
            details={"from": "held", "ids": [1, 2]},
            now=NOW,
        )
        session.commit()
    return made


def test_an_entry_is_told_back(database: Database) -> None:
    actor = maria(database)
    number = write(database, actor)
    with database.sessions() as session:
        found = audit.find_entry(session, number)
        assert audit.entries(session) == [found]
        assert audit.find_entry(session, number + 1) is None
    assert found is not None
    assert (found.account_id, found.actor, found.action, found.at) == (actor.account_id, "Maria", "publish", NOW)
    assert (found.subject_kind, found.subject_id) == ("comment", "1")
    assert found.details == {"from": "held", "ids": [1, 2]}


def test_filters_and_pages(database: Database) -> None:
    actor = maria(database)
    mine = [write(database, actor, action, subject) for subject in (1, 2, 3) for action in ("publish", "spam")]
    theirs = write(database, COMMAND_LINE, "publish", 1)
    with database.sessions() as session:
        assert [e.id for e in audit.entries(session)] == [theirs, *reversed(mine)]
        assert [e.id for e in audit.entries(session, account_id=actor.account_id)] == [*reversed(mine)]
        assert [e.id for e in audit.entries(session, action="spam")] == [mine[5], mine[3], mine[1]]
        assert [e.id for e in audit.entries(session, subject_kind="comment", subject_id="1")] == [theirs, *mine[1::-1]]
        first = audit.entries(session, limit=3)
        assert [e.id for e in audit.entries(session, before=first[-1].id, limit=3)] == [mine[3], mine[2], mine[1]]
        assert audit.actions(session) == ["publish", "spam"]
        assert audit.actors(session) == [(actor.account_id, "Maria"), (None, "command line")]
        assert [e.id for e in audit.entries(session, actor="command line")] == [theirs]
        assert audit.entries(session, actor="Maria") == []  # that is an account's name


def test_an_account_is_listed_once_under_the_name_it_had_last(database: Database) -> None:
    actor = maria(database)
    for name in ("Maria", "Maria S.", "Maria"):
        write(database, Actor(actor.account_id, name))
    write(database, Actor(actor.account_id, "Dr. Maria"))
    with database.sessions() as session:
        assert audit.actors(session) == [(actor.account_id, "Dr. Maria")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'somebody else'",
        "UPDATE audit_entry SET details = '{}' WHERE id = 1",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE id = 1",
    ],
)
def test_the_database_refuses_to_change_or_remove(database: Database, statement: str) -> None:
    number = write(database, COMMAND_LINE)
    with (
        pytest.raises(DBAPIError, match="append-only"),
        database.engine.begin() as connection,
    ):
        connection.execute(text(statement))
    with database.sessions() as session:
        found = audit.find_entry(session, number)
    assert found is not None and found.actor == "command line" and found.details["from"] == "held"


def test_not_even_by_the_back_door(database: Database) -> None:
    write(database, COMMAND_LINE)
    columns = "at, account_id, 'somebody else', action, subject_kind, subject_id, details"
    replace = f"INSERT OR REPLACE INTO audit_entry SELECT id, {columns} FROM audit_entry"
    statement = "TRUNCATE audit_entry" if database.engine.dialect.name == "postgresql" else replace
    with (
        pytest.raises(DBAPIError, match="append-only"),
        database.engine.begin() as connection,
    ):
        connection.execute(text(statement))


def test_an_entry_that_tells_too_much_is_refused(database: Database) -> None:
    with database.sessions() as session, pytest.raises(ValueError, match="characters long"):
        audit.record(
            session,
            account=COMMAND_LINE,
            action="edit",
            subject_kind="comment",
            subject_id=1,
            details={"text": "x" * 5000},
            now=NOW,
        )
