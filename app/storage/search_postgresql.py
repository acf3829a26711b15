"""How the index is asked on PostgreSQL: tsvectors of our own words, and arrays of trigrams.

The words are split in Python and stored as they are, so no text search configuration and no extension is needed.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from app.core.words import Term

_COLUMNS = "t.article_id, t.lang, t.kind, t.anchor, t.position, t.heading, t.context, t.body"
_FROM = f"SELECT {_COLUMNS} FROM search_index f JOIN search_text t ON t.id = f.id WHERE"  # noqa: S608
_IN_HEADING = text(
    f"{_FROM} f.heading @@ CAST(:some AS tsquery) AND f.place = :place AND f.line @@ CAST(:every AS tsquery)"
    " ORDER BY ts_rank(f.heading, CAST(:some AS tsquery), 1) DESC, f.id LIMIT :pool"
)
_SOME_IN_HEADING = text(
    f"{_FROM} f.heading @@ CAST(:some AS tsquery)"
    " ORDER BY ts_rank(f.heading, CAST(:some AS tsquery), 1) DESC, f.place = 'title' DESC, f.id LIMIT :pool"
)
_ANYWHERE = text(
    f"{_FROM} f.everything @@ CAST(:every AS tsquery) AND f.own @@ CAST(:some AS tsquery)"
    " ORDER BY ts_rank(f.own, CAST(:some AS tsquery), 1) DESC, f.id LIMIT :pool"
)
_AS_THEY_COME = text(
    f"{_FROM} f.everything @@ CAST(:every AS tsquery) AND f.own @@ CAST(:some AS tsquery) ORDER BY f.id LIMIT :pool"
)
_ANY_OF = text(
    f"{_FROM} f.everything @@ CAST(:some AS tsquery) AND f.own @@ CAST(:some AS tsquery)"
    " ORDER BY ts_rank(f.own, CAST(:some AS tsquery), 1) DESC, f.id LIMIT :pool"
)
_WORDS = text(
    "SELECT w.word FROM search_word_index i JOIN search_word w ON w.id = i.id WHERE i.grams && CAST(:grams AS text[])"
    " ORDER BY cardinality(ARRAY(SELECT unnest(i.grams) INTERSECT SELECT unnest(CAST(:grams AS text[])))) DESC,"
    " length(w.word), w.word LIMIT :most"
)


class PostgresqlIndex:
    """The questions search asks, over one connection; `SqliteIndex` says what each means."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_heading(self, place: str, wanted: Sequence[Term], pool: int) -> Sequence[Sequence[object]]:
        values = {"place": place, "every": _all(wanted), "some": _any(wanted), "pool": pool}
        return self._connection.execute(_IN_HEADING, values).all()

    def some_in_heading(self, wanted: Sequence[Term], pool: int) -> Sequence[Sequence[object]]:
        return self._connection.execute(_SOME_IN_HEADING, {"some": _any(wanted), "pool": pool}).all()

    def anywhere(self, wanted: Sequence[Term], pool: int, *, ranked: bool) -> Sequence[Sequence[object]]:
        values = {"every": _all(wanted), "some": _any(wanted), "pool": pool}
        return self._connection.execute(_ANYWHERE if ranked else _AS_THEY_COME, values).all()

    def any_of(self, wanted: Sequence[Term], pool: int) -> Sequence[Sequence[object]]:
        return self._connection.execute(_ANY_OF, {"some": _any(wanted), "pool": pool}).all()

    def words_like(self, trigrams: Sequence[str], most: int = 40) -> list[str]:
        return list(self._connection.execute(_WORDS, {"grams": list(trigrams), "most": most}).scalars())


def _phrases(term: Term) -> str:
    """Words are letters and digits only, so no query can leave its quotes."""
    begun = "" if term.whole else ":*"
    spelled = (" <-> ".join(f"'{word}'" for word in phrase) + begun for phrase in term.phrases)
    return "(" + " | ".join(f"({one})" for one in spelled) + ")"


def _all(wanted: Sequence[Term]) -> str:
    return " & ".join(_phrases(term) for term in wanted)


def _any(wanted: Sequence[Term]) -> str:
    return " | ".join(_phrases(term) for term in wanted)
