"""A row that is read without the pool is the row as it stands now, and nobody is held up by whoever read it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Table, bindparam, insert, select, text, update

from app.core.errors import StoreUnavailable
from app.settings import Settings
from app.storage import at_hand
from app.storage.at_hand import first_row
from app.storage.engine import make_engine
from app.storage.prepared import Prepared
from app.storage.tables import ArticleTable
from tests.databases import Database
from tests.storage.shelf import DAY, NOW
from tests.storage.test_prepared import ROW

ARTICLE: Table = ArticleTable.__table__  # type: ignore[attr-defined]
FIND = Prepared(select(ARTICLE).where(ARTICLE.c.id == bindparam("wanted")))
MAIL = {"wanted": "mail"}


def keep(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(insert(ARTICLE), [ROW])


def test_it_is_the_row_that_a_connection_reads(database: Database) -> None:
    keep(database)
    assert first_row(database.engine, FIND, MAIL) == tuple(ROW.values())
    assert first_row(database.engine, FIND, {"wanted": "none"}) is None


def test_what_was_written_meanwhile_is_seen(database: Database) -> None:
    keep(database)
    first_row(database.engine, FIND, MAIL)
    for days in (1, 2):
        with database.engine.begin() as connection:
            connection.execute(update(ARTICLE).values(created_at=NOW + days * DAY))
        assert first_row(database.engine, FIND, MAIL) == (*tuple(ROW.values())[:-1], NOW + days * DAY)


@pytest.fixture
def file(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'x.sqlite'}", tmp_path)


def test_between_two_reads_no_transaction_is_open(file: Database) -> None:
    keep(file)
    first_row(file.engine, FIND, MAIL)
    with file.engine.connect() as connection:
        assert connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0] == 0  # 1: somebody still reads


def test_threads_that_read_at_once_have_connections_of_their_own_outside_of_the_pool(file: Database) -> None:
    keep(file)
    together = Barrier(6)

    class Meeting(Prepared):
        def first_of(self, *given: object) -> tuple[object, ...] | None:
            together.wait(10)
            return super().first_of(*given)  # type: ignore[arg-type]

    meeting = Meeting(select(ARTICLE).where(ARTICLE.c.id == bindparam("wanted")))
    with ThreadPoolExecutor(6) as threads:
        rows = list(threads.map(lambda _: first_row(file.engine, meeting, MAIL), range(12)))
    assert rows == [tuple(ROW.values())] * 12
    assert len(at_hand._idle(file.engine)) == 6
    assert file.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_they_are_closed_with_the_engine_and_opened_again(file: Database) -> None:
    keep(file)
    first_row(file.engine, FIND, MAIL)
    file.engine.dispose()
    assert at_hand._idle(file.engine) == []
    assert first_row(file.engine, FIND, MAIL) is not None


def test_a_file_without_its_tables_is_an_unavailable_store(tmp_path: Path) -> None:
    engine = make_engine(Settings(_env_file=None, database=f"sqlite:///{tmp_path}/empty.sqlite"))
    with pytest.raises(StoreUnavailable):
        first_row(engine, FIND, MAIL)
    assert at_hand._idle(engine) == []
