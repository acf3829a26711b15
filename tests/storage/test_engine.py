"""Opening the database: urls as people write them, and one error for everything that does not answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.errors import StoreUnavailable
from app.settings import Settings
from app.storage.engine import SPARE_CONNECTIONS, database_url, make_engine, session_factory
from app.storage.upgrade import migrate


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:///var/unsnag.sqlite", "sqlite"),
        ("postgresql://u:p@h:5433/d", "postgresql+psycopg"),
        ("postgres://u:p@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg"),
    ],
)
def test_urls(written: str, driver: str) -> None:
    assert database_url(written).drivername == driver


def test_sqlite_is_durable_and_keeps_its_references(tmp_path: Path) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path}/deep/below/unsnag.sqlite", threads=3)
    engine = make_engine(settings)
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
        assert pragmas == {"journal_mode": "wal", "synchronous": 2}
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000
    assert engine.pool.size() == 3  # type: ignore[attr-defined]
    assert engine.pool._max_overflow == 3 + SPARE_CONNECTIONS  # type: ignore[attr-defined]


def test_a_file_that_is_no_database_is_an_unavailable_store(tmp_path: Path) -> None:
    (tmp_path / "unsnag.sqlite").mkdir()
    with pytest.raises(StoreUnavailable):
        migrate(Settings(database=f"sqlite:///{tmp_path}/unsnag.sqlite"))


def test_a_server_that_is_not_there_is_an_unavailable_store() -> None:
    engine = make_engine(Settings(database="postgresql://nobody@127.0.0.1:1/none"))
    with session_factory(engine)() as session, pytest.raises(StoreUnavailable):
        session.connection()


def test_an_error_that_may_be_logged_tells_no_values(tmp_path: Path) -> None:
    engine = make_engine(Settings(database=f"sqlite:///{tmp_path}/unsnag.sqlite"))
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TEMPORARY TABLE walk (token TEXT UNIQUE)")
        insert = text("INSERT INTO walk VALUES (:token)")
        connection.execute(insert, {"token": "a-secret"})
        with pytest.raises(IntegrityError) as raised:
            connection.execute(insert, {"token": "a-secret"})
    assert "a-secret" not in str(raised.value)
