"""How the index is asked on SQLite: FTS5, a column for each kind of heading, and a trigram table of words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from app.core.words import Term

ALL_HEADINGS = "title step cause other"
_JOIN = "JOIN search_text t ON t.id = f.rowid ORDER BY f.place"
_COLUMNS = "t.article_id, t.lang, t.kind, t.anchor, t.position, t.heading, t.context, t.body"
_RANKED = text(
    f"SELECT {_COLUMNS} FROM (SELECT rowid, bm25(search_index, 30, 15, 10, 9, 0, 1) AS place FROM search_index"  # noqa: S608
    f" WHERE search_index MATCH :match ORDER BY place, rowid LIMIT :pool) f {_JOIN}"
)
_AS_THEY_COME = text(
    f"SELECT {_COLUMNS} FROM (SELECT rowid, rowid AS place FROM search_index"  # noqa: S608
    f" WHERE search_index MATCH :match LIMIT :pool) f {_JOIN}"
)
_WORDS = text("SELECT word FROM search_word_index WHERE search_word_index MATCH :match ORDER BY rank LIMIT :most")


class SqliteIndex:
    """The questions search asks, over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_heading(self, place: str, wanted: Sequence[Term], pool: int) -> Sequence[Sequence[object]]:
        """Rows whose heading of this kind holds a term, and with what stands above it all of them."""
        alone = (
            place == "title" or len(wanted) == 1
        )  # nothing stands above a title; one term must be in the heading itself
        match = _all(place, wanted) if alone else f"{_all(f'{place} context', wanted)} AND {_any(place, wanted)}"
        return self._connection.execute(_RANKED, {"match": match, "pool": pool}).all()

    def some_in_heading(self, wanted: Sequence[Term], pool: int) -> Sequence[Sequence[object]]:
        """Rows whose heading, of whatever kind, holds one of the terms."""
        match = _any(ALL_HEADINGS, wanted)
        return self._connection.execute(_RANKED, {"match": match, "pool": pool}).all()

    def anywhere(self, wanted: Sequence[Term], pool: int, *, ranked: bool) -> Sequence[Sequence[object]]:
        """Rows that hold all terms, one at least in their own text."""
        own = f"{ALL_HEADINGS} body"
        match = f"{_all(f'{own} context', wanted)} AND {_any(own, wanted)}" if len(wanted) > 1 else _all(own, wanted)
        return self._connection.execute(_RANKED if ranked else _AS_THEY_COME, {"match": match, "pool": pool}).all()

    def any_of(self, wanted: Sequence[Term], pool: int) -> Sequence[Sequence[object]]:
        """Rows that hold one of the terms in their own text."""
        match = _any(f"{ALL_HEADINGS} body", wanted)
        return self._connection.execute(_RANKED, {"match": match, "pool": pool}).all()

    def words_like(self, trigrams: Sequence[str], most: int = 40) -> list[str]:
        """The words of the index that share the most trigrams."""
        match = " OR ".join(f'"{gram}"' for gram in trigrams)
        found = self._connection.execute(_WORDS, {"match": match, "most": most}).scalars()
        return [word[2:-1] for word in found]


def _phrases(term: Term) -> str:
    """Words are letters and digits only, so no query can leave its quotes."""
    begun = "" if term.whole else " *"
    return " OR ".join(f'"{" ".join(phrase)}"{begun}' for phrase in term.phrases)


def _all(columns: str, wanted: Sequence[Term]) -> str:
    return " AND ".join(f"{{{columns}}} : ({_phrases(term)})" for term in wanted)


def _any(columns: str, wanted: Sequence[Term]) -> str:
    return f"{{{columns}}} : ({' OR '.join(_phrases(term) for term in wanted)})"
