"""Keeping the search indexes: FTS5 on SQLite, tsvector and trigram arrays on PostgreSQL, over the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection, Table, bindparam, delete, func, select, text

from app.core.shelf import SearchText
from app.core.words import words
from app.storage.tables import SearchTextTable, SearchWordTable

TEXT: Table = SearchTextTable.__table__  # type: ignore[attr-defined]
WORD: Table = SearchWordTable.__table__  # type: ignore[attr-defined]
PLACES = {"article": "title", "step": "step", "cause": "cause"}  # kind → column of its heading; others: `other`
HEADING_COLUMNS = ("title", "step", "cause", "other")
MAX_INDEXED_WORDS = 10_000  # of one text; a tsvector counts positions to 16,383
CHUNK = 400

# Driver-level statements: for 27 rows an article, SQLAlchemy's handling of parameters costs as much as SQLite itself.
_INSERT_TEXT = (
    "INSERT INTO search_text (id, article_id, lang, kind, anchor, position, heading, context, body)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_SQLITE = (
    "INSERT INTO search_index (rowid, title, step, cause, other, context, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_POSTGRESQL = (
    "INSERT INTO search_index (id, place, heading, line, own, everything)"
    " VALUES (%s, %s, CAST(%s AS tsvector), CAST(%s AS tsvector), CAST(%s AS tsvector), CAST(%s AS tsvector))"
)
_COUNT_WORD = (
    "INSERT INTO search_word (word, texts) VALUES (?, ?)"
    " ON CONFLICT (word) DO UPDATE SET texts = search_word.texts + excluded.texts"
)
_NEW_GRAMS_SQLITE = text(
    "INSERT INTO search_word_index (rowid, word) SELECT id, '__' || word || '_' FROM search_word WHERE id > :known"
)
_NEW_GRAMS_POSTGRESQL = text(
    "INSERT INTO search_word_index (id, grams) SELECT id, ARRAY(SELECT DISTINCT substr(padded, n, 3)"
    " FROM generate_series(1, length(padded) - 2) n) FROM"
    " (SELECT id, '__' || word || '_' AS padded FROM search_word WHERE id > :known) AS new_word"
)


def replace_texts(connection: Connection, articles: Mapping[str, Sequence[SearchText]]) -> None:
    """Article id → what can be found of it from now on; what could be found before is forgotten."""
    counts: Counter[str] = Counter()
    counts.subtract(_forget(connection, list(articles)))
    rows: list[tuple[object, ...]] = []
    index_rows: list[tuple[object, ...]] = []
    keys = _next_ids(connection, sum(len(texts) for texts in articles.values()))
    sqlite = connection.dialect.name == "sqlite"
    index_row = _sqlite_row if sqlite else _postgresql_row
    for article_id, texts in articles.items():
        split = lru_cache(maxsize=None)(words)  # what stands above stands above many
        for position, item in enumerate(texts):
            key = next(keys)
            heading, context, body = split(item.heading), split(item.context), words(item.body)[:MAX_INDEXED_WORDS]
            counts.update({*heading, *body})
            rows.append(_row(key, article_id, position, item))
            index_rows.append(index_row(key, PLACES.get(item.kind, "other"), heading, context, body))
    if rows:
        connection.exec_driver_sql(_INSERT_TEXT if sqlite else _INSERT_TEXT.replace("?", "%s"), rows)
        connection.exec_driver_sql(_INSERT_SQLITE if sqlite else _INSERT_POSTGRESQL, index_rows)
    _count_words(connection, counts)


def _row(key: int, article_id: str, position: int, item: SearchText) -> tuple[object, ...]:
    return key, article_id, item.lang, item.kind, item.anchor, position, item.heading, item.context, item.body


def _sqlite_row(key: int, place: str, heading: list[str], context: list[str], body: list[str]) -> tuple[object, ...]:
    said = " ".join(heading)
    headings = (said if column == place else "" for column in HEADING_COLUMNS)
    return key, *headings, " ".join(context), " ".join(body)


def _postgresql_row(
    key: int, place: str, heading: list[str], context: list[str], body: list[str]
) -> tuple[object, ...]:
    gap = [""]  # a word nobody can ask for, so that no phrase runs from one text into the next
    line, own = heading + gap + context, heading + gap + body
    return key, place, _vector(heading), _vector(line), _vector(own), _vector(own + gap + context)


def _vector(tokens: list[str]) -> str:
    """A tsvector as text. Words are letters and digits only, so quoting cannot go wrong."""
    return " ".join(f"'{word}':{at}" for at, word in enumerate(tokens, 1) if word and at <= 16_383)


def _forget(connection: Connection, article_ids: list[str]) -> Counter[str]:
    """Take the rows of these articles out of the index; returns in how many texts each word stood."""
    gone: Counter[str] = Counter()
    for at in range(0, len(article_ids), CHUNK):
        there = TEXT.c.article_id.in_(article_ids[at : at + CHUNK])
        columns = (TEXT.c.id, TEXT.c.heading, TEXT.c.body)
        old = connection.execute(select(*columns).where(there)).all()
        if not old:
            continue
        for _, heading, body in old:
            gone.update({*words(heading), *words(body)[:MAX_INDEXED_WORDS]})
        if connection.dialect.name == "sqlite":
            connection.execute(text("DELETE FROM search_index WHERE rowid = :id"), [{"id": row[0]} for row in old])
        connection.execute(delete(TEXT).where(there))
    return gone


def _count_words(connection: Connection, counts: Counter[str]) -> None:
    changed = sorted((word, delta) for word, delta in counts.items() if delta)
    if not changed:
        return
    sqlite = connection.dialect.name == "sqlite"
    known = connection.execute(select(func.coalesce(func.max(WORD.c.id), 0))).scalar_one()
    connection.exec_driver_sql(_COUNT_WORD if sqlite else _COUNT_WORD.replace("?", "%s"), changed)
    connection.execute(_NEW_GRAMS_SQLITE if sqlite else _NEW_GRAMS_POSTGRESQL, {"known": known})
    if any(delta < 0 for _, delta in changed):
        unused = connection.execute(select(WORD.c.id).where(WORD.c.texts <= 0)).scalars().all()
        _drop_words(connection, unused, sqlite=sqlite)


def _drop_words(connection: Connection, keys: Sequence[int], *, sqlite: bool) -> None:
    if not keys:
        return
    rows = [{"key": key} for key in keys]
    if sqlite:
        connection.execute(text("DELETE FROM search_word_index WHERE rowid = :key"), rows)
    connection.execute(delete(WORD).where(WORD.c.id == bindparam("key")), rows)


def _next_ids(connection: Connection, count: int) -> Iterator[int]:
    """Keys for `count` new rows. The caller holds the library's lock, so nobody else takes them."""
    if connection.dialect.name == "postgresql":
        sequence = text("SELECT nextval(pg_get_serial_sequence('search_text', 'id')) FROM generate_series(1, :count)")
        return iter(connection.execute(sequence, {"count": count}).scalars().all())
    first = connection.execute(select(func.coalesce(func.max(TEXT.c.id), 0))).scalar_one() + 1
    return iter(range(first, first + count))
