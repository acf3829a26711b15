"""Where comments hang, as pages name it: the article, a step or a cause, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.anchors import Anchor, current_ids, find_anchor
from app.core.article import Article
from app.core.lookups import fill
from app.library import Entry


@dataclass(frozen=True, slots=True)
class Place:
    """`ids` are all it ever had, `digest` that of its text now. `there` is False where the article lost it."""

    id: str
    title: str
    digest: str
    ids: tuple[str, ...]
    there: bool = True


class Places:
    """The places of one version in one language; made once and kept with the version."""

    def __init__(self, entry: Entry, lang: str) -> None:
        self._source = entry.article
        self._spoken = entry.article.translations.get(lang, entry.article)
        self._here = current_ids(entry.article)
        self._found: dict[str, Place] = {}

    def find(self, anchor: str) -> Place:
        """The place a comment was written on, under whichever id it had then."""
        found = self._found.get(anchor)
        if found is None:
            found = self._found[anchor] = self._make(anchor)
        return found

    def _make(self, anchor: str) -> Place:
        now = self._here.get(anchor)
        at = find_anchor(self._source, now) if now is not None else None
        if at is None:
            return Place(anchor, "", "", (anchor,), there=False)
        spoken = find_anchor(self._spoken, at.id)
        return Place(at.id, plain_title(spoken or at), at.digest, at.ids)


def places_of(entry: Entry, lang: str) -> Places:
    """The places of this version, in `lang` where it is translated."""
    key = ("comments", "places", lang)
    kept = entry.fragments.get(key)
    if not isinstance(kept, Places):
        kept = entry.fragments[key] = Places(entry, lang)
    return kept


def plain_title(at: Anchor) -> str:
    """A title whose look-ups are left open."""
    return fill(at.title, lambda path: None, lambda path: "…")


def title_of(article: Article) -> str:
    """An article's title likewise."""
    return fill(article.title, lambda path: None, lambda path: "…")
