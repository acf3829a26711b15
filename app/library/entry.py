"""An article as the pages see it: columns at once, the parsed graph when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from app.core.article import Article, Bundle, Problem
from app.core.errors import Gone
from app.core.shelf import Listing, Origin

if TYPE_CHECKING:
    from app.library.shelves import Shelves


@dataclass(slots=True)
class Text:
    """A version's text, parsed. Kept by version id, so `fragments` may hold whatever is made of it once.

    The text itself stays in the store: three times as long as what is served of it, and seldom asked for.
    """

    article: Article
    fragments: dict[object, object] = field(default_factory=dict)


class Told(NamedTuple):
    """What a list shows of an article, and the language of these words."""

    title: str
    summary: str
    lang: str


class Entry:
    """One version of one article. Its columns cost nothing; `article` parses once and is remembered."""

    __slots__ = ("_shelves", "broken", "listing")

    def __init__(self, listing: Listing, shelves: Shelves, broken: tuple[Problem, ...] = ()) -> None:
        self.listing = listing
        self.broken = broken  # what is wrong with the file as it stands now, while this version goes on being served
        self._shelves = shelves

    def __repr__(self) -> str:
        return f"Entry({self.article_id!r}, number={self.number})"

    @property
    def article(self) -> Article:
        """The parsed article. Raises Gone where the version cannot be read any more."""
        return self._shelves.text(self.listing).article

    @property
    def fragments(self) -> dict[object, object]:
        """A place for what is made of this version once: HTML, pictures. Lives as long as the parsed article."""
        return self._shelves.text(self.listing).fragments

    @property
    def notes(self) -> dict[object, object]:
        """A place for small things that were found in this version once; outlives the parsed article by far."""
        return self._shelves.notes(self.listing.version_id)

    @property
    def bundle(self) -> Bundle:
        """The files of this version, read from the store each time. Raises Gone where they are not kept any more."""
        return self._shelves.bundle(self.listing)

    @property
    def source(self) -> str:
        """The exact text of the article's own file."""
        bundle = self.bundle
        return bundle.files[bundle.main]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Warnings this version was published with, then what is wrong with the file as it stands now."""
        return (*self.listing.problems, *self.broken)

    @property
    def article_id(self) -> str:
        return self.listing.article_id

    @property
    def version_id(self) -> int:
        return self.listing.version_id

    @property
    def number(self) -> int:
        return self.listing.number

    @property
    def file(self) -> str:
        return self.listing.file

    @property
    def origin(self) -> Origin:
        return self.listing.origin

    @property
    def created(self) -> datetime:
        return self.listing.created

    @property
    def changed(self) -> datetime:
        return self.listing.changed

    @property
    def title(self) -> str:
        return self.listing.description.title

    @property
    def summary(self) -> str:
        return self.listing.description.summary

    def told_in(self, lang: str) -> Told:
        """Title and summary in `lang`, where the article has that translation, else in its own language.

        The text is parsed only where another language than the article's own is asked for.
        """
        own = Told(self.title, self.summary, self.lang)
        if lang == self.lang:
            return own
        try:
            article = self.article.translations.get(lang)
        except Gone:
            return own
        return Told(article.title, article.summary or "", lang) if article else own

    @property
    def category(self) -> tuple[str, ...]:
        return self.listing.description.category

    @property
    def tags(self) -> tuple[str, ...]:
        return self.listing.description.tags

    @property
    def related(self) -> tuple[str, ...]:
        return self.listing.description.related

    @property
    def document(self) -> int | None:
        return self.listing.description.document

    @property
    def lang(self) -> str:
        return self.listing.description.lang
