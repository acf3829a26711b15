"""The outbox: messages that are to be sent, and how far each has come.

    waiting ──claimed──▶ waiting, `next_at` is when the claim runs out ──▶ sending ──▶ sent | failed | unknown
       ▲                                                                      │
       └───────────────────────── the server said "later" ◀──────────────────┘

Several workers may look at once. A claim only keeps them out of each other's way; what counts is `begin_sending`, one
conditional UPDATE that commits before a message's last line goes out. It succeeds for one worker, once. Whatever is
found in `sending` when its time is over belonged to a worker that died: it may or may not have gone, becomes
`unknown`, and only a person sends it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table, bindparam, delete, func, select, text, update
from sqlmodel import Session

from app.core.errors import NotFound
from app.storage.account_tables import OutgoingMailTable

MAIL: Table = OutgoingMailTable.__table__  # type: ignore[attr-defined]

CLAIM = timedelta(minutes=15)  # a worker that has not come so far by then is dead
SENDING = timedelta(minutes=20)  # longer than a server may take to answer the last line (RFC 5321, 4.5.3.2.6)
FINISHED = ("sent", "failed", "unknown")


class Mail(NamedTuple):
    """One message. `text` and `html` are empty once it was sent; `error` is what the server said last."""

    id: int
    key: str
    message_id: str
    recipient: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    state: str
    tries: int
    error: str
    claimed_by: str
    created_at: datetime
    next_at: datetime
    sent_at: datetime | None


_COLUMNS = [MAIL.c[name] for name in Mail._fields]
_KEEP = text(
    "INSERT INTO outgoing_mail (key, message_id, recipient, subject, text, html, headers, state, tries, error,"
    " claimed_by, created_at, next_at) VALUES (:key, :message_id, :recipient, :subject, :text, :html, :headers,"
    " 'waiting', 0, '', '', :now, :now) ON CONFLICT DO NOTHING"
).bindparams(bindparam("now", type_=MAIL.c.created_at.type))
_DUE = (
    select(*_COLUMNS)
    .where(MAIL.c.state == "waiting", MAIL.c.next_at <= bindparam("now"))
    .order_by(MAIL.c.next_at, MAIL.c.id)
    .limit(1)
)


def keep_mail(
    session: Session,
    *,
    key: str,
    recipient: str,
    subject: str,
    text: str,
    html: str,
    headers: Mapping[str, str],
    now: datetime,
    token: Callable[[int], str] = token_hex,
) -> None:
    """Put a message into the outbox, in the caller's transaction. A `key` that is there already changes nothing."""
    values = {
        "key": key,
        "message_id": token(16),
        "recipient": recipient,
        "subject": subject,
        "text": text,
        "html": html,
        "headers": json.dumps(dict(headers)),
        "now": now,
    }
    session.connection().execute(_KEEP, values)


def claim_mail(session: Session, worker: str, now: datetime) -> Mail | None:
    """The next message that is due, for this worker alone until its claim runs out; None where none is. Commits."""
    connection = session.connection()
    while (row := connection.execute(_DUE, {"now": now}).first()) is not None:
        found = _mail(row)
        mine = update(MAIL).where(
            MAIL.c.id == found.id, MAIL.c.state == "waiting", MAIL.c.next_at == bindparam("seen", found.next_at)
        )
        changed = connection.execute(mine.values(claimed_by=worker, next_at=now + CLAIM, tries=MAIL.c.tries + 1))
        session.commit()
        if changed.rowcount == 1:
            return found._replace(claimed_by=worker, next_at=now + CLAIM, tries=found.tries + 1)
        connection = session.connection()
    session.commit()
    return None


def begin_sending(session: Session, mail: Mail, message_id: str, now: datetime) -> bool:
    """Say that the last line goes out now. False where the message is no longer this worker's to send. Commits."""
    begin = update(MAIL).where(MAIL.c.id == mail.id, MAIL.c.state == "waiting", MAIL.c.claimed_by == mail.claimed_by)
    changed = session.connection().execute(begin.values(state="sending", message_id=message_id, next_at=now + SENDING))
    session.commit()
    return changed.rowcount == 1


def finish_mail(session: Session, mail: Mail, state: str, said: str, now: datetime, *, keep: bool = False) -> None:
    """Note how it ended: `sent`, `failed` or `unknown`. What was sent is emptied, unless `keep`. Commits."""
    values: dict[str, object] = {"state": state, "error": said, "next_at": now}
    if state == "sent":
        values["sent_at"] = now
        if not keep:
            values |= {"text": "", "html": "", "headers": "{}"}
    _ours(session, mail, values)


def put_off(session: Session, mail: Mail, said: str, next_at: datetime) -> None:
    """The server did not take it, and certainly not: try again at `next_at`. Commits."""
    _ours(session, mail, {"state": "waiting", "error": said, "next_at": next_at, "claimed_by": ""})


