"""What the pages of comments have in common: the article, its language for this reader, breadcrumbs, the frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from app.actions.own_comment import corrected
from app.actions.services import Services
from app.actions.start_run import find_article
from app.core.errors import UnsnagError
from app.library import Entry
from app.storage.comments import Order
from app.web import errors
from app.web.comments.forms import FormView
from app.web.comments.places import places_of, title_of
from app.web.comments.views import Viewer
from app.web.comments.writers import written_by
from app.web.languages import choose_language
from app.web.phrases import direction
from app.web.spoken import speaker
from app.web.spoken.reasons import reason_in, reasons_in
from app.web.templates import page

ORDERS: tuple[Order, ...] = ("newest", "helpful", "oldest")


def services_of(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


@dataclass(frozen=True, slots=True)
class Shelf:
    """One article, as this reader reads it. `own` is the language of the article itself."""

    entry: Entry
    lang: str
    mine: tuple[int, ...] = ()

    @classmethod
    def of(cls, request: Request, article_id: str) -> Shelf:
        """Raises NotFound, Gone."""
        services = services_of(request)
        entry = find_article(services, article_id)
        languages = _languages(entry)
        wanted, accepted = request.query_params.get("lang", ""), request.headers.get("accept-language", "")
        return cls(entry, choose_language(languages, wanted, accepted), written_by(request, services))

    @property
    def title(self) -> str:
        return title_of(self.entry.article.translations.get(self.lang, self.entry.article))

    @property
    def article_url(self) -> str:
        return f"/a/{self.entry.article_id}" + self.query()

    @property
    def comments_url(self) -> str:
        return f"/a/{self.entry.article_id}/comments"

    def query(self, **parts: str | None) -> str:
        """`?lang=de&…`, without the article's own language and without what is empty."""
        lang = self.lang if self.lang != _languages(self.entry)[0] else None
        given = {name: value for name, value in (("lang", lang), *parts.items()) if value}
        return f"?{urlencode(given)}" if given else ""

    def viewer(self, services: Services) -> Viewer:
        changed: frozenset[int] = frozenset()
        if self.mine:
            with services.sessions() as session:
                changed = corrected(session, self.mine)
        return Viewer(places_of(self.entry, self.lang), self.lang, services.clock(), self.mine, changed)

    def crumbs(self, last: str, *, listed: bool = False) -> list[tuple[str, str]]:
        """All articles › the article › its comments (as a link where `listed`) › the page."""
        _say = speaker(self.lang)
        between = [(_say("Tips from readers"), self.comments_url + self.query())] if listed else []
        return [(_say("All articles"), "/"), (self.title, self.article_url), *between, (last, "")]

    def respond(self, request: Request, name: str, context: Mapping[str, object], *, status: int = 200) -> Response:
        """A page in this reader's language; none of them is for search engines, since documents hold the comments."""
        form = context.get("form")
        frame: dict[str, Any] = {
            "lang": self.lang,
            "dir": direction(self.lang),
            "noindex": True,
            "error": isinstance(form, FormView) and bool(form.errors),
            "article_id": self.entry.article_id,
            "article_url": self.article_url,
            "article_title": self.title,
            **context,
        }
        made = page(request, name, status=status, **frame)
        made.headers["cache-control"] = "private, no-cache"
        made.headers["vary"] += ", Accept-Language, Cookie"
        return made

    def reasons(self, problems: dict[str, str]) -> dict[str, str]:
        """Sentences of the core and of actions, in the language of the page."""
        return reasons_in(self.lang, problems)

    def trouble(self, error: UnsnagError) -> tuple[str, int]:
        """What happened, in the language of the page, and the status of the answer."""
        return reason_in(self.lang, error.message), errors.status_of(error)


def _languages(entry: Entry) -> tuple[str, ...]:
    """The article's own language, then its translations; found once a version."""
    notes, key = entry.notes, ("languages",)
    found = notes.get(key)
    if not isinstance(found, tuple):
        found = notes[key] = (entry.article.lang, *entry.article.translations)
    return found
