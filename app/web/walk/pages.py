"""Putting a page together: the shell is rendered once for each language, a page's own part fills it.

A walk's state after `seq` events never changes, and neither does the article's version, so the page of a step is kept
in memory by both; a reader who comes back costs one row.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from app.web import security
from app.web.encodings import Encoding, quickly
from app.web.phrases import direction
from app.web.spoken import say
from app.web.templates import Templates, wants_fragment
from app.web.walk.letters import Sheet
from app.web.walk.trail import TrailRow
from app.web.walk.trail_letters import TrailLetters

if TYPE_CHECKING:
    from app.web.walk.tips import Tips

SEPARATOR = "\x1f"
HEADERS = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"vary", b"HX-Request, HX-Request-Type, HX-History-Restore-Request, Accept-Encoding"),
    *security.PRIVATE,
)
KEPT_PAGES = 128  # some 10 to 25 KB each, and a quarter of that compressed
LEAST = 500  # bytes that are worth compressing
LARGEST_KEPT = 131_072  # bytes of a page
KEPT_SKELETONS = 512  # some 6 KB each
_TITLE, _BACK, _MAIN = "\x1ctitle\x1c", "\x1cback\x1c", "\x1cmain\x1c"

Part = tuple[str, bytes, bytes]  # title, what goes before main, main
Skeleton = tuple[Sheet, Sheet, str]  # what goes before main, main, the form of its buttons
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]  # status, headers, body


class WalkPage(Response):
    """A page of a walk, or the `fragment` of it for htmx. Its headers are those that every such page carries, so they
    are not worked out each time."""

    def __init__(self, body: bytes, status: int, headers: Mapping[str, str], *, fragment: bool) -> None:
        self.fragment = fragment
        self.status_code = status
        self.background = None
        self.body = body
        more = [(name.encode(), value.encode()) for name, value in headers.items()]
        self.raw_headers = [(b"content-length", str(len(body)).encode()), *HEADERS, *more]


class Moment(NamedTuple):
    """What a page depends on: how far the walk is, the date, and the state of the article's tips."""

    token: str
    seq: int
    day: date
    article: str
    tips: int


@dataclass(slots=True)
class Ready:
    """A whole page, and the moment that it shows. `forms` holds it as browsers took it."""

    moment: Moment
    page: WalkPage
    forms: dict[Encoding, Answer] = field(default_factory=dict)

    def form(self, encoding: Encoding) -> Answer:
        """The answer, compressed where it was not before."""
        answer = self.forms.get(encoding)
        if answer is None:
            answer = self.forms[encoding] = answer_of(self.page, encoding)
        return answer


def answer_of(response: Response, encoding: Encoding) -> Answer:
    """An answer as it is sent, with the headers that every answer of a walk carries."""
    fixed = isinstance(response, WalkPage)
    headers = response.raw_headers if fixed else security.complete(response.raw_headers, security.PRIVATE)
    body = bytes(response.body)
    if encoding != "identity" and len(body) >= LEAST:
        body = quickly(body, encoding)
        rest = [header for header in headers if header[0] != b"content-length"]
        length = (b"content-length", str(len(body)).encode())
        headers = [length, (b"content-encoding", encoding.encode()), *rest]
    return response.status_code, headers, body


class Pages:
    """Renders a walk's pages; made in `create_app`, kept at `app.state.walk_pages`."""

    def __init__(self, templates: Templates, tips: Tips) -> None:
        self._templates = templates
        self.tips = tips
        self._shells: dict[tuple[str, bool], list[bytes]] = {}
        self._skeletons: OrderedDict[tuple[object, ...], Skeleton] = OrderedDict()
        self._trails: dict[str, TrailLetters] = {}
        self._ready: OrderedDict[str, Ready] = OrderedDict()
        self._lock = Lock()

    def part(self, name: str, title: str, **context: object) -> Part:
        """A template of ours as the part of a page that is its own, in the language that `lang` names."""
        html = self.render(name, separator=SEPARATOR, **context)
        before, _, main = html.rpartition(SEPARATOR)
        return title, before.encode(), main.encode()

    def render(self, name: str, **context: object) -> str:
        """A template by itself, for a piece that is swapped in place."""
        return self._templates.in_language(str(context.get("lang") or "en")).get_template(name).render(**context)

    def trail(self, rows: Sequence[TrailRow], lang: str = "en") -> Markup:
        """The trail's rows as HTML."""
        trail = self._trails.get(lang)
        if trail is None:
            trail = self._trails[lang] = TrailLetters(self._templates.in_language(lang), lang)
        return trail.filled(rows)

    def skeleton(self, key: tuple[object, ...]) -> Skeleton | None:
        return self._skeletons.get(key)

    def keep_skeleton(self, key: tuple[object, ...], skeleton: Skeleton) -> None:
        with self._lock:
            self._skeletons[key] = skeleton
            while len(self._skeletons) > KEPT_SKELETONS:
                self._skeletons.popitem(last=False)

    def ready(self, path: str) -> Ready | None:
        """The answer kept for an address, which may be out of date."""
        return self._ready.get(path)

    def drop(self, path: str) -> None:
        self._ready.pop(path, None)

    def keep_ready(self, path: str, moment: Moment, page: WalkPage) -> None:
        """Keeps a page that was just made, unless it is out of all proportion: a pasted message may be in it."""
        if len(page.body) > LARGEST_KEPT:
            return
        with self._lock:
            self._ready[path] = Ready(moment, page)
            while len(self._ready) > KEPT_PAGES:
                self._ready.popitem(last=False)

    def respond(
        self,
        request: Request,
        part: Part,
        lang: str,
        *,
        status: int = 200,
        error: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> WalkPage:
        """The whole page, or the fragment for htmx."""
        title, before, main = part
        fragment = wants_fragment(request)
        first, second, third, last = self._shell(lang, fragment)
        prefix = say(lang, "Error: ") if error else ""
        named = f"{prefix}{escape(title)}".encode()
        body = b"".join((first, named, second, before, third, main, last))
        return WalkPage(body, status, headers or {}, fragment=fragment)

    def _shell(self, lang: str, fragment: bool) -> list[bytes]:
        shell = self._shells.get((lang, fragment))
        if shell is None:
            render = self._templates.render_fragment if fragment else self._templates.render
            html = render(
                "walk/shell.html", lang=lang, dir=direction(lang), noindex=True, title=_TITLE, back=_BACK, main=_MAIN
            )
            shell = _split(html)
            self._shells[lang, fragment] = shell
        return shell


def pages_of(request: Request) -> Pages:
    """The application's pages."""
    pages: Pages = request.app.state.walk_pages
    return pages


def _split(html: str) -> list[bytes]:
    first, rest = html.split(_TITLE)
    second, rest = rest.split(_BACK)
    third, last = rest.split(_MAIN)
    return [piece.encode() for piece in (first, second, third, last)]
