"""The short way of a comment that comes with the work of a script, which is how browsers send almost all.

Those that come while others are written are taken together: one transaction, one sync of the disk, one look at the
board and one way back to the event loop do for all of them (docs/decisions/0034).
Previews, pictures, and every error are left to the route, which does it again from the start; nothing was written.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.actions.services import Services
from app.web import security
from app.web.comments.forms import LARGEST
from app.web.comments.routes import Asked, take_all
from app.web.short_way import read_form, send_answer, unless_refused
from app.web.workers import Together

THREADS = 2  # one works while another waits for the disk
MOST = 32  # comments that are taken together
_BEFORE, _AFTER = "/a/", "/comments"


class CommentShortcut:
    """ASGI middleware, outside of compression, which a redirect does not need, and of `Security`."""

    def __init__(self, app: ASGIApp, *, services: Services) -> None:
        self._app = app
        self._base_url = services.settings.base_url
        self._desk = Together(_answers, THREADS, MOST, "comments")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        article = _article(scope) if scope["type"] == "http" else ""
        if not article:
            await self._app(scope, receive, send)
            return
        request = Request({**scope, "path_params": {"id": article}}, receive)
        fields, receive = await read_form(request, receive, self._base_url, LARGEST)
        if fields is not None and "preview" not in fields and any(fields.get("verification", ())):
            answer = await self._desk.run((request, fields))
            if answer is not None:
                headers = security.complete(answer.raw_headers, security.PUBLIC)
                await send_answer(send, (answer.status_code, headers, b""))
                return
        await self._app(scope, receive, send)


def _answers(asked: list[Asked], waits: Callable[[], object]) -> list[Response | None]:
    """None for whatever the routes have to look at."""
    return unless_refused(lambda: take_all(asked, waits)) or [None] * len(asked)


def _article(scope: Scope) -> str:
    """The id in the address of `POST /a/{id}/comments`; empty where something else is asked for."""
    path: str = scope["path"]
    if scope["method"] != "POST" or not path.startswith(_BEFORE) or not path.endswith(_AFTER) or scope.get("root_path"):
        return ""
    article = path[len(_BEFORE) : -len(_AFTER)]
    return "" if "/" in article else article
