"""Threads that work for the event loop, and hand back what they made in batches.

Starlette's way to a thread and back costs 50 µs of processor, that of `run_in_executor` 17: a context, a task group,
two futures with their locks, and a wake-up of the loop for every result. Here a thread wakes the loop only where
nobody else did, and the loop takes all that is ready; under load that is 4 µs.
"""

from __future__ import annotations

import weakref
from asyncio import AbstractEventLoop, Future, get_running_loop
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Job = TypeVar("Job")
Made = TypeVar("Made")


class _Results:
    """What is ready for one loop."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self.loop = loop
        self._ready: list[tuple[Future[Any], Any, BaseException | None]] = []
        self._lock = Lock()

    def put(self, future: Future[Any], result: Any, error: BaseException | None) -> None:
        with self._lock:
            self._ready.append((future, result, error))
            if len(self._ready) > 1:
                return  # the loop was told, and has not come yet
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self.loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        with self._lock:
            ready, self._ready = self._ready, []
        for future, result, error in ready:
            _settle(future, result, error)


_Job = tuple[_Results, "Future[Any]", Callable[[], Any]]


class Workers:
    """At most `most` threads, each started when there is more to do than those before it can take."""

    def __init__(self, most: int, name: str) -> None:
        self._most, self._name = most, name
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._results: _Results | None = None
        weakref.finalize(self, _stop, self._jobs, self._threads)

    def run(self, work: Callable[[], T]) -> Future[T]:
        """What `work` returns or raises, once a thread has done it. Call it from a running event loop."""
        loop = get_running_loop()
        if self._results is None or self._results.loop is not loop:
            self._results = _Results(loop)
        future: Future[T] = loop.create_future()
        self._jobs.put((self._results, future, work))
        if len(self._threads) < self._most and self._jobs.qsize():
            thread = Thread(target=_work, args=(self._jobs,), name=self._name, daemon=True)
            self._threads.append(thread)
            thread.start()
        return future


class Together(Generic[Job, Made]):
    """What comes while others are busy is done together: `work` makes as many things of as many jobs, in order.

    One thread works at a time, since two would only take the interpreter from each other. When it has to wait for the
    disk it calls what it is given beside the jobs, and another one begins.
    """

    def __init__(
        self, work: Callable[[list[Job], Callable[[], object]], Sequence[Made]], threads: int, most: int, name: str
    ) -> None:
        """`most` are the jobs that are done together, `threads` those that work or wait."""
        self._work, self._threads, self._most = work, threads, most
        self._workers = Workers(threads, name)
        self._waiting: deque[tuple[Future[Made], Job]] = deque()
        self._busy = 0
        self._working: object = None  # the batch that has not begun to wait
        self._loop: AbstractEventLoop | None = None

    def run(self, job: Job) -> Future[Made]:
        """What is made of it, or what `work` raised. Call it from a running event loop."""
        loop = get_running_loop()
        if loop is not self._loop:  # nobody waits any more in the one before
            self._loop, self._busy, self._working = loop, 0, None
            self._waiting.clear()
        future: Future[Made] = loop.create_future()
        self._waiting.append((future, job))
        self._begin()
        return future

    def _begin(self) -> None:
        if not self._waiting or self._busy >= self._threads or self._working is not None or self._loop is None:
            return
        self._busy += 1
        taken = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        self._working = taken
        waits = partial(self._loop.call_soon_threadsafe, self._next, taken)
        done = self._workers.run(partial(self._work, [job for _, job in taken], waits))
        done.add_done_callback(partial(self._hand_out, taken))

    def _next(self, batch: object) -> None:
        """That batch waits, or is done."""
        if self._working is batch:
            self._working = None
            self._begin()

    def _hand_out(self, taken: list[tuple[Future[Made], Job]], done: Future[Sequence[Made]]) -> None:
        self._busy -= 1
        self._next(taken)
        self._begin()
        futures = [future for future, _ in taken]
        error = done.exception()
        made: Sequence[Made | None] = done.result() if error is None else [None] * len(futures)
        for future, result in zip(futures, made, strict=True):
            _settle(future, result, error)


def _settle(future: Future[Any], result: Any, error: BaseException | None) -> None:
    if future.done():  # cancelled: the visitor left
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


def _work(jobs: SimpleQueue[_Job | None]) -> None:
    while (job := jobs.get()) is not None:
        results, future, work = job
        try:
            result, error = work(), None
        except BaseException as problem:
            result, error = None, problem
        results.put(future, result, error)
        del job, results, future, work, result, error  # nothing of a request is kept while the next is waited for


def _stop(jobs: SimpleQueue[_Job | None], threads: list[Thread]) -> None:
    for _ in threads:
        jobs.put(None)
