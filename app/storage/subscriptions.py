"""Who wants to hear of replies to a comment. None of these commits. Nobody is written to before they confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, text, update

from app.storage.comment_rows import SUBSCRIPTION, Reader, connection_of


class Subscription(NamedTuple):
    """One address and the first comment of a thread; `ended_at` where it was ended."""

    id: int
    comment_id: int
    email: str
    created_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None

    @property
    def running(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None


_COLUMNS = [SUBSCRIPTION.c[name] for name in Subscription._fields]
_KEEP = text(
    "INSERT INTO comment_subscription (comment_id, email, created_at) VALUES (:comment_id, :email, :now)"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("now", type_=SUBSCRIPTION.c.created_at.type))


def keep_subscription(session: Reader, comment_id: int, email: str, now: datetime) -> Subscription:
    """The subscription of this address to the thread of this first comment; a new one waits to be confirmed."""
    connection = connection_of(session)
    connection.execute(_KEEP, {"comment_id": comment_id, "email": email, "now": now})
    found = select(*_COLUMNS).where(SUBSCRIPTION.c.comment_id == comment_id, SUBSCRIPTION.c.email == email)
    return Subscription._make(connection.execute(found).one())


def find_subscription(session: Reader, subscription_id: int) -> Subscription | None:
    row = connection_of(session).execute(select(*_COLUMNS).where(SUBSCRIPTION.c.id == subscription_id)).first()
    return None if row is None else Subscription._make(row)


def confirm_subscription(session: Reader, subscription_id: int, now: datetime) -> bool:
    """From now on this address is written to, also where it had ended that before. False where there is none."""
    confirmed = update(SUBSCRIPTION).where(SUBSCRIPTION.c.id == subscription_id)
    values = {"confirmed_at": func.coalesce(SUBSCRIPTION.c.confirmed_at, now), "ended_at": None}
    return connection_of(session).execute(confirmed.values(**values)).rowcount == 1


def end_subscription(session: Reader, subscription_id: int, now: datetime) -> bool:
    """No more of it; the row stays, so that its link goes on to answer. False where there is none, or it had ended."""
    ended = update(SUBSCRIPTION).where(SUBSCRIPTION.c.id == subscription_id, SUBSCRIPTION.c.ended_at.is_(None))
    return connection_of(session).execute(ended.values(ended_at=now)).rowcount == 1


def subscriptions_of(session: Reader, email: str) -> list[Subscription]:
    """All of one address, whatever its case."""
    mine = select(*_COLUMNS).where(func.lower(SUBSCRIPTION.c.email) == email.lower()).order_by(SUBSCRIPTION.c.id)
    return [Subscription._make(row) for row in connection_of(session).execute(mine)]


def forget_subscriptions(session: Reader, email: str) -> int:
    """Take them away, whatever the case of the address; how many."""
    ids = [found.id for found in subscriptions_of(session, email)]
    return connection_of(session).execute(delete(SUBSCRIPTION).where(SUBSCRIPTION.c.id.in_(ids))).rowcount
