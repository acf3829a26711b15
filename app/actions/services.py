"""What every action is given: settings, the store, the library, the runner of checks, and a clock."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from threading import Lock

from sqlalchemy import Engine

from app.actions.recent_comments import RecentComments
from app.actions.signing import Signer, open_signer
from app.checks.runner import Runner
from app.core.checking import Declaration
from app.core.state import State
from app.library.library import Library
from app.settings import Settings
from app.storage.engine import Sessions

Clock = Callable[[], datetime]
REMEMBERED = 512  # states kept in memory; one is some 4 KB
LARGE = 32_768  # characters of what was given; walks with a long pasted text are read anew each time


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class StateMemory:
    """Folded states by run and number of events, so that the next click need not read JSON again.

    `run` is the run's number, or that with whatever else tells its states apart. Its events are append-only, so its
    state after `seq` of them never changes; the database stays the truth and says which `seq` is the latest.
    """

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, tuple[int, State]] = OrderedDict()
        self._lock = Lock()

    def get(self, run: Hashable, seq: int) -> State | None:
        kept = self._kept.get(run)
        return kept[1] if kept is not None and kept[0] == seq else None

    def forget(self) -> None:
        """As after a start: everything is read again."""
        with self._lock:
            self._kept.clear()

    def latest(self, run: Hashable) -> tuple[int, State] | None:
        """After how many events a run was last looked at, and how it stood then."""
        return self._kept.get(run)

    def put(self, run: Hashable, seq: int, state: State) -> None:
        if sum(len(value) for value in state.inputs.values() if isinstance(value, str)) > LARGE:
            self._kept.pop(run, None)
            return
        with self._lock:
            self._kept[run] = (seq, state)
            self._kept.move_to_end(run)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)


@dataclass(frozen=True)
class Services:
    """Made once in `create_app` and kept at `app.state.services`."""

    settings: Settings
    engine: Engine
    sessions: Sessions
    library: Library
    runner: Runner
    declarations: Mapping[str, Declaration]
    clock: Clock = system_clock
    states: StateMemory = field(default_factory=StateMemory)
    recent_comments: RecentComments = field(default_factory=RecentComments)

    @cached_property
    def signer(self) -> Signer:
        """What signs and digests for this site; reads or makes the secret when it is first needed."""
        return open_signer(self.settings, self.sessions, self.clock)

    def today(self) -> str:
        """The date in UTC, as conditions see it."""
        return self.clock().date().isoformat()
