"""The count that a screen reader hears: once a second at most, and never out of date while a slow check goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from app.core.errors import NotFound
from app.web.walk import progress
from app.web.walk.progress import Counter, paced


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.3)  # long beside what two tasks of one loop take


def test_what_was_kept_back_is_said_while_a_slow_check_goes_on() -> None:
    async def told() -> list[str | None]:
        last = asyncio.Event()

        async def results() -> AsyncGenerator[str, None]:
            yield "quick"
            await last.wait()
            yield "slow"

        counter = Counter(2, "en")
        said: list[str | None] = [counter.say(now=True)]
        async with aclosing(paced(results(), counter)) as coming:
            async for found in coming:
                if found is None:
                    said.append(counter.say(now=True))
                    last.set()
                    continue
                counter.note(found, "pass", waiting=1 if found == "quick" else 0)
                said.append(f"{found}: {counter.say()}")
        return said

    said = asyncio.run(told())
    assert said[:3] == ["0 of 2 checks done.", "quick: ", "1 of 2 checks done."]
    assert str(said[3]).startswith("slow: ")


def test_nothing_is_said_where_nothing_was_kept_back() -> None:
    async def heard() -> float | None:
        counter = Counter(1, "de")
        assert counter.say(now=True) == "0 von 1 Prüfung fertig."
        return counter.due()

    assert asyncio.run(heard()) is None


def test_an_error_comes_through() -> None:
    async def failing() -> AsyncGenerator[str, None]:
        yield "first"
        raise NotFound("gone")

    got: list[str | None] = []

    async def told() -> None:
        async for found in paced(failing(), Counter(2, "en")):
            got.append(found)

    with pytest.raises(NotFound):
        asyncio.run(told())
    assert got == ["first"]


def test_whoever_leaves_ends_the_checks() -> None:
    async def left() -> bool:
        ended = asyncio.Event()

        async def endless() -> AsyncGenerator[str, None]:
            try:
                yield "first"
                await asyncio.Event().wait()
            finally:
                ended.set()

        async with aclosing(paced(endless(), Counter(2, "en"))) as coming:
            async for _ in coming:
                break
        return ended.is_set()

    assert asyncio.run(left())
