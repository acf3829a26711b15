"""Few at a time; the others wait without a thread."""

from __future__ import annotations

import asyncio
from threading import Barrier, BrokenBarrierError

import anyio
import pytest

from app.web.turns import Turns


def test_as_many_at_once_as_there_are_turns() -> None:
    turns, both, more = Turns("two", 2), Barrier(2), Barrier(3)

    async def meet() -> None:
        await asyncio.gather(turns.take(both.wait, 10), turns.take(both.wait, timeout=10))
        await asyncio.gather(*(turns.take(more.wait, 0.2) for _ in range(3)))

    with pytest.raises(BrokenBarrierError):
        asyncio.run(meet())
    assert not both.broken


def test_who_waits_holds_no_thread_of_the_routes() -> None:
    turns, both = Turns("one", 1), Barrier(2)

    async def wait() -> None:
        first = asyncio.create_task(turns.take(both.wait, 10))
        second = asyncio.create_task(turns.take(lambda: 7))
        while turns.waiting < 1:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)
        assert anyio.to_thread.current_default_thread_limiter().borrowed_tokens == 0
        await anyio.to_thread.run_sync(both.wait, 10)
        assert await second == 7
        await first

    asyncio.run(wait())


def test_every_loop_has_its_own() -> None:
    turns = Turns("again", 1)
    assert [asyncio.run(turns.take(lambda: 7)) for _ in range(2)] == [7, 7]
