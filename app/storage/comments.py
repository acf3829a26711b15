"""Comments, as they are read: threads, counts, the queue of moderators, and what is known of a writer.

Every list is paged by key: the cursor says where the last page ended, so page 100 costs what page 1 does, and nothing
is shown twice when somebody writes meanwhile. `comment_changes.py` holds what writes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select, tuple_

from app.core.moderation import Rule
from app.storage.articles import VERSION
from app.storage.comment_changes import touch
from app.storage.comment_rows import (
    COLUMNS,
    COMMENT,
    EMPTY,
    FIRST,
    GENERATION,
    READ,
    REPLY,
    RULE,
    SUBSCRIPTION,
    VOTE,
    Comment,
    Reader,
    comment_of,
    connection_of,
)
from app.storage.prepared import Prepared

__all__ = ["Comment", "Order", "Shown", "Thread", "touch"]

Order = Literal["newest", "oldest", "helpful"]
PAGE = 50
REPLIES = 20  # of one comment on a page of the thread

_BY_ID = Prepared(READ.where(COMMENT.c.id == bindparam("id")))
_BY_FINGERPRINT = Prepared(READ.where(COMMENT.c.fingerprint == bindparam("value")))


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


def find_comment(session: Reader, comment_id: int) -> Comment | None:
    """Any comment, whatever its state."""
    row = _BY_ID.first(connection_of(session), {"id": comment_id})
    return None if row is None else comment_of(row)


def find_fingerprint(session: Reader, fingerprint: str) -> Comment | None:
    """The comment with this fingerprint."""
    row = _BY_FINGERPRINT.first(connection_of(session), {"value": fingerprint})
    return None if row is None else comment_of(row)


def find_comments(session: Reader, ids: Collection[int]) -> dict[int, Comment]:
    """Several at once, by id; those that are not there are left out."""
    rows = connection_of(session).execute(READ.where(COMMENT.c.id.in_(list(ids))))
    return {row.id: comment_of(row) for row in rows}


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


def explain(session: Reader, article_id: str, *, order: Order = "newest", after: str | None = None) -> str:
    """How the database finds a page of a thread, in its own words, for tests."""
    connection = connection_of(session)
    page = _page(article_id, None, order, after, PAGE).where(COMMENT.c.place == FIRST)
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


def counts(session: Reader, article_id: str) -> dict[str, int]:
    """How many published comments hang on each id, replies included. `core.anchors.gathered` follows earlier ids."""
    published = COMMENT.c.place.in_([FIRST, REPLY])
    grouped = select(COMMENT.c.anchor, func.count()).where(COMMENT.c.article_id == article_id, published)
    rows = connection_of(session).execute(grouped.group_by(COMMENT.c.anchor))
    return {row[0]: row[1] for row in rows}


def queue(
    session: Reader, state: str = "held", after: int | None = None, limit: int = PAGE, *, article_id: str | None = None
) -> tuple[list[Comment], int | None]:
    """Comments in one state for moderators, newest first, without erased ones, and the id to go on after."""
    where = [COMMENT.c.state == state, COMMENT.c.name != ""]
    if article_id is not None:
        where.append(COMMENT.c.article_id == article_id)
    if after is not None and (last := find_comment(session, after)) is not None:
        where.append(tuple_(COMMENT.c.created_at, COMMENT.c.id) < tuple_(*_values(last.created_at, last.id)))
    page = READ.where(*where).order_by(COMMENT.c.created_at.desc(), COMMENT.c.id.desc()).limit(limit + 1)
    found = [comment_of(row) for row in connection_of(session).execute(page)]
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def queue_counts(session: Reader) -> dict[str, int]:
    """How many comments are in each state; those that were erased are not counted."""
    grouped = select(COMMENT.c.state, func.count()).where(COMMENT.c.name != "").group_by(COMMENT.c.state)
    return {row[0]: row[1] for row in connection_of(session).execute(grouped)}


def generation(session: Reader) -> int:
    """Grows with every change of what is published of any article."""
    return int(connection_of(session).execute(_GENERATION).scalar_one())


def generation_of(session: Reader, article_id: str) -> int:
    """The generation of one article's comments, 0 where it never had any."""
    found = connection_of(session).execute(_GENERATION_OF, {"article": article_id}).scalar()
    return int(found or 0)


def changed_since(session: Reader, known: int) -> list[tuple[str, int]]:
    """Articles whose comments changed after generation `known`, each with its own."""
    rows = _CHANGED.all(connection_of(session), {"known": known, "everything": ""})
    return [(row[0], row[1]) for row in rows]


def rules(session: Reader) -> tuple[Rule, ...]:
    """What moderators watch for, in the order it was written down."""
    rows = _RULES.all(connection_of(session), {})
    return tuple(Rule(*row) for row in rows)


