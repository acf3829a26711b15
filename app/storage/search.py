"""Search: one function, the same order of hits on SQLite (FTS5) and on PostgreSQL (tsvector).

A hit is an article or one of its steps, causes, notes or sections, so that it links where the words stand. The stages
are asked in turn until there are enough: all terms in a title, a step's heading, a cause's, another's, then most of
them in any heading (a question in a visitor's own words), then anywhere, then, where that finds nearly nothing, any of
the terms. Within a stage the database offers the likeliest rows and they are put in order here, by the same arithmetic
for both. Asking one column at a time costs 1 to 3 ms over 25,000 rows for a word that stands in each of them; ranking
all rows at once costs 16.

A term that no word of the index begins with is taken for a typing error, and the nearest words stand in for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, Table, case, func, select
from sqlmodel import Session

from app.core.shelf import Hit
from app.core.words import Term, allowed_errors, grams, marked, nearest, occurrences, snippet, terms, words
from app.storage.search_postgresql import PostgresqlIndex
from app.storage.search_sqlite import SqliteIndex
from app.storage.tables import SearchTextTable, SearchWordTable

WORD: Table = SearchWordTable.__table__  # type: ignore[attr-defined]
TEXT: Table = SearchTextTable.__table__  # type: ignore[attr-defined]
LIMIT = 20
POOL = 60  # rows of a stage that are put in order here
FEW = 3  # with fewer hits than this for all terms, any of them will do
COMMON = 3_000  # a term in more texts than this says little; its rows are taken as they come
EVERYWHERE = 0.5  # of all texts: beside other terms such a word tells nothing
MARKED = 0.35  # of the weight of the rarest term
HEADINGS = ("title", "step", "cause", "other")
_KIND_ORDER = {"article": 0, "step": 1, "cause": 2, "note": 3, "prose": 4}


class Row(NamedTuple):
    """A row of `search_text`, as both databases return it."""

    article_id: str
    lang: str
    kind: str
    anchor: str
    position: int
    heading: str
    context: str
    body: str


def search(session: Session, query: str, limit: int = LIMIT, *, lang: str | None = None) -> list[Hit]:
    """What matches, best first; empty where nothing does. No query text raises."""
    connection = session.connection()
    index = SqliteIndex(connection) if connection.dialect.name == "sqlite" else PostgresqlIndex(connection)
    wanted = _weigh(connection, index, terms(query))
    needed = _needed(connection, wanted)
    if not needed or limit < 1:
        return []
    found: dict[tuple[str, str], Row] = {}

    def take(rows: Sequence[Row], score: Callable[[Row], tuple[object, ...]]) -> bool:
        for row in sorted(rows, key=score):
            kept = found.get((row.article_id, row.anchor))
            # of a passage found in two languages the original is shown; it stands before its translations
            if (lang is None or row.lang == lang) and (kept is None or row.position < kept.position):
                found[row.article_id, row.anchor] = row
        return len(found) >= limit

    for place in HEADINGS:
        if take(_rows(index.in_heading(place, needed, POOL)), lambda row: _heading_score(row, wanted)):
            break
    else:
        telling = _telling(needed)
        if telling and len(needed) > 2:
            most = [row for row in _rows(index.some_in_heading(telling, POOL)) if _most_in_heading(row, wanted)]
            take(most, lambda row: (_KIND_ORDER[row.kind], *_heading_score(row, wanted)))
        ranked = min(term.texts for term in needed) <= COMMON
        take(_rows(index.anywhere(needed, POOL, ranked=ranked)), lambda row: _body_score(row, wanted))
        if telling and len(found) < FEW and len(needed) > 1:
            take(_rows(index.any_of(telling, POOL)), lambda row: _body_score(row, wanted))
    shown = _worth_marking(wanted)
    return [_hit(row, shown) for row in list(found.values())[:limit]]


def _needed(connection: Connection, wanted: Sequence[Term]) -> list[Term]:
    """The terms rows are asked for: not those that stand nowhere, nor, beside others, those that stand everywhere.

    A common word that is not the last one typed is taken as a whole: its prefix would gather half the index.
    """
    there = [term for term in wanted if term.texts > 0]
    if len(there) < 2:
        return there
    enough = _total(connection) * EVERYWHERE
    telling: list[Term] = []
    common: list[Term] = []
    for term in there:
        plain = len(term.phrases) == len(term.words) == 1
        whole = _texts_with(connection, term.words[0])[1] if plain and term.texts > COMMON else 0
        asked = replace(term, whole=term.whole or (whole > COMMON and term is not there[-1]))
        (common if whole > enough else telling).append(asked)
    return telling or common


def _rows(rows: Sequence[Sequence[object]]) -> list[Row]:
    return [Row._make(row) for row in rows]


def _weigh(connection: Connection, index: SqliteIndex | PostgresqlIndex, asked: Sequence[Term]) -> list[Term]:
    """The terms with spelling mended and weights by rarity."""
    if not asked:
        return []
    total = _total(connection)
    weighed = []
    for term in asked:
        counts = [_texts_with(connection, word) for word in term.words]
        if not all(begun for begun, _ in counts):
            term = _mended(connection, index, term, [begun for begun, _ in counts])  # noqa: PLW2901
            counts = [_texts_with(connection, word) for word in term.words]
        rarest = min(whole or begun for begun, whole in counts)
        stands = min(begun for begun, _ in counts)
        weighed.append(replace(term, weight=math.log(1 + total / (1 + rarest)), texts=stands))
    return weighed


def _total(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(TEXT)).scalar_one())


def _texts_with(connection: Connection, word: str) -> tuple[int, int]:
    """In how many texts words begin so (a text with two such words counts twice), and in how many the word stands."""
    begun = WORD.c.word.between(word, word + "\U0010ffff")
    whole = case((WORD.c.word == word, WORD.c.texts), else_=0)
    counted = select(func.coalesce(func.sum(WORD.c.texts), 0), func.coalesce(func.sum(whole), 0)).where(begun)
    row = connection.execute(counted).one()
    return int(row[0]), int(row[1])


def _mended(connection: Connection, index: SqliteIndex | PostgresqlIndex, term: Term, counts: Sequence[int]) -> Term:
    """The term with other spellings for the words nobody wrote; the term itself where there is none near."""
    choices = [
        (word,) if count else _nearest(index, word) or (word,) for word, count in zip(term.words, counts, strict=True)
    ]
    if len(choices) == 1:
        return replace(term, phrases=tuple((word,) for word in choices[0]))
    return replace(term, phrases=(tuple(choice[0] for choice in choices),))


def _nearest(index: SqliteIndex | PostgresqlIndex, word: str) -> tuple[str, ...]:
    return nearest(word, index.words_like(grams(word))) if allowed_errors(word) else ()


def _telling(wanted: Sequence[Term]) -> list[Term]:
    """The terms worth asking for one by one: at most the four rarest, without those that stand nearly everywhere."""
    rare = sorted((term for term in wanted if 0 < term.texts <= COMMON), key=lambda term: term.texts)
    return rare[:4]


def _worth_marking(wanted: Sequence[Term]) -> list[Term]:
    """Without `the` and its like beside rarer words: marks are for the eye."""
    least = MARKED * max(term.weight for term in wanted)
    return [term for term in wanted if term.weight >= least]


def _spread(text_: str) -> str:
    return f" {' '.join(words(text_))} "


def _heading_score(row: Row, wanted: Sequence[Term]) -> tuple[object, ...]:
    """Most terms in the heading first, then most whole words, then the shortest heading."""
    heading = _spread(row.heading)
    begun = whole = 0.0
    for term in wanted:
        some, full = occurrences(heading, term)
        begun += term.weight if some else 0
        whole += term.weight if full else 0
    return (-round(begun, 6), -round(whole, 6), len(heading), row.heading, row.article_id, row.position)


def _most_in_heading(row: Row, wanted: Sequence[Term]) -> bool:
    """Whether the heading holds more than half of what was asked, by weight: a question in a visitor's own words."""
    heading = _spread(row.heading)
    held = sum(term.weight for term in wanted if occurrences(heading, term)[0])
    return held > 0.5 * sum(term.weight for term in wanted)


def _body_score(row: Row, wanted: Sequence[Term]) -> tuple[object, ...]:
    """Most of the rare terms first, then how densely they stand (as BM25 counts), then title, step, cause, prose."""
    heading, body = _spread(row.heading), _spread(row.body)
    length = 0.4 + len(body) / 1000
    matched = density = 0.0
    for term in wanted:
        often = 3 * occurrences(heading, term)[0] + occurrences(body, term)[0]
        matched += term.weight if often else 0
        density += term.weight * often / (often + length)
    return (-round(matched, 6), -round(density, 1), _KIND_ORDER[row.kind], row.article_id, row.position)


def _hit(row: Row, wanted: Sequence[Term]) -> Hit:
    title, _, step = row.context.partition("\n")
    return Hit(
        article_id=row.article_id,
        article_title=row.heading if row.kind == "article" else title,
        kind=row.kind,  # type: ignore[arg-type]
        anchor=row.anchor,
        heading=row.heading,
        heading_html=marked(row.heading, wanted),
        snippet_html=snippet(row.body, wanted),
        context=step,
        lang=row.lang,
    )
