"""One sync of the disk for all who wait for one.

SQLite has one writer at a time, and with `synchronous=FULL` each commit waits for the disk, a millisecond or three.
Left to itself, a thread that finds the database locked sleeps and asks again, so under load the unlucky wait for
seconds. Here writers stand in line instead: whoever is first writes for all who came meanwhile and commits once, and
everybody goes on when their own writing is on the disk. What was answered is as durable as before.

Other processes are still waited for by SQLite's own timeout.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from app.core.errors import Conflict

Work = Callable[[Connection], None]


class _Waiting:
    """One thread's writing: not done, done, or refused with `error`."""

    __slots__ = ("done", "error", "work")

    def __init__(self, work: Work) -> None:
        self.work = work
        self.done = False
        self.error: Exception | None = None


class SharedCommit:
    """The line in front of one database. `run` may be called from any thread, each with a connection of its own."""

    def __init__(self) -> None:
        self._line: list[_Waiting] = []
        self._line_lock = Lock()
        self._writer = Lock()

    def run(self, store: Connection | Engine, work: Work) -> None:
        """Do the work and return once it is committed. `work` gets the connection of whichever thread writes; where
        that brings none, but an engine, one is taken for all of them.

        It raises Conflict, having changed nothing, where it does not apply any more; that is raised here, and so is
        whatever the database says.
        """
        mine = _Waiting(work)
        with self._line_lock:
            self._line.append(mine)
        with self._writer:
            if not mine.done:
                with self._line_lock:
                    batch, self._line = self._line, []
                self._write_all(store, batch)
        if mine.error is not None:
            raise mine.error

    def _write_all(self, store: Connection | Engine, batch: list[_Waiting]) -> None:
        try:
            with nullcontext(store) if isinstance(store, Connection) else store.connect() as connection:
                self._write(connection, batch)
        except Exception as error:  # there is no connection, or none any more: nobody may go on as if it were written
            for each in batch:
                if not each.done:
                    each.error, each.done = each.error or error, True

    def _write(self, connection: Connection, batch: list[_Waiting]) -> None:
        try:
            for each in batch:
                _attempt(connection, each)
            connection.commit()
        except Exception as error:
            connection.rollback()
            if len(batch) == 1:
                batch[0].error, batch[0].done = error, True
                return
            for each in batch:  # one of them is at fault: each by itself
                each.error = None
                self._write(connection, [each])
            return
        for each in batch:
            each.done = True


def _attempt(connection: Connection, each: _Waiting) -> None:
    try:
        each.work(connection)
    except Conflict as conflict:
        each.error = conflict


_LINES: WeakKeyDictionary[Engine, SharedCommit] = WeakKeyDictionary()
_LINES_LOCK = Lock()


def line_of(engine: Engine) -> SharedCommit:
    """The line in front of this engine's database."""
    found = _LINES.get(engine)
    if found is None:
        with _LINES_LOCK:
            found = _LINES.setdefault(engine, SharedCommit())
    return found
