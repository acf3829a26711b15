"""Writers in line share one commit; each gets its own outcome."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError

from app.core.errors import Conflict, StoreUnavailable
from app.settings import Settings
from app.storage.engine import make_engine
from app.storage.shared_commit import SharedCommit, Work, _Waiting, line_of


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(Settings(_env_file=None, database=f"sqlite:///{tmp_path / 'x.sqlite'}"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER PRIMARY KEY)"))
    yield engine
    engine.dispose()


def _insert(number: int) -> Work:
    def work(connection: Connection) -> None:
        connection.execute(text("INSERT INTO t VALUES (:a)"), {"a": number})

    return work


def _conflict(connection: Connection) -> None:
    raise Conflict("Somebody was faster.")


def _kept(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return [row[0] for row in connection.execute(text("SELECT a FROM t ORDER BY a"))]


def _together(engine: Engine, works: list[Work]) -> tuple[list[Exception | None], int]:
    """Runs `works` side by side, the first holding the line until all others stand in it; outcomes and commits."""
    line, commits, all_here, first_in = SharedCommit(), [0], Barrier(len(works) + 1), Event()
    event.listen(engine, "commit", lambda _: commits.__setitem__(0, commits[0] + 1))

    def holding(connection: Connection) -> None:
        first_in.set()
        all_here.wait(10)
        while len(line._line) < len(works):
            pass

    def one(work: Work) -> Exception | None:
        if work is not holding:
            all_here.wait(10)
        try:
            with engine.connect() as connection:
                line.run(connection, work)
        except Exception as error:
            return error
        return None

    with ThreadPoolExecutor(len(works) + 1) as pool:
        leader = pool.submit(one, holding)
        assert first_in.wait(10)
        outcomes = list(pool.map(one, works))
        assert leader.result() is None
    return outcomes, commits[0]


def test_those_in_line_share_one_commit(engine: Engine) -> None:
    outcomes, commits = _together(engine, [_insert(n) for n in range(5)])
    assert outcomes == [None] * 5
    assert _kept(engine) == [0, 1, 2, 3, 4]
    assert commits == 1  # the one who held the line had nothing to commit


def test_a_conflict_is_its_own_alone(engine: Engine) -> None:
    outcomes, _ = _together(engine, [_insert(1), _conflict, _insert(2)])
    assert [type(outcome) for outcome in outcomes] == [type(None), Conflict, type(None)]
    assert _kept(engine) == [1, 2]


def test_a_failure_takes_nobody_along(engine: Engine) -> None:
    outcomes, _ = _together(engine, [_insert(1), _insert(1), _insert(2)])
    failed = [outcome for outcome in outcomes if outcome is not None]
    assert [type(outcome) for outcome in failed] == [IntegrityError]
    assert _kept(engine) == [1, 2]


def test_who_brings_no_connection_is_given_one(engine: Engine) -> None:
    line = SharedCommit()
    line.run(engine, _insert(1))
    with pytest.raises(Conflict):
        line.run(engine, _conflict)
    assert _kept(engine) == [1]
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_without_a_connection_nothing_counts_as_written(tmp_path: Path) -> None:
    line, waiting = SharedCommit(), _Waiting(_insert(1))
    line._line.append(waiting)
    with pytest.raises(StoreUnavailable):
        line.run(make_engine(Settings(_env_file=None, database=f"sqlite:///{tmp_path}")), _insert(2))
    assert waiting.done
    assert isinstance(waiting.error, StoreUnavailable)


def test_a_line_belongs_to_its_engine(engine: Engine) -> None:
    assert line_of(engine) is line_of(engine)
