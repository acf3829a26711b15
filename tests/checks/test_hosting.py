from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
import uvloop
from pydantic import BaseModel

from app.checks.hosting import HostedRunner
from app.core.checking import CheckResult, Declaration, Outcome
from app.settings import Settings


class NoParams(BaseModel):
    pass


HERE = Outcome("here", "pass", "Here.")


class WhereAmI:
    """Tells which loop and thread it runs on, or waits until it is told to stop."""

    declaration = Declaration(
        "test.where", "Where", "Tells its loop.", NoParams, {}, (Outcome("here", "pass", "Here."),)
    )

    def __init__(self) -> None:
        self.begun, self.stopped = threading.Event(), threading.Event()
        self.waits = False

    async def run(self, params: object, network: object) -> CheckResult:
        self.begun.set()
        try:
            await (asyncio.Event().wait() if self.waits else asyncio.sleep(0))
        except asyncio.CancelledError:
            self.stopped.set()
            raise
        loop = type(asyncio.get_running_loop()).__module__
        return CheckResult("pass", "here", summary=f"{loop} {threading.current_thread().name}")


@pytest.fixture
def check() -> WhereAmI:
    return WhereAmI()


@pytest.fixture
def runner(check: WhereAmI) -> Iterator[HostedRunner]:
    hosted = HostedRunner(Settings(), {"test.where": check})
    yield hosted
    hosted.close()


def test_checks_run_on_asyncios_own_loop_whatever_the_server_runs_on(runner: HostedRunner) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as server:
        said = server.run(runner.run("test.where", {})).summary
    assert said.startswith("asyncio.")
    assert said.endswith(" checks")


def test_one_runner_serves_several_loops(runner: HostedRunner) -> None:
    assert [asyncio.run(runner.run("test.where", {}, fresh=True)).status for _ in range(3)] == ["pass"] * 3


def test_a_check_nobody_waits_for_is_stopped(runner: HostedRunner, check: WhereAmI) -> None:
    check.waits = True

    async def give_up() -> None:
        asked = asyncio.ensure_future(runner.run("test.where", {}))
        await asyncio.to_thread(check.begun.wait, 5)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked

    asyncio.run(give_up())
    assert check.stopped.wait(5)
