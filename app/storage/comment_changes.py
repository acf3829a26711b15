"""Comments, as they are written. None of these commits: the action decides how much is one piece.

What everybody may read changes with `place`, which is kept beside `state` so that an index finds a page of a thread.
Whoever changes a state calls `set_state`, which keeps the two together and tells every worker (`touch`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, case, delete, exists, func, insert, or_, select, update

from app.storage.comment_rows import (
    COMMENT,
    EMPTY,
    FIRST,
    GENERATION,
    NOWHERE,
    REPLY,
    SUBSCRIPTION,
    VOTE,
    Comment,
    Reader,
    connection_of,
)
from app.storage.prepared import Prepared
from app.storage.upserts import upsert

NEW: Final = tuple(
    column.name for column in COMMENT.c if column.name not in ("id", "place", "edited_at", "mark_number")
)
REMOVED: Final = ("rejected", "spam", "withdrawn")
KEPT_REMOVED = timedelta(days=30)  # what was taken away can be brought back for so long
BATCH = 500


def touch(session: Reader, article_id: str) -> int:
    """Tell every worker that what is published of an article changed; the new generation."""
    return touch_all(session, (article_id,))


def touch_all(session: Reader, articles: Iterable[str]) -> int:
    """The same for several articles, which get the same generation."""
    connection = connection_of(session)
    _DRAW.write(connection, {"everything": "", "one": 1})
    drawn = int((_DRAWN.first(connection, {"everything": ""}) or (0,))[0])
    for article_id in articles:
        if _SET_GENERATION.write(connection, {"article": article_id, "drawn": drawn}) != 1:
            values = {"article_id": article_id, "generation": drawn}
            connection.execute(insert(GENERATION), values)  # nobody else does: whoever draws holds the row of all
    return drawn


def keep_comment(session: Reader, values: Mapping[str, object]) -> bool:
    """Keep a new comment; False where one with the same fingerprint, or from the same source, is there already.

    `values` are the columns that `NEW` names; `reasons` is JSON.
    """
    connection = connection_of(session)
    place = _first_place(str(values["state"]), values["parent_id"])
    if not _keep(connection).returned(connection, {**values, "place": place}):
        return False
    if place != NOWHERE:
        touch(connection, str(values["article_id"]))
    return True


def keep_new(writer: Connection, comment: Comment, fingerprint: str) -> Comment | None:
    """Keep a comment from a form, with the id and place it gets; None where the same one is there already.

    Where it is published, the caller has to `touch` its article.
    """
    place = _first_place(comment.state, comment.parent_id)
    own = {"place": place, "reasons": reasons_text(comment.reasons), "fingerprint": fingerprint, "source_id": None}
    kept = _keep(writer).returned(writer, {**comment._asdict(), **own})
    return comment._replace(id=kept[0][0], place=place) if kept else None


def _first_place(state: str, parent_id: object) -> int:
    return NOWHERE if state != "published" else FIRST if parent_id is None else REPLY


def set_state(session: Reader, comment_id: int, expected: str, state: str, now: datetime) -> bool:
    """Change a comment's state from the expected one; False where it is another by now, and nothing changed."""
    connection = connection_of(session)
    removed = state in REMOVED
    values: dict[str, object] = {
        "state": state,
        "removed_at": now if removed else None,
        "published_at": func.coalesce(COMMENT.c.published_at, now) if state == "published" else COMMENT.c.published_at,
    }
    if state == "withdrawn":
        values["fingerprint"] = None  # the writer may say the same again
    changed = update(COMMENT).where(COMMENT.c.id == comment_id, COMMENT.c.state == expected).values(**values)
    if connection.execute(changed).rowcount != 1:
        return False
    _place(connection, comment_id)
    return True


def set_text(
    session: Reader, comment_id: int, expected: str, changes: Mapping[str, object], *, seen: Comment | None = None
) -> bool:
    """Change what a comment says, where its state is still the expected one, and its words those that were `seen`."""
    connection = connection_of(session)
    changed = update(COMMENT).where(COMMENT.c.id == comment_id, COMMENT.c.state == expected)
    if seen is not None:
        changed = changed.where(COMMENT.c.text == seen.text, COMMENT.c.name == seen.name)
    if connection.execute(changed.values(**changes)).rowcount != 1:
        return False
    _touch_article_of(connection, comment_id)
    return True


def set_mark(session: Reader, comment_id: int, expected: str, mark: str, number: int | None, note: str) -> bool:
    """Note what the author made of a comment, where the mark is still the expected one."""
    connection = connection_of(session)
    values = {"mark": mark, "mark_number": number, "mark_note": note}
    changed = update(COMMENT).where(COMMENT.c.id == comment_id, COMMENT.c.mark == expected).values(**values)
    if connection.execute(changed).rowcount != 1:
        return False
    _touch_article_of(connection, comment_id)
    return True


def add_vote(session: Reader, comment_id: int, voter: str, now: datetime) -> bool:
    """Count a "this worked for me" once a voter; False where it was counted before."""
    connection = connection_of(session)
    row = {"comment_id": comment_id, "voter": voter, "created_at": now}
    counted = upsert(connection, VOTE).on_conflict_do_nothing().returning(VOTE.c.voter)
    if connection.execute(counted, row).first() is None:
        return False
    return _count_vote(connection, comment_id, 1)


def drop_vote(session: Reader, comment_id: int, voter: str) -> bool:
    """Take it back."""
    connection = connection_of(session)
    gone = delete(VOTE).where(VOTE.c.comment_id == comment_id, VOTE.c.voter == voter)
    return connection.execute(gone).rowcount == 1 and _count_vote(connection, comment_id, -1)