def find_dead(session: Session, now: datetime) -> int:
    """What a worker left in `sending` and did not come back for is `unknown` from now on; how many. Commits."""
    connection, left = session.connection(), (MAIL.c.state == "sending", MAIL.c.next_at <= now)
    if connection.execute(select(MAIL.c.id).where(*left).limit(1)).first() is None:  # almost always: no writer waits
        session.commit()
        return 0
    said = "The worker that was sending it stopped at the last line: it may or may not have gone."
    changed = connection.execute(update(MAIL).where(*left).values(state="unknown", error=said)).rowcount
    session.commit()
    return changed


def retry_mail(session: Session, mail_id: int, now: datetime) -> Mail:
    """Send a message once more that failed or may have gone, because a person says so. Commits.

    Raises NotFound where there is no such message, or where it is not of those.
    """
    again = update(MAIL).where(MAIL.c.id == mail_id, MAIL.c.state.in_(("failed", "unknown")))
    changed = session.connection().execute(again.values(state="waiting", claimed_by="", tries=0, next_at=now))
    session.commit()
    found = find_mail(session, mail_id)
    if changed.rowcount != 1 or found is None:
        raise NotFound(f"There is no message {mail_id} that failed or may not have gone.", mail_id=mail_id)
    return found


def recipient_of(session: Session, key: str) -> tuple[str, datetime] | None:
    """Whom the message with this key is for, and when it was written."""
    row = session.connection().execute(select(MAIL.c.recipient, MAIL.c.created_at).where(MAIL.c.key == key)).first()
    return None if row is None else (row[0], row[1])


def find_mail(session: Session, mail_id: int) -> Mail | None:
    row = session.connection().execute(select(*_COLUMNS).where(MAIL.c.id == mail_id)).first()
    return None if row is None else _mail(row)


def list_mail(session: Session, states: Iterable[str] = (), limit: int = 100) -> list[Mail]:
    """The latest messages, newest first, those in `states` where any are named."""
    listed = list(states)
    statement = select(*_COLUMNS).order_by(MAIL.c.id.desc()).limit(limit)
    if listed:
        statement = statement.where(MAIL.c.state.in_(listed))
    return [_mail(row) for row in session.connection().execute(statement)]


def count_mail(session: Session) -> dict[str, int]:
    """State → how many messages."""
    grouped = select(MAIL.c.state, func.count()).group_by(MAIL.c.state)
    return {row[0]: row[1] for row in session.connection().execute(grouped)}


def count_recent(session: Session, recipient: str | None, prefix: str, since: datetime) -> int:
    """How many messages whose key begins with `prefix` were written since a moment, to one address or to all.

    `ada+1@example.com` and `ada+2@example.com` are one: nearly every provider puts both into the same mailbox.
    """
    like = MAIL.c.key.startswith(prefix, autoescape=True)
    found = select(func.count()).where(MAIL.c.created_at > since, like)
    if recipient is not None:
        found = found.where(_to_mailbox(recipient))
    return session.connection().execute(found).scalar_one()


def _to_mailbox(recipient: str) -> ColumnElement[bool]:
    local, _, domain = recipient.lower().rpartition("@")
    name, address = local.partition("+")[0] or local, func.lower(MAIL.c.recipient)
    tagged = address.startswith(f"{name}+", autoescape=True) & address.endswith(f"@{domain}", autoescape=True)
    return (address == f"{name}@{domain}") | tagged


def forget_recipient(session: Session, recipient: str) -> int:
    """Take every message to this address away, whether it was sent or waits; how many. Does not commit."""
    gone = delete(MAIL).where(func.lower(MAIL.c.recipient) == recipient.lower())
    return session.connection().execute(gone).rowcount


def forget_kinds(session: Session, prefixes: Iterable[str]) -> int:
    """Take every message away whose key begins with one of `prefixes`; how many. Does not commit."""
    connection = session.connection()
    likes = [MAIL.c.key.startswith(prefix, autoescape=True) for prefix in prefixes]
    return sum(connection.execute(delete(MAIL).where(like)).rowcount for like in likes)


def forget_finished(session: Session, before: datetime) -> int:
    """Take away what ended and was put there before a moment; how many. Commits."""
    gone = delete(MAIL).where(MAIL.c.state.in_(FINISHED), MAIL.c.created_at < before)
    changed = session.connection().execute(gone)
    session.commit()
    return changed.rowcount


def _ours(session: Session, mail: Mail, values: Mapping[str, object]) -> None:
    """Write to a message that is still this worker's: it is, unless the worker was taken for dead and a person
    sent the message again."""
    mine = update(MAIL).where(MAIL.c.id == mail.id, MAIL.c.claimed_by == mail.claimed_by)
    session.connection().execute(mine.values(**values))
    session.commit()


def _mail(row: Sequence[object]) -> Mail:
    found = Mail._make(row)
    return found._replace(headers=json.loads(str(found.headers)))
