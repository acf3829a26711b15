"""What only few may do at the same moment, since it takes a processor or much memory; whoever waits holds no thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

P = ParamSpec("P")
R = TypeVar("R")


class Turns:
    """`at_once` of them in each worker, in threads beside those of the routes."""

    def __init__(self, name: str, at_once: int) -> None:
        self._at_once = at_once
        self._limiter: RunVar[CapacityLimiter] = RunVar(name)  # one for each event loop

    @property
    def waiting(self) -> int:
        return self._of_this_loop().statistics().tasks_waiting

    async def take(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `work` gives, once it is its turn."""
        return await to_thread.run_sync(lambda: work(*args, **kwargs), limiter=self._of_this_loop())

    def _of_this_loop(self) -> CapacityLimiter:
        limiter = self._limiter.get(None)
        if limiter is None:
            limiter = CapacityLimiter(self._at_once)
            self._limiter.set(limiter)
        return limiter