def confirm_address_of(session: Reader, comment_id: int) -> None:
    """Note that its writer proved to own the address it was written with."""
    confirmed = update(COMMENT).where(COMMENT.c.id == comment_id).values(email_confirmed=True)
    connection_of(session).execute(confirmed)


def move_comments(session: Reader, article_id: str, heir: str) -> None:
    """Comments of an article that was merged into another, or renamed, stand there from now on."""
    connection = connection_of(session)
    moved = update(COMMENT).where(COMMENT.c.article_id == article_id).values(article_id=heir)
    if connection.execute(moved).rowcount:
        touch(connection, article_id)
        touch(connection, heir)


def expire_networks(session: Reader, before: datetime) -> int:
    """Forget which address and network comments from before that moment came from; how many."""
    known = or_(COMMENT.c.network.is_not(None), COMMENT.c.address.is_not(None))
    old = update(COMMENT).where(known, COMMENT.c.created_at < before).values(address=None, network=None)
    return connection_of(session).execute(old).rowcount


def expire_unconfirmed(session: Reader, before: datetime, now: datetime) -> int:
    """Take away what waited in vain for its writer's confirmation; how many. Nobody ever saw it."""
    waited = update(COMMENT).where(COMMENT.c.state == "unconfirmed", COMMENT.c.created_at < before)
    return connection_of(session).execute(waited.values(state="rejected", removed_at=now)).rowcount


def erase_removed(session: Reader, before: datetime) -> int:
    """Erase up to `BATCH` comments that were taken away before that moment; how many.

    The row stays without anything its writer gave, so that replies keep their place.
    """
    connection = connection_of(session)
    due = select(COMMENT.c.id).where(COMMENT.c.removed_at < before, COMMENT.c.name != "").limit(BATCH)
    return erase(connection, list(connection.execute(due).scalars()))


def erase(session: Reader, ids: list[int]) -> int:
    """Empty everything personal of these comments for good; how many rows."""
    if not ids:
        return 0
    connection = connection_of(session)
    emptied = update(COMMENT).where(COMMENT.c.id.in_(ids)).values(**ERASED)
    connection.execute(delete(VOTE).where(VOTE.c.comment_id.in_(ids)))
    connection.execute(delete(SUBSCRIPTION).where(SUBSCRIPTION.c.comment_id.in_(ids)))
    return connection.execute(emptied).rowcount


ERASED: Final[Mapping[str, object]] = {
    "name": "",
    "email": "",
    "email_shown": False,
    "email_confirmed": False,
    "writer": "",
    "text": "",
    "html": "",
    "reasons": "[]",
    "fingerprint": None,
    "address": None,
    "network": None,
    "mark": "",
    "mark_number": None,
    "mark_note": "",
    # `source_id` stays: importing the same file again must not bring back what was erased
}
_NEW_COLUMNS: Final = [*NEW, "place"]
_BY_DIALECT: dict[str, Prepared] = {}


def _keep(connection: Connection) -> Prepared:
    found = _BY_DIALECT.get(connection.dialect.name)
    if found is None:
        found = Prepared(upsert(connection, COMMENT).on_conflict_do_nothing().returning(COMMENT.c.id), _NEW_COLUMNS)
        _BY_DIALECT[connection.dialect.name] = found
    return found


_OF_ALL = GENERATION.c.article_id == bindparam("everything")
_DRAW = Prepared(update(GENERATION).where(_OF_ALL).values(generation=GENERATION.c.generation + bindparam("one")))
_DRAWN = Prepared(select(GENERATION.c.generation).where(_OF_ALL))
_SET_GENERATION = Prepared(
    update(GENERATION).where(GENERATION.c.article_id == bindparam("article")).values(generation=bindparam("drawn"))
)


def _place(connection: Connection, comment_id: int) -> None:
    """Give a comment and the one it replies to the places they have now, and tell the workers."""
    row = connection.execute(select(COMMENT.c.parent_id).where(COMMENT.c.id == comment_id)).first()
    ids = [comment_id] if row is None or row[0] is None else [comment_id, row[0]]
    reply = COMMENT.alias("reply")
    answered = exists().where(reply.c.parent_id == COMMENT.c.id, reply.c.state == "published")
    is_first = COMMENT.c.parent_id.is_(None)
    place = case(
        (COMMENT.c.state == "published", case((is_first, FIRST), else_=REPLY)),
        (is_first & answered, EMPTY),
        else_=NOWHERE,
    )
    connection.execute(update(COMMENT).where(COMMENT.c.id.in_(ids)).values(place=place))
    _touch_article_of(connection, comment_id)


def _count_vote(connection: Connection, comment_id: int, by: int) -> bool:
    counted = update(COMMENT).where(COMMENT.c.id == comment_id, COMMENT.c.state == "published")
    if connection.execute(counted.values(helpful=COMMENT.c.helpful + by)).rowcount != 1:
        return False
    _touch_article_of(connection, comment_id)
    return True


def _touch_article_of(connection: Connection, comment_id: int) -> None:
    touch(connection, connection.execute(select(COMMENT.c.article_id).where(COMMENT.c.id == comment_id)).scalar_one())


def reasons_text(reasons: tuple[str, ...]) -> str:
    """Reasons as they are kept."""
    return json.dumps(list(reasons), ensure_ascii=False) if reasons else "[]"
