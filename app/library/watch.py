"""Keeping up while the server runs: with saved files in development, with other processes always."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

from app.library.library import Library
from app.library.ports import OpenSession
from app.library.report import ImportReport

LOOK_EVERY = 0.2  # seconds between looks at the folder: a saved file is on the page within a second
FOLLOW_EVERY = 1.0  # seconds between looks at the store, one row each
COUNT_EVERY = 60  # looks at the store between two counts of walks

Stamp = tuple[int, int]


class Background:
    """A thread that calls `look` again and again until `stop`. What a look raises is told and does not end it."""

    def __init__(self, look: Callable[[], object], every: float, tell: Callable[[str], object]) -> None:
        self._look = look
        self._every = every
        self._tell = tell
        self._stopped = Event()
        self._thread = Thread(target=self._go, name=type(self).__name__, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _go(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self._look()
            except Exception as error:  # a thread that ends is missed by nobody until it is needed
                self._tell(f"{type(self).__name__}: {error}")


class Follower(Background):
    """Notices what other processes import or publish, and counts walks now and then."""

    def __init__(self, library: Library, tell: Callable[[str], object], every: float = FOLLOW_EVERY) -> None:
        super().__init__(self.look, every, tell)
        self._library = library
        self._looks = 0

    def look(self) -> None:
        self._library.refresh()
        if self._looks % COUNT_EVERY == 0:
            self._library.refresh_usage()
        self._looks += 1


class Watcher(Background):
    """Imports the content folder whenever a file in it was saved; for `unsnag serve --reload`."""

    def __init__(
        self,
        library: Library,
        sessions: OpenSession,
        folder: Path,
        clock: Callable[[], datetime],
        tell: Callable[[str], object],
        every: float = LOOK_EVERY,
    ) -> None:
        super().__init__(self.look, every, tell)
        self._library = library
        self._sessions = sessions
        self._folder = folder
        self._clock = clock
        self._seen: dict[str, Stamp] | None = None  # the first look imports: a file may be saved since start-up did

    def look(self) -> ImportReport | None:
        """One look: the report of an import where something was saved since the last, else None."""
        now = stamps(self._folder)
        if now == self._seen:
            return None
        with self._sessions() as session:
            report = self._library.import_folder(session, self._folder, self._clock())
        self._seen = now
        if report.changed or report.problems:
            self._tell(report.summary())
        for problem in report.problems:
            self._tell(f"{problem.file}:{problem.line}:{problem.column}: {problem.severity}: {problem.message}")
        return report


def stamps(folder: Path) -> dict[str, Stamp]:
    """Path → (time of the last change in ns, size) of every file below a folder, hidden ones left out."""
    found: dict[str, Stamp] = {}
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.startswith("."):
                continue
            path = os.path.join(place, name)  # noqa: PTH118 - called three times a second
            try:
                status = os.stat(path)  # noqa: PTH116
            except OSError:
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
    return found
