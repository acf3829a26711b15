"""Comments, as they are read: threads, counts, the queue of moderators, and what is known of a writer.

`comment_threads.py` reads threads, `comment_history.py` what is known of a writer, and `comment_changes.py` writes.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, func, select, tuple_

from app.core.moderation import Rule
from app.storage.articles import VERSION
from app.storage.comment_changes import touch
from app.storage.comment_rows import (
    COMMENT,
    FIRST,
    GENERATION,
    LAST_ID,
    READ,
    REPLY,
    RULE,
    SUBSCRIPTION,
    VOTE,
    Comment,
    Reader,
    comment_of,
    connection_of,
    of_writer,
)
from app.storage.comment_threads import PAGE, REPLIES, Order, Shown, Thread, explain, moment_values, replies, thread
from app.storage.prepared import Prepared

__all__ = ["PAGE", "REPLIES", "Comment", "Order", "Shown", "Thread", "explain", "replies", "thread", "touch"]


_BY_ID = Prepared(READ.where(COMMENT.c.id == bindparam("id")))
_BY_FINGERPRINT = Prepared(READ.where(COMMENT.c.fingerprint == bindparam("value")))


def find_comment(session: Reader, comment_id: int) -> Comment | None:
    """Any comment, whatever its state."""
    if not 0 < comment_id <= LAST_ID:
        return None
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
        where.append(tuple_(COMMENT.c.created_at, COMMENT.c.id) < tuple_(*moment_values(last.created_at, last.id)))
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
    if not 0 < number <= LAST_ID:
        return None
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
    rows = connection_of(session).execute(READ.where(of_writer(writer)).order_by(COMMENT.c.id))
    return [comment_of(row) for row in rows] if writer else []


def confirmed_among(session: Reader, ids: Collection[int], writer: str) -> bool:
    """Whether one of these comments is of this address, and was confirmed to be."""
    found = select(COMMENT.c.id).where(COMMENT.c.id.in_(list(ids)), COMMENT.c.writer == writer)
    return connection_of(session).execute(found.where(COMMENT.c.email_confirmed).limit(1)).first() is not None


def awaiting(session: Reader, writer: str, limit: int = PAGE) -> list[Comment]:
    """What waits until this address is confirmed, newest first. Anybody may have written it."""
    where = READ.where(of_writer(writer), COMMENT.c.state == "unconfirmed")
    rows = connection_of(session).execute(where.order_by(COMMENT.c.id.desc()).limit(limit))
    return [comment_of(row) for row in rows] if writer else []


def published(session: Reader, article_id: str | None = None, *, after_id: int = 0, limit: int = PAGE) -> list[Comment]:
    """Published comments by id from `after_id` on, of one article or of all, for exports."""
    where = [COMMENT.c.state == "published", COMMENT.c.id > min(after_id, LAST_ID)]
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
