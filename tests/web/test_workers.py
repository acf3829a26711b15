"""Threads that work for an event loop, and their results."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from functools import partial
from threading import Barrier, Event, current_thread
from threading import enumerate as threads

import pytest

from app.web.workers import Together, Workers


def test_results_and_errors_come_to_whom_they_belong() -> None:
    workers = Workers(3, "tested")

    def work(number: int) -> int:
        if number % 3 == 0:
            raise ValueError(number)
        return number * 2

    async def everybody() -> list[int | BaseException]:
        waiting = [workers.run(partial(work, number)) for number in range(100)]
        return await asyncio.gather(*waiting, return_exceptions=True)

    for number, result in enumerate(asyncio.run(everybody())):
        if number % 3:
            assert result == number * 2
        else:
            assert isinstance(result, ValueError)
            assert result.args == (number,)


def test_one_loop_after_another_is_served() -> None:
    workers = Workers(2, "tested")

    async def once() -> int:
        return await workers.run(lambda: 7)

    assert [asyncio.run(once()) for _ in range(3)] == [7, 7, 7]


def test_as_many_threads_as_are_needed_and_no_more() -> None:
    workers, pair = Workers(2, "tested"), Barrier(2)
    names: set[int | None] = set()

    def work() -> None:
        names.add(current_thread().ident)
        pair.wait(10)  # only two at once get past it

    async def four() -> None:
        await asyncio.gather(*(workers.run(work) for _ in range(4)))

    asyncio.run(four())
    assert len(names) == 2


def test_a_visitor_who_left_disturbs_nobody() -> None:
    workers, release = Workers(1, "tested"), Event()

    async def leave() -> int:
        gone = workers.run(lambda: release.wait(10))
        gone.cancel()
        stays = workers.run(lambda: 1)
        release.set()
        with pytest.raises(asyncio.CancelledError):
            await gone
        return await stays

    assert asyncio.run(leave()) == 1


def test_threads_end_with_their_owner() -> None:
    workers = Workers(1, "to-be-ended")

    async def once(workers: Workers) -> None:
        await workers.run(lambda: None)

    asyncio.run(once(workers))
    thread = next(thread for thread in threads() if thread.name == "to-be-ended")
    del workers
    gc.collect()
    thread.join(10)
    assert not thread.is_alive()


def test_what_comes_meanwhile_is_done_together_and_in_order() -> None:
    begun, go = Event(), Event()
    batches: list[list[int]] = []

    def work(numbers: list[int], waits: Callable[[], object]) -> list[int]:
        batches.append(numbers)
        begun.set()
        assert go.wait(10)
        return [number * 2 for number in numbers]

    async def ten(desk: Together[int, int]) -> list[int]:
        waiting = [desk.run(0)]
        await asyncio.get_running_loop().run_in_executor(None, begun.wait, 10)
        waiting += [desk.run(number) for number in range(1, 10)]
        go.set()
        return list(await asyncio.gather(*waiting))

    desk = Together(work, 1, 6, "tested")
    assert asyncio.run(ten(desk)) == [number * 2 for number in range(10)]
    assert batches == [[0], [1, 2, 3, 4, 5, 6], [7, 8, 9]]
    assert asyncio.run(ten(desk))[9] == 18, "another loop is served as well"


def test_what_went_wrong_with_all_is_told_to_each() -> None:
    def work(numbers: list[int], waits: Callable[[], object]) -> list[int]:
        raise ValueError(len(numbers))

    async def three() -> list[int | BaseException]:
        desk = Together(work, 2, 8, "tested")
        left = desk.run(1)
        left.cancel()
        return await asyncio.gather(*(desk.run(number) for number in range(3)), return_exceptions=True)

    assert all(isinstance(told, ValueError) for told in asyncio.run(three()))


def test_another_begins_when_one_waits_and_not_before() -> None:
    seen, disk = list[str](), Event()
    begun = {name: Event() for name in "ab"}

    def work(names: list[str], waits: Callable[[], object]) -> list[str]:
        seen.append(names[0])
        begun[names[0]].set()
        waits()
        if names == ["a"]:
            assert disk.wait(10)
        return names

    async def both() -> list[str]:
        desk = Together(work, 2, 1, "tested")
        first, second = desk.run("a"), desk.run("b")
        await second
        assert not first.done()
        disk.set()
        return [await first, await second]

    assert asyncio.run(both()) == seen == ["a", "b"]
    assert all(each.is_set() for each in begun.values())


def test_without_waiting_there_is_one_at_a_time() -> None:
    running = list[int]()
    most = 0

    def work(numbers: list[int], waits: Callable[[], object]) -> list[int]:
        nonlocal most
        running.append(1)
        most = max(most, len(running))
        running.pop()
        return numbers

    async def all_of_them() -> None:
        desk = Together(work, 4, 2, "tested")
        await asyncio.gather(*(desk.run(number) for number in range(40)))

    asyncio.run(all_of_them())
    assert most == 1
