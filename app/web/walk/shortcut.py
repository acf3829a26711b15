"""The short way to a walk's two hot paths: the page of a step, and a click on it.

What the routes do is done here without what surrounds them: routing, three layers of error handling, and the way to
Starlette's threads, which together cost more than the page. Only the ordinary case is answered. Whatever is not (an
error, checks to be run, a form that is too long, another method) goes on to the routes as if nothing had been asked:
an action that raises has written nothing, and a form that is sent twice counts once.

A page that was made before is right as long as the walk has as many events and the date is the same, which one small
row tells; it is sent as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.actions.services import Services
from app.core.errors import UnsnagError
from app.storage import runs
from app.web.board import Board
from app.web.bodies import LARGEST
from app.web.encodings import Encoding, best_encoding
from app.web.short_way import read_form, send_answer, unless_refused
from app.web.walk.addresses import RESERVED
from app.web.walk.pages import Answer, Pages, Ready, answer_of
from app.web.walk.routes import click, page
from app.web.workers import Workers

WALKS = "/r/"
HTMX = b"hx-request"


class Shortcut:
    """ASGI middleware, outside of compression and of `Security`; it does itself what they do for others."""

    def __init__(self, app: ASGIApp, *, services: Services, pages: Pages, board: Board) -> None:
        self._app = app
        self._services = services
        self._pages = pages
        self._board = board
        self._base_url = services.settings.base_url
        self._workers = Workers(services.settings.threads, "walks")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = _place(scope) if scope["type"] == "http" else None
        if place is None:
            await self._app(scope, receive, send)
            return
        request, encoding = Request({**scope, "path_params": place}, receive), _encoding(scope)
        if scope["method"] == "GET":
            answer = await self._workers.run(partial(self._look, request, encoding))
        else:
            answer, receive = await self._act(request, receive, encoding)
        if answer is None:
            await self._app(scope, receive, send)
            return
        await send_answer(send, answer)

    def _look(self, request: Request, encoding: Encoding) -> Answer | None:
        path = request.scope["path"]
        ready = self._pages.ready(path) if _is_plain(request.scope) else None
        if ready is not None and self._holds(ready):
            return ready.form(encoding)
        self._pages.drop(path)
        return _unless_refused(partial(page, request), encoding)

    def _holds(self, ready: Ready) -> bool:
        """Whether the walk has not moved since, and nobody wrote a tip."""
        moment = ready.moment
        if self._board.generation(moment.article) != moment.tips:
            return False
        try:
            standing = runs.standing(self._services.engine, moment.token)
        except UnsnagError:
            return False  # the route says that the database does not answer
        now = self._services.clock()
        return standing is not None and standing[0] == moment.seq and now < standing[1] and now.date() == moment.day

    async def _act(self, request: Request, receive: Receive, encoding: Encoding) -> tuple[Answer | None, Receive]:
        """The answer to a form; else None, and a `receive` that gives the form once more."""
        fields, receive = await read_form(request, receive, self._base_url, LARGEST)
        if fields is None or "_check" in fields:
            return None, receive
        answer = await self._workers.run(lambda: _unless_refused(partial(click, request, fields), encoding))
        return answer, receive


def _place(scope: Scope) -> dict[str, str] | None:
    """The token, and the step where the address names one; None where the address or the method is another."""
    path: str = scope["path"]
    if not path.startswith(WALKS) or scope["method"] not in ("GET", "POST") or scope.get("root_path"):
        return None
    token, slash, step = path[len(WALKS) :].partition("/")
    if not token or (slash and not step) or "/" in step or step in RESERVED:
        return None
    return {"token": token, "step": step} if step else {"token": token}


def _is_plain(scope: Scope) -> bool:
    """Whether a whole page is asked for, by its address alone."""
    return not scope["query_string"] and not any(name == HTMX for name, _ in scope["headers"])


def _encoding(scope: Scope) -> Encoding:
    """What the browser takes. Compressing is left to the thread, which does not hold up others meanwhile."""
    return best_encoding(next((value for name, value in scope["headers"] if name == b"accept-encoding"), b""))


def _unless_refused(work: Callable[[], Response], encoding: Encoding) -> Answer | None:
    return unless_refused(lambda: answer_of(work(), encoding))
