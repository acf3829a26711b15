"""How an article lies on the shelf: plain rows that pass between the library and the store.

The library says what is to be kept and asks what there is; the store keeps it. Neither imports the other: both know
these rows. Times are aware and in UTC. Texts are as written; folding and splitting into words is `words.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.core.article import Problem

Origin = Literal["file", "admin"]
VersionState = Literal["published", "draft"]
Kind = Literal["article", "step", "cause", "note", "prose"]


@dataclass(frozen=True, slots=True)
class Description:
    """What a list of articles shows of one, read from its front matter without parsing the rest again."""

    title: str
    summary: str = ""
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    document: int | None = None
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Listing:
    """One version as columns. `created` is when the article was first published, `changed` when this version was."""

    article_id: str
    version_id: int
    number: int
    file: str
    origin: Origin
    state: VersionState
    digest: str
    description: Description
    created: datetime
    changed: datetime
    problems: tuple[Problem, ...] = ()  # warnings it was published with
    conflicts_with: int | None = None  # number of the version a draft from a file would have overwritten


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an article stands when a file is imported: what was imported last, and what is served now."""

    article_id: str
    file: str
    imported_digest: str | None  # of the text imported last, published or laid beside
    live_digest: str | None  # of the version that is served; None where it was taken away
    live_origin: Origin | None
    live_number: int | None
    anchors: frozenset[str] = frozenset()  # ids of steps, causes, notes and sections of the served version
    document: int | None = None


@dataclass(frozen=True, slots=True)
class SearchText:
    """One row of the search index: an article, or one of its steps, causes, notes or sections of prose."""

    kind: Kind
    anchor: str  # '' for the article itself
    heading: str
    context: str  # the headings above it: the article's title, the step's title
    body: str  # plain text
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to be kept. The store gives it the next number of its article."""

    article_id: str
    file: str
    origin: Origin
    state: VersionState
    digest: str
    sources: Mapping[str, str]  # path → text, `Bundle.files`
    description: Description
    was: tuple[str, ...] = ()
    anchors: Mapping[str, Kind] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    conflicts_with: int | None = None
    texts: tuple[SearchText, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A file that could not be published, and why. `article_id` is the article it would have been, where known."""

    file: str
    digest: str
    problems: tuple[Problem, ...]
    article_id: str | None = None
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. `heading_html` and `snippet_html` are escaped, with `<mark>` round what matched."""

    article_id: str
    article_title: str
    kind: Kind
    anchor: str
    heading: str
    heading_html: str
    snippet_html: str
    context: str = ""
    lang: str = "en"

    @property
    def address(self) -> str:
        """`/a/{id}`, or `/a/{id}#{anchor}` for a step or cause."""
        return f"/a/{self.article_id}" + (f"#{self.anchor}" if self.anchor else "")
