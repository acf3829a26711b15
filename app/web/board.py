"""How many comments there are, in memory, for the pages that show it: documents and walks.

One look at the store costs one row and tells which articles changed since the last look. The worker that changed
something looks at once, the others within a second. Pages that are kept are told, so that they are made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from threading import Lock
from typing import Protocol

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.actions.services import Services
from app.core.anchors import gathered
from app.core.article import Article
from app.core.errors import StoreUnavailable
from app.library import Entry
from app.storage import comments

LOOK_EVERY = 0.5  # seconds
CHANGING = ("/comments/", "/admin/")  # where a form may change what is published
_NONE: Mapping[str, int] = {}

Listener = Callable[[str], object]


class Foot(Protocol):
    """What stands at the foot of a document: its comments and the form. Kept at `app.state.foot`."""

    def __call__(self, entry: Entry, article: Article, lang: str) -> Markup: ...


class Board:
    """Published comments by article and place; kept at `app.state.board`."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._known = -1
        self._generations: dict[str, int] = {}
        self._counts: dict[str, tuple[int, dict[int, Mapping[str, int]]]] = {}  # generation, by version
        self._listeners: list[Listener] = []
        self._looking = Lock()
        self._moments = count()
        self._seen = -1  # everything that was kept before this moment is known

    def tell(self, listener: Listener) -> None:
        """`listener` is called with the id of each article whose comments changed."""
        self._listeners.append(listener)

    def refresh(self) -> None:
        """Looks at the store once, or lets somebody look who has not begun yet. Raises StoreUnavailable."""
        asked = next(self._moments)
        with self._looking:
            if self._seen > asked:
                return
            seen = next(self._moments)
            with self._services.engine.connect() as connection:
                changed = comments.changed_since(connection, self._known)
            for article_id, generation in changed:
                self._generations[article_id] = generation
                for listener in self._listeners:
                    listener(article_id)
            self._known = max((generation for _, generation in changed), default=self._known)
            self._seen = seen

    def generation(self, article_id: str) -> int:
        """Which state of an article's comments this worker knows of; 0 where it never had any."""
        return self._generations.get(article_id, 0)

    def counts(self, entry: Entry) -> Mapping[str, int]:
        """How many there are by the present id of a step or a cause, replies included; `""` is the article itself.

        A look-up in a dictionary; only after a change it reads the store, and never where an article has none.
        """
        generation = self._generations.get(entry.article_id, 0)
        if not generation:
            return _NONE
        kept = self._counts.get(entry.article_id)
        if kept is None or kept[0] != generation:
            kept = self._counts[entry.article_id] = (generation, {})
        found = kept[1].get(entry.version_id)
        if found is None:
            with self._services.engine.connect() as connection:
                found = gathered(comments.counts(connection, entry.article_id), entry.article)
            kept[1][entry.version_id] = found
        return found


class RefreshFirst:
    """ASGI middleware: where moderators and writers change something, this worker knows before it answers."""

    def __init__(self, app: ASGIApp, *, board: Board) -> None:
        self._app, self._board = app, board

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].startswith(CHANGING):
            await self._app(scope, receive, send)
            return

        async def send_when_known(message: Message) -> None:
            if message["type"] == "http.response.start":
                with suppress(StoreUnavailable):  # it is asked again before long
                    await run_in_threadpool(self._board.refresh)
            await send(message)

        await self._app(scope, receive, send_when_known)


def board_of(request: Request) -> Board:
    """The application's board."""
    board: Board = request.app.state.board
    return board
