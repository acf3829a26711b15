"""Equal work in flight is done once: whoever asks while it runs waits for the same answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

V = TypeVar("V")
W = TypeVar("W")


async def side_by_side(works: Iterable[Coroutine[Any, Any, V]]) -> list[V]:
    """The results of all, in order. Where one fails or the caller is stopped, the others are stopped and waited for."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def both(one: Coroutine[Any, Any, V], other: Coroutine[Any, Any, W]) -> tuple[V, W]:
    """The results of two works of different kinds, held side by side."""
    first, second = await side_by_side([cast("Coroutine[Any, Any, object]", one), other])
    return cast("V", first), cast("W", second)


@dataclass
class _Flight(Generic[V]):
    task: asyncio.Task[V]
    waiting: int = 0


class Flights(Generic[V]):
    """Shares the answer of work that is under way, and ends the work when nobody waits for it any more."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight[V]] = {}

    async def share(self, key: Hashable, work: Callable[[], Awaitable[V]]) -> V:
        """The answer of `work`, or of equal work already under way under the same key."""
        flight = self._flights.get(key)
        if flight is None or flight.task.get_loop() is not asyncio.get_running_loop():
            flight = _Flight(asyncio.ensure_future(_awaited(work)))
            self._flights[key] = flight
            flight.task.add_done_callback(lambda _: self._forget(key, flight))
        flight.waiting += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if flight.waiting == 0 and not flight.task.done():
                flight.task.cancel()

    def _forget(self, key: Hashable, flight: _Flight[V]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
        if not flight.task.cancelled():
            flight.task.exception()  # seen, so that asyncio does not report it a second time

    def __contains__(self, key: object) -> bool:
        return key in self._flights

    def __len__(self) -> int:
        return len(self._flights)


class Keeping(Generic[V]):
    """Flights whose answers are kept for a while: at most `most` of them, each for `keep_s`."""

    def __init__(self, clock: Callable[[], float], keep_s: float, most: int = 512) -> None:
        self._flights: Flights[V] = Flights()
        self._kept: dict[Hashable, tuple[float, V]] = {}
        self._clock, self._keep_s, self._most = clock, keep_s, most

    async def share(self, key: Hashable, work: Callable[[], Awaitable[V]], since: float | None = None) -> V:
        """The answer kept or under way, or that of `work`; one from before `since` does not serve."""
        oldest = max(self._clock() - self._keep_s, since if since is not None else float("-inf"))
        kept = self._kept.get(key)
        if kept and kept[0] >= oldest:
            return kept[1]
        answer = await self._flights.share(key, work)
        if len(self._kept) >= self._most:
            self._kept = {k: v for k, v in self._kept.items() if self._clock() - v[0] < self._keep_s}
        if len(self._kept) < self._most:
            self._kept[key] = (self._clock(), answer)
        return answer


async def _awaited(work: Callable[[], Awaitable[V]]) -> V:
    return await work()


@dataclass
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: int = 0


class Turns:
    """One at a time for each key; keys nobody wants are forgotten."""

    def __init__(self) -> None:
        self._turns: dict[Hashable, _Turn] = {}

    @asynccontextmanager
    async def take(self, key: Hashable) -> AsyncIterator[None]:
        turn = self._turns.setdefault(key, _Turn())
        turn.wanted += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.wanted -= 1
            if turn.wanted == 0 and self._turns.get(key) is turn:
                del self._turns[key]

    def __len__(self) -> int:
        return len(self._turns)
