"""A runner in a thread of its own, on asyncio's own event loop.

A check's clock is then never held up by a busy page, nor a page by a burst of answers from name servers, and checks run
on the same loop under the server as on the command line and in the tests. (The server runs on uvloop, whose `start_tls`
drops bytes that were read before the handshake; the door does not use it, and checks of others need not know.)
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping

from app.checks.runner import Runner
from app.core.checking import CheckResult


class HostedRunner(Runner):
    """A `Runner` whose checks all run on one loop, whichever loop asks. The thread starts with the first check."""

    _home: asyncio.AbstractEventLoop | None = None
    _starting = threading.Lock()

    async def run(
        self, name: str, params: Mapping[str, object], *, visitor: str = "", fresh: bool | float = False
    ) -> CheckResult:
        work = super().run(name, params, visitor=visitor, fresh=fresh)
        # wrapping passes a cancellation on to the check, so that nothing is left running for nobody
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop_at_home()))

    def close(self) -> None:
        """Ends the thread; what still runs is dropped."""
        with self._starting:
            if self._home is not None:
                self._home.call_soon_threadsafe(self._home.stop)
                self._home = None

    def _loop_at_home(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._home is None:
                self._home = asyncio.SelectorEventLoop()
                threading.Thread(target=_live, args=(self._home,), name="checks", daemon=True).start()
            return self._home


def _live(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
