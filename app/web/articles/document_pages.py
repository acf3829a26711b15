"""Document pages as bytes: rendered once for a version, kept with their compressed forms, answered before anything
else runs.

A request for a page that is kept costs one dictionary look-up and a walk over its headers. Everything kept belongs to
one generation of the library, since a page names other articles; when the generation moves on, pages are made anew as
they are asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.library import Library
from app.web.encodings import Bodies, best_encoding
from app.web.security import PUBLIC, complete

KEPT = 256  # pages; one is some 30 KB with its compressed forms
Fields = list[tuple[bytes, bytes]]


class KeptPage:
    """The messages that answer for one page, made when first needed: one pair for each encoding, one for 304."""

    __slots__ = ("_answers", "_bodies", "_fields", "_tag", "generation")

    def __init__(self, html: bytes, generation: int, fields: Fields) -> None:
        self.generation = generation
        self._bodies = Bodies(html)
        self._fields = complete(fields, PUBLIC)
        self._tag = sha256(html).hexdigest()[:16]
        self._answers: dict[str, tuple[Message, Message]] = {}

    def answer(self, accept: bytes, known: bytes, *, head: bool = False) -> tuple[Message, Message]:
        """The two ASGI messages for a browser that takes `accept` and already has the page tagged `known`."""
        encoding = best_encoding(accept) if accept else "identity"
        etag = f'"{self._tag}-{encoding}"'.encode()
        if known and etag in known:
            start = {"type": "http.response.start", "status": 304, "headers": [(b"etag", etag), *self._fields]}
            return start, {"type": "http.response.body", "body": b""}
        found = self._answers.get(encoding)
        if found is None:
            found = self._answers[encoding] = self._make(encoding, etag)
        return (found[0], {"type": "http.response.body", "body": b""}) if head else found

    def _make(self, encoding: str, etag: bytes) -> tuple[Message, Message]:
        body = self._bodies.form(encoding)
        fields: Fields = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"etag", etag),
            *self._fields,
        ]
        if encoding != "identity":
            fields.append((b"content-encoding", encoding.encode()))
        start = {"type": "http.response.start", "status": 200, "headers": fields}
        return start, {"type": "http.response.body", "body": body}


class KeptResponse(Response):
    """A kept page as an answer of a route, for the first request and for those that name a language."""

    def __init__(self, kept: KeptPage) -> None:
        super().__init__()
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        accept, known, _ = _wishes(scope)
        start, body = self._kept.answer(accept, known, head=scope["method"] == "HEAD")
        await send(dict(start))
        await send(body)


class DocumentPages:
    """Pages by path, or by path and language; kept at `app.state.documents`."""

    def __init__(self, library: Library, *, keep: bool = True) -> None:
        self._library = library
        self._keep = keep
        self._kept: OrderedDict[str | tuple[str, str], KeptPage] = OrderedDict()
        self._lock = Lock()

    def find(self, key: str | tuple[str, str]) -> KeptPage | None:
        kept = self._kept.get(key)
        return kept if kept is not None and kept.generation == self._library.generation else None

    def keep(self, key: str | tuple[str, str], html: str, generation: int, fields: Fields) -> KeptPage:
        """Keeps the page; `generation` is the library's from before the page was made, so a late one is not believed."""
        kept = KeptPage(html.encode(), generation, fields)
        if self._keep:
            with self._lock:
                self._kept[key] = kept
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return kept

    def before(self, app: ASGIApp) -> ASGIApp:
        """ASGI: answers with what is kept for the path, else asks `app`. htmx and other languages go to the route."""
        kept_pages, library = self._kept, self._library

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                kept = kept_pages.get(scope["path"])
                if kept is not None and kept.generation == library.generation and not scope["query_string"]:
                    method = scope["method"]
                    accept, known, plain = _wishes(scope)
                    if plain and method in ("GET", "HEAD"):
                        start, body = kept.answer(accept, known, head=method == "HEAD")
                        await send(start)
                        await send(body)
                        return
            await app(scope, receive, send)

        return answer


def _wishes(scope: Scope) -> tuple[bytes, bytes, bool]:
    """`Accept-Encoding`, `If-None-Match`, and whether this is a browser's own request rather than one of htmx."""
    accept = known = b""
    plain = True
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            accept = value
        elif name == b"if-none-match":
            known = value
        elif name == b"hx-request":
            plain = False
    return accept, known, plain
