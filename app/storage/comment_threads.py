"""Threads: what everybody may read of an article, page by page.

Every list is paged by key: the cursor says where the last page ended, so page 100 costs what page 1 does, and nothing
is shown twice when somebody writes meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_

from app.storage.comment_rows import (
    COLUMNS,
    COMMENT,
    EMPTY,
    FIRST,
    READ,
    REPLY,
    Comment,
    Reader,
    comment_of,
    connection_of,
)

Order = Literal["newest", "oldest", "helpful"]


PAGE = 50


REPLIES = 20  # of one comment on a page of the thread


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment that began a thread, with its first replies, oldest first; `more` replies are left for its own page."""

    comment: Comment
    replies: tuple[Comment, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of a thread. `next` is the cursor of the next page, None at the end."""

    comments: tuple[Shown, ...]
    next: str | None = None


def thread(
    session: Reader,
    article_id: str,
    *,
    anchor: str | Collection[str] | None = None,
    order: Order = "newest",
    after: str | None = None,
    limit: int = PAGE,
) -> Thread:
    """A page of what everybody may read of an article: of one place, under all ids it ever had, or of all of them.

    A comment that was taken away but has replies stands among them, its `state` tells. A cursor that is not one of
    ours begins at the beginning.
    """
    found: list[Comment] = []
    for place in (FIRST, EMPTY):  # one after the other, so that each comes in order out of an index
        page = _page(article_id, anchor, order, after, limit + 1).where(COMMENT.c.place == place)
        found += [comment_of(row) for row in connection_of(session).execute(page)]
    found.sort(key=lambda comment: _key(order, comment), reverse=_ORDERS[order][1])
    shown = found[:limit]
    cursor = _cursor(order, shown[-1]) if len(found) > limit else None
    return Thread(_with_replies(session, shown), cursor)


def explain(
    session: Reader, article_id: str, *, anchor: str | None = None, order: Order = "newest", after: str | None = None
) -> str:
    """How the database finds a page of a thread, in its own words, for tests."""
    connection = connection_of(session)
    page = _page(article_id, anchor, order, after, PAGE).where(COMMENT.c.place == FIRST)
    text = page.compile(connection, compile_kwargs={"literal_binds": True}).string
    ask = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{ask} {text}".replace("%", "%%")))


def _page(
    article_id: str, anchor: str | Collection[str] | None, order: Order, after: str | None, limit: int
) -> Select[Any]:
    where = [COMMENT.c.article_id == article_id]
    if anchor is not None:
        where.append(COMMENT.c.anchor.in_([anchor] if isinstance(anchor, str) else list(anchor)))
    keys, backwards = _ORDERS[order]
    last = _read_cursor(order, after)
    if last is not None:
        where.append(tuple_(*keys) < tuple_(*last) if backwards else tuple_(*keys) > tuple_(*last))
    return READ.where(*where).order_by(*([key.desc() for key in keys] if backwards else keys)).limit(limit)


def replies(
    session: Reader, parent_id: int, *, after: str | None = None, limit: int = PAGE
) -> tuple[list[Comment], str | None]:
    """The published replies to a comment, oldest first, and the cursor of the next page."""
    where = [COMMENT.c.parent_id == parent_id, COMMENT.c.place == REPLY]
    last = _read_cursor("oldest", after)
    if last is not None:
        where.append(tuple_(COMMENT.c.created_at, COMMENT.c.id) > tuple_(*last))
    page = READ.where(*where).order_by(COMMENT.c.created_at, COMMENT.c.id).limit(limit + 1)
    found = [comment_of(row) for row in connection_of(session).execute(page)]
    return found[:limit], _cursor("oldest", found[limit - 1]) if len(found) > limit else None


def _with_replies(session: Reader, firsts: Sequence[Comment]) -> tuple[Shown, ...]:
    if not firsts:
        return ()
    number = func.row_number().over(partition_by=COMMENT.c.parent_id, order_by=(COMMENT.c.created_at, COMMENT.c.id))
    total = func.count().over(partition_by=COMMENT.c.parent_id)
    ids = [comment.id for comment in firsts]
    ranked = (
        select(COMMENT.c.id, number.label("number"), total.label("total"))
        .where(COMMENT.c.parent_id.in_(ids), COMMENT.c.place == REPLY)
        .subquery()
    )
    wanted = (
        READ.add_columns(ranked.c.total)
        .join(ranked, ranked.c.id == COMMENT.c.id)
        .where(ranked.c.number <= REPLIES)
        .order_by(COMMENT.c.created_at, COMMENT.c.id)
    )
    found: dict[int, list[Comment]] = {}
    totals: dict[int, int] = {}
    for row in connection_of(session).execute(wanted):
        reply = comment_of(row)
        found.setdefault(reply.parent_id or 0, []).append(reply)
        totals[reply.parent_id or 0] = row[len(COLUMNS)]
    return tuple(
        Shown(one, tuple(found.get(one.id, ())), totals.get(one.id, 0) - len(found.get(one.id, ()))) for one in firsts
    )


_ORDERS: dict[Order, tuple[list[ColumnElement[Any]], bool]] = {
    "newest": ([COMMENT.c.created_at, COMMENT.c.id], True),
    "oldest": ([COMMENT.c.created_at, COMMENT.c.id], False),
    "helpful": ([COMMENT.c.helpful, COMMENT.c.created_at, COMMENT.c.id], True),
}


def _key(order: Order, comment: Comment) -> tuple[Any, ...]:
    moment = (comment.created_at, comment.id)
    return (comment.helpful, *moment) if order == "helpful" else moment


def _cursor(order: Order, comment: Comment) -> str:
    """`helpful.microseconds.id`, or without the first."""
    moment = round(comment.created_at.timestamp() * 1_000_000)
    own = f"{moment}.{comment.id}"
    return f"{comment.helpful}.{own}" if order == "helpful" else own


def _read_cursor(order: Order, cursor: str | None) -> list[Any] | None:
    parts = (cursor or "").split(".")
    if len(parts) != (3 if order == "helpful" else 2) or not all(
        p.isascii() and p.isdigit() and len(p) < 19 for p in parts
    ):
        return None
    numbers = [int(part) for part in parts]
    try:
        moment = datetime.fromtimestamp(numbers[-2] // 1_000_000, UTC).replace(microsecond=numbers[-2] % 1_000_000)
    except (OverflowError, ValueError, OSError):
        return None
    own = moment_values(moment, numbers[-1])
    return [numbers[0], *own] if order == "helpful" else own


def moment_values(moment: datetime, comment_id: int) -> list[Any]:
    """A moment and an id as the keys of a page are compared with."""
    return [literal(moment, COMMENT.c.created_at.type), comment_id]
