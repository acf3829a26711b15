"""What is known of a comment's writer, network and thread when it comes: one statement, since every post asks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import ScalarSelect, bindparam, exists, func, literal_column, select

from app.storage.comment_rows import COMMENT, EMPTY, FIRST, NOWHERE, REPLY, Reader, connection_of, of_writer
from app.storage.prepared import Prepared


class Background(NamedTuple):
    """Counts. `known` is the id of the same comment, where it is there already.

    `published` are those that speak for the writer, `confirmed` those whose writer proved to own the address. Neither
    counts where the address stands below any comment for everybody to read: anybody could give it then, and would be
    taken for somebody who is known. `network_judged` were spam, as long as networks are kept.
    """

    known: int | None
    published: int
    confirmed: int
    network_recent: int
    network_judged: int
    thread_recent: int


def _count(*where: object) -> ScalarSelect[int]:
    return select(func.count()).where(*where).select_from(COMMENT).scalar_subquery()  # type: ignore[arg-type]


_WRITER = of_writer(bindparam("writer"))
_NETWORK = COMMENT.c.network == bindparam("network")
_SINCE = COMMENT.c.created_at >= bindparam("since", type_=COMMENT.c.created_at.type)
_OPEN = COMMENT.alias("open")
_KNOWN_TO_ALL = (of_writer(bindparam("writer"), _OPEN), _OPEN.c.email_shown, _OPEN.c.published_at.is_not(None))
_HIDDEN = ~exists(select(_OPEN.c.id).where(*_KNOWN_TO_ALL))
# Each place by itself: then the index of threads leads to the latest of each, however many an article has.
_PLACES = (NOWHERE, FIRST, REPLY, EMPTY)
_ANYWHERE = COMMENT.c.place.in_([literal_column(str(place)) for place in _PLACES])
_BACKGROUND = Prepared(
    select(
        select(COMMENT.c.id).where(COMMENT.c.fingerprint == bindparam("fingerprint")).scalar_subquery(),
        _count(_WRITER, COMMENT.c.state == bindparam("published"), _HIDDEN),
        _count(_WRITER, COMMENT.c.email_confirmed, _HIDDEN),
        _count(_NETWORK, _SINCE),
        _count(_NETWORK, COMMENT.c.state == bindparam("spam")),
        _count(COMMENT.c.article_id == bindparam("article_id"), _ANYWHERE, _SINCE),
    )
)
_FIXED = {"published": "published", "spam": "spam"}


def background(
    reader: Reader, *, fingerprint: str, writer: str, network: str, article_id: str, since: datetime
) -> Background:
    """Empty texts stand for what is not known, and count for nothing."""
    values = _values(fingerprint, writer, network, article_id, since)
    row = _BACKGROUND.first(connection_of(reader), values)
    assert row is not None
    return Background._make(row)


def explain(reader: Reader) -> str:
    """How the database finds all that, in its own words, for tests."""
    return _BACKGROUND.explain(connection_of(reader), _values("f", "w", "192.0.2.0/24", "mail", datetime.now(UTC)))


def _values(fingerprint: str, writer: str, network: str, article_id: str, since: datetime) -> dict[str, object]:
    given = {"fingerprint": fingerprint, "writer": writer, "network": network, "article_id": article_id}
    return {**given, "since": since, **_FIXED}
