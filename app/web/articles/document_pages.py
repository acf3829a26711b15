"""Document pages as bytes: rendered once for a version, kept with their compressed forms, answered before anything
else runs.

A request for a page that is kept costs one dictionary look-up and a walk over its headers. Everything kept belongs to
one generation of the library, since a page names other articles; when the generation moves on, pages are made anew as
they are asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.library import Library
from app.web.encodings import Bodies, best_encoding
from app.web.languages import choose_language
from app.web.metrics import count_kept_document
from app.web.security import PUBLIC, complete

KEPT = 12_000_000  # bytes of pages before compression; the compressed forms add a third at most
Fields = list[tuple[bytes, bytes]]


class KeptPage:
    """The messages that answer for one page, made when first needed: one pair for each encoding, one for 304."""

    __slots__ = ("_answers", "_bodies", "_fields", "_tag")

    def __init__(self, html: bytes, fields: Fields) -> None:
        self._bodies = Bodies(html)
        self._fields = complete(fields, PUBLIC)
        self._tag = sha256(html).hexdigest()[:16]
        self._answers: dict[str, tuple[Message, Message]] = {}

    @property
    def size(self) -> int:
        return len(self._bodies.identity)

    def prepare(self, accept: bytes) -> None:
        """Compresses the page as this browser takes it, in the thread that made it and not in the loop."""
        self._bodies.form(best_encoding(accept) if accept else "identity")

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
    """A kept page as an answer of a route: for the first request, and for those that name a language."""

    def __init__(self, kept: KeptPage) -> None:
        super().__init__()
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wishes = _wishes(scope)
        start, body = self._kept.answer(wishes.encoding, wishes.known, head=scope["method"] == "HEAD")
        await send(dict(start))
        await send(body)


class DocumentPages:
    """Pages by path and language; kept at `app.state.documents`."""

    def __init__(self, library: Library, *, keep: bool = True) -> None:
        self._library = library
        self._keep = keep
        self._kept: OrderedDict[str, KeptDocument] = OrderedDict()
        self._drops: dict[str, int] = {}
        self._lock = Lock()
        # One page at a time is made: eight visitors who wait for the same one would have it made eight times, for 4 MB
        # that stay with the process, and threads take turns in Python anyway.
        self.making = Lock()

    def find(self, path: str, lang: str) -> KeptPage | None:
        kept = self._kept.get(path)
        return kept.pages.get(lang) if kept is not None and kept.generation == self._library.generation else None

    def drop(self, article_id: str) -> None:
        """What is kept of an article is out of date: its comments changed."""
        path = f"/a/{article_id}"
        with self._lock:
            self._drops[path] = self._drops.get(path, 0) + 1
            self._kept.pop(path, None)

    def drops(self, path: str) -> int:
        """How often what is kept for a path was dropped; asked before a page is made, and told when it is kept."""
        return self._drops.get(path, 0)

    def keep(
        self, path: str, lang: str, page: KeptPage, languages: Sequence[str], generation: int, drops: int = 0
    ) -> KeptPage:
        """Keeps the page of one language, unless it was dropped meanwhile.

        `generation`, the library's, and `drops` are from before the page was made.
        """
        if self._keep:
            with self._lock:
                if drops != self.drops(path):
                    return page
                kept = self._kept.get(path)
                if kept is None or kept.generation != generation:
                    kept = self._kept[path] = KeptDocument(generation, tuple(languages))
                kept.pages[lang] = page
                self._kept.move_to_end(path)
                while len(self._kept) > 1 and sum(document.size for document in self._kept.values()) > KEPT:
                    self._kept.popitem(last=False)
        return page

    def before(self, app: ASGIApp) -> ASGIApp:
        """ASGI: answers with what is kept for the path, else asks `app`. htmx and `?lang=` go to the route."""
        documents, library = self._kept, self._library

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                kept = documents.get(scope["path"])
                if kept is not None and kept.generation == library.generation and not scope["query_string"]:
                    method, wishes = scope["method"], _wishes(scope)
                    page = kept.page(wishes.language)
                    if page is not None and not wishes.htmx and method in ("GET", "HEAD"):
                        start, body = page.answer(wishes.encoding, wishes.known, head=method == "HEAD")
                        count_kept_document()
                        await send(start)
                        await send(body)
                        return
            await app(scope, receive, send)

        return answer


class KeptDocument:
    """The pages of one article at one generation of the library, by language; the article's own is the first."""

    __slots__ = ("_only", "generation", "languages", "pages")

    def __init__(self, generation: int, languages: tuple[str, ...]) -> None:
        self.generation = generation
        self.languages = languages
        self.pages: dict[str, KeptPage] = {}
        self._only = languages[0] if len(languages) == 1 else ""

    @property
    def size(self) -> int:
        """Bytes of all its pages, uncompressed."""
        return sum(page.size for page in self.pages.values())

    def page(self, accept: bytes) -> KeptPage | None:
        """The page for a browser with this `Accept-Language`, if it was made already."""
        return self.pages.get(self._only or _chosen(self.languages, accept))


class _Wishes(NamedTuple):
    encoding: bytes  # `Accept-Encoding`
    language: bytes  # `Accept-Language`
    known: bytes  # `If-None-Match`
    htmx: bool


def _wishes(scope: Scope) -> _Wishes:
    encoding = language = known = b""
    htmx = False
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            encoding = value
        elif name == b"accept-language":
            language = value
        elif name == b"if-none-match":
            known = value
        elif name == b"hx-request":
            htmx = True
    return _Wishes(encoding, language, known, htmx)


@lru_cache(maxsize=1024)
def _chosen(languages: tuple[str, ...], accept: bytes) -> str:
    return choose_language(languages, "", accept.decode("latin-1"))
