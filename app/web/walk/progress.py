"""How a run of checks is told while it goes on: counted, at most once a second, and never out of date for long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Final, TypeVar

from app.web.spoken import speaker
from app.web.walk.changes import ChangeView

EVERY: Final = 1.0  # seconds between two sentences of the status region
T = TypeVar("T")


class Counter:
    """What the status region says: how many are done and how many found a problem, once a second at most."""

    def __init__(self, total: int, lang: str) -> None:
        self._say = speaker(lang)
        self._total = total
        self._done: dict[str, list[str]] = {}
        self._changed: dict[str, bool] = {}  # of those that ran before
        self._loop = asyncio.get_running_loop()
        self._said = float("-inf")
        self._kept_back = False

    def note(self, key: str, status: str, waiting: int, change: ChangeView | None = None) -> None:
        """One more result, what is other about it than before, and how many are still to come."""
        if change is not None:
            self._changed[key] = change.differs
        self._done.setdefault(key, []).append(status)
        self._total = len(self._done) + waiting

    def say(self, *, now: bool = False) -> str:
        """The sentence, or '' where the last one is not a second old."""
        if not now and self._loop.time() - self._said < EVERY:
            self._kept_back = True
            return ""
        self._said, self._kept_back = self._loop.time(), False
        problems = sum("fail" in statuses for statuses in self._done.values())
        worries = sum("warn" in statuses and "fail" not in statuses for statuses in self._done.values())
        done = len(self._done)
        if not self._total:
            return self._say("No check could run yet. Each row says what it waits for.")
        parts = [
            self._say("{done} of 1 check done", done=done)
            if self._total == 1
            else self._say("{done} of {total} checks done", done=done, total=self._total)
        ]
        if problems:
            parts.append(self._say("1 problem") if problems == 1 else self._say("{count} problems", count=problems))
        if worries:
            parts.append(self._say("{count} worth a look", count=worries))
        changed = sum(self._changed.values())
        if changed:
            parts.append(self._since(changed))
        elif done and done == self._total == len(self._changed):
            parts.append(self._say("nothing changed since the last run"))
        return ", ".join(parts) + "."

    def _since(self, changed: int) -> str:
        if changed == 1:
            return self._say("1 changed since the last run")
        return self._say("{count} changed since the last run", count=changed)

    def end(self) -> str:
        """The last sentence: what did not come to run is not counted."""
        self._total = len(self._done)
        return self.say(now=True)

    def due(self) -> float | None:
        """Seconds until the sentence that was kept back may be said; None where none was."""
        return max(0.0, self._said + EVERY - self._loop.time()) if self._kept_back else None

    async def wait(self) -> None:
        """Until another sentence may be said."""
        await asyncio.sleep(max(0.0, self._said + EVERY - self._loop.time()))


async def paced(progress: AsyncGenerator[T, None], counter: Counter) -> AsyncGenerator[T | None, None]:
    """What `progress` yields, and None whenever a sentence that was kept back may be said.

    A slow check would else leave the visitor with the count of a moment ago. `progress` runs in one task of its own,
    which ends with this generator.
    """
    came: asyncio.Queue[T | None] = asyncio.Queue()

    async def pump() -> None:
        try:
            async with aclosing(progress):
                async for found in progress:
                    came.put_nowait(found)
        finally:
            came.put_nowait(None)

    task = asyncio.create_task(pump())
    try:
        while True:
            try:
                found = await asyncio.wait_for(came.get(), counter.due())
            except TimeoutError:
                yield None
                continue
            if found is None:
                await task  # raises what `progress` raised
                return
            yield found
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
