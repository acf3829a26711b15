"""A prepared statement gives, on either database, what SQLAlchemy's own execution gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Table, bindparam, insert, select, update

from app.core.errors import StoreUnavailable
from app.settings import Settings
from app.storage.engine import make_engine
from app.storage.prepared import Prepared
from app.storage.tables import ArticleTable
from tests.databases import Database, open_database
from tests.storage.shelf import DAY, NOW

ARTICLE: Table = ArticleTable.__table__  # type: ignore[attr-defined]
FIND = select(ARTICLE).where(ARTICLE.c.id == bindparam("wanted"))
MOVE = update(ARTICLE).where(ARTICLE.c.id == bindparam("wanted")).values(created_at=bindparam("moment"))
ROW = {
    "id": "mail",
    "file": "mail.md",
    "imported_digest": None,
    "live_number": 3,
    "merged_into": "post",
    "created_at": NOW,
}


def test_rows_go_in_and_come_out_as_with_sqlalchemy(database: Database) -> None:
    keep = Prepared(insert(ARTICLE).inline(), list(ROW))
    with database.engine.connect() as connection:
        assert keep.write(connection, ROW) == 1
        connection.commit()
    with database.engine.connect() as connection:
        found = Prepared(FIND).first(connection, {"wanted": "mail"})
        assert found == tuple(ROW.values()) == tuple(connection.execute(FIND, {"wanted": "mail"}).one())
        assert Prepared(FIND).first(connection, {"wanted": "none"}) is None


def test_what_is_written_belongs_to_the_transaction(database: Database) -> None:
    move, values = Prepared(MOVE), {"wanted": "mail", "moment": NOW + DAY}
    with database.engine.connect() as connection:
        connection.execute(insert(ARTICLE), [ROW])
        connection.commit()
        assert move.write(connection, values) == 1
        connection.rollback()
        assert connection.execute(FIND, {"wanted": "mail"}).one().created_at == NOW
    with database.sessions() as session:
        assert move.write(session.connection(), values) == 1
        assert move.write(session.connection(), {**values, "wanted": "none"}) == 0
        session.commit()
        assert session.connection().execute(FIND, {"wanted": "mail"}).one().created_at == NOW + DAY


def test_a_file_without_its_tables_is_an_unavailable_store(tmp_path: Path) -> None:
    engine = make_engine(Settings(database=f"sqlite:///{tmp_path}/empty.sqlite"))
    with engine.connect() as connection, pytest.raises(StoreUnavailable):
        Prepared(FIND).first(connection, {"wanted": "mail"})


@pytest.mark.postgres
def test_a_connection_that_the_server_ended_is_given_up(tmp_path: Path) -> None:
    for database in open_database("postgresql", tmp_path):
        with database.engine.connect() as connection, database.engine.connect() as other:
            number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            other.exec_driver_sql("SELECT pg_terminate_backend(%s, 5000)", (number,))
            with pytest.raises(StoreUnavailable):
                Prepared(FIND).first(connection, {"wanted": "mail"})
            assert connection.invalidated
        with database.engine.connect() as connection:
            assert Prepared(FIND).first(connection, {"wanted": "mail"}) is None
