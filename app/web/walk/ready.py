"""A walk's page that is still what it was is sent before anything else is asked.

A page depends on the walk's events, the article's version, which never changes, and the date. So a page that was made
once is right as long as the walk has as many events, which one small row tells. Everything between here and a route
(headers, routing, error handling) is in the kept answer already; measured, that is a third of what such a page costs.
Requests of htmx, with a query, or for a page that is not kept go on to the routes.
"""

from __future__ import annotations

from asyncio import get_running_loop
from concurrent.futures import ThreadPoolExecutor

from starlette.types import ASGIApp, Receive, Scope, Send

from app.actions.services import Services
from app.core.errors import UnsnagError
from app.storage import runs
from app.web.walk.pages import Pages, Ready

HTMX = b"hx-request"
THREADS = 2  # a row takes 30 µs; the pool of connections has two to spare


class ReadyPages:
    """ASGI middleware, inside compression and outside of `Security`, whose headers a kept answer has."""

    def __init__(self, app: ASGIApp, *, services: Services, pages: Pages) -> None:
        self._app = app
        self._services = services
        self._pages = pages
        # Threads of its own, started when first needed: to reach them costs half of what the shared ones do.
        self._threads = ThreadPoolExecutor(THREADS, "ready-pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ready = self._pages.ready(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if ready is None or scope["query_string"] or any(name == HTMX for name, _ in scope["headers"]):
            await self._app(scope, receive, send)
            return
        if not await get_running_loop().run_in_executor(self._threads, self._holds, ready):
            self._pages.drop(scope["path"])
            await self._app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": list(ready.headers)})
        await send({"type": "http.response.body", "body": ready.body})

    def _holds(self, ready: Ready) -> bool:
        """Whether the walk has not moved since; a database that does not answer is told by the route."""
        try:
            with self._services.engine.connect() as connection:
                standing = runs.standing(connection, ready.token)
        except UnsnagError:
            return False
        now = self._services.clock()
        return standing is not None and standing[0] == ready.seq and now < standing[1] and now.date() == ready.day
