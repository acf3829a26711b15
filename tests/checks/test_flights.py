"""Equal work once, and one turn at a time."""

from __future__ import annotations

import asyncio

import pytest

from app.checks.flights import Flights, Turns, side_by_side


def test_equal_work_under_way_is_shared() -> None:
    async def go() -> None:
        gate = asyncio.Event()
        starts = []

        async def work() -> str:
            starts.append(1)
            await gate.wait()
            return "done"

        flights: Flights[str] = Flights()
        waiting = [asyncio.ensure_future(flights.share("key", work)) for _ in range(10)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        gate.set()
        assert await asyncio.gather(*waiting) == ["done"] * 10
        assert len(starts) == 1
        assert len(flights) == 0
        assert await flights.share("key", work) == "done"
        assert len(starts) == 2

    asyncio.run(go())


def test_work_goes_on_while_one_still_waits_and_ends_with_the_last() -> None:
    async def go() -> None:
        stopped = asyncio.Event()

        async def work() -> str:
            try:
                await asyncio.Event().wait()
            finally:
                stopped.set()
            return "never"

        flights: Flights[str] = Flights()
        one, two = (asyncio.ensure_future(flights.share("key", work)) for _ in range(2))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        one.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not stopped.is_set()
        two.cancel()
        await asyncio.wait_for(stopped.wait(), 1)
        await asyncio.sleep(0)
        assert len(flights) == 0

    asyncio.run(go())


def test_a_failure_reaches_everybody_who_waits() -> None:
    async def go() -> None:
        async def work() -> str:
            await asyncio.sleep(0)
            raise LookupError("no")

        flights: Flights[str] = Flights()
        found = await asyncio.gather(*(flights.share("key", work) for _ in range(3)), return_exceptions=True)
        assert [type(one) for one in found] == [LookupError] * 3

    asyncio.run(go())


def test_turns_are_taken_one_at_a_time_and_forgotten() -> None:
    async def go() -> None:
        turns, inside, most = Turns(), 0, 0

        async def visit(key: str) -> None:
            nonlocal inside, most
            async with turns.take(key):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(visit("a") for _ in range(20)))
        assert most == 1
        assert len(turns) == 0

    asyncio.run(go())


def test_where_one_fails_the_others_are_stopped() -> None:
    async def go() -> None:
        stopped = asyncio.Event()

        async def endless() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                stopped.set()

        async def failing() -> None:
            await asyncio.sleep(0)
            raise LookupError("no")

        with pytest.raises(LookupError):
            await side_by_side([endless(), failing()])
        assert stopped.is_set()

    asyncio.run(go())