def version_id(session: Reader, article_id: str, number: int) -> int | None:
    """The version of an article with this number."""
    wanted = select(VERSION.c.id).where(VERSION.c.article_id == article_id, VERSION.c.number == number)
    found: int | None = connection_of(session).execute(wanted).scalar()
    return found


def latest(session: Reader, after_id: int) -> list[tuple[int, str, str, str]]:
    """Every comment after an id as (id, text, writer, state), oldest first, for `core.likeness.Recent`."""
    rows = _LATEST.all(connection_of(session), {"after": after_id, "nothing": ""})
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def last_id(session: Reader) -> int:
    """The id of the newest comment, 0 where there is none."""
    return int(connection_of(session).execute(select(func.max(COMMENT.c.id))).scalar() or 0)


def subscribers(session: Reader, comment_id: int) -> list[tuple[int, str]]:
    """Who wants to hear of replies to a comment and proved to own the address: (id of the subscription, address)."""
    mine = select(SUBSCRIPTION.c.id, SUBSCRIPTION.c.email).where(
        SUBSCRIPTION.c.comment_id == comment_id,
        SUBSCRIPTION.c.confirmed_at.is_not(None),
        SUBSCRIPTION.c.ended_at.is_(None),
    )
    return [(row[0], row[1]) for row in connection_of(session).execute(mine.order_by(SUBSCRIPTION.c.id))]


def marked(session: Reader, article_id: str, mark: str, number: int) -> list[Comment]:
    """Comments of an article that are marked so with this version, oldest first."""
    where = (COMMENT.c.article_id == article_id, COMMENT.c.mark == mark, COMMENT.c.mark_number == number)
    rows = connection_of(session).execute(READ.where(*where).order_by(COMMENT.c.id))
    return [comment_of(row) for row in rows]


def by_writer(session: Reader, writer: str) -> list[Comment]:
    """Everything one address wrote, oldest first, for its export or erasure."""
    rows = connection_of(session).execute(READ.where(COMMENT.c.writer == writer).order_by(COMMENT.c.id))
    return [comment_of(row) for row in rows] if writer else []


def published(session: Reader, article_id: str | None = None, *, after_id: int = 0, limit: int = PAGE) -> list[Comment]:
    """Published comments by id from `after_id` on, of one article or of all, for exports."""
    where = [COMMENT.c.state == "published", COMMENT.c.id > after_id]
    if article_id is not None:
        where.append(COMMENT.c.article_id == article_id)
    rows = connection_of(session).execute(READ.where(*where).order_by(COMMENT.c.id).limit(limit))
    return [comment_of(row) for row in rows]


def newest(session: Reader, article_id: str | None = None, limit: int = PAGE) -> list[Comment]:
    """The newest published comments, replies included, for feeds."""
    if article_id is None:
        where = READ.where(COMMENT.c.state == "published")
    else:
        where = READ.where(COMMENT.c.article_id == article_id, COMMENT.c.place.in_([FIRST, REPLY]))
    rows = connection_of(session).execute(where.order_by(COMMENT.c.created_at.desc(), COMMENT.c.id.desc()).limit(limit))
    return [comment_of(row) for row in rows]


def voted(session: Reader, voter: str, ids: Collection[int]) -> set[int]:
    """Which of these comments this voter said "this worked for me" of."""
    mine = select(VOTE.c.comment_id).where(VOTE.c.voter == voter, VOTE.c.comment_id.in_(list(ids)))
    return set(connection_of(session).execute(mine).scalars())


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
_LATEST = Prepared(
    select(COMMENT.c.id, COMMENT.c.text, COMMENT.c.writer, COMMENT.c.state)
    .where(COMMENT.c.id > bindparam("after"), COMMENT.c.text != bindparam("nothing"))
    .order_by(COMMENT.c.id)
)
_CHANGED = Prepared(
    select(GENERATION.c.article_id, GENERATION.c.generation).where(
        GENERATION.c.generation > bindparam("known"), GENERATION.c.article_id != bindparam("everything")
    )
)
_RULES = Prepared(select(RULE.c.kind, RULE.c.value, RULE.c.verdict).order_by(RULE.c.id))
_GENERATION = select(GENERATION.c.generation).where(GENERATION.c.article_id == "")
_GENERATION_OF = select(GENERATION.c.generation).where(GENERATION.c.article_id == bindparam("article"))


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
    own = _values(moment, numbers[-1])
    return [numbers[0], *own] if order == "helpful" else own


def _values(moment: datetime, comment_id: int) -> list[Any]:
    return [literal(moment, COMMENT.c.created_at.type), comment_id]
