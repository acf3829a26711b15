"""Say that a test message arrived: by the link in it, by its code on the page, or on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.codes import read_code
from app.core.errors import BadInput, NotFound
from app.storage import ownership
from app.storage.engine import Sessions
from app.storage.ownership import Message

GOOD_FOR = timedelta(days=1)  # of the message; a check that was run again has long given another


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that somebody has before them. `confirmed_at` is None until they say so."""

    domain: str
    begun_at: datetime
    confirmed_at: datetime | None


def find_arrival(sessions: Sessions, code: str, now: datetime) -> Arrival:
    """What a code belongs to. Raises BadInput where it is no code, NotFound where nothing (by now) belongs to it."""
    with sessions() as session:
        return _arrival(_found(ownership.message_by_code(session, _read(code)), now))


def confirm_arrival(sessions: Sessions, code: str, now: datetime) -> Arrival:
    """Notes that the message is there; the first time counts. Raises as `find_arrival`."""
    with sessions.begin() as session:
        found = _found(ownership.message_by_code(session, _read(code)), now)
        ownership.mark_message(session, found.id, "confirmed", now)
        return _arrival(found._replace(confirmed_at=found.confirmed_at or now))


def _read(code: str) -> str:
    plain = read_code(code)
    if plain is None:
        raise BadInput("Enter the code as it stands in the message: 12 letters and digits.", {"code": ""})
    return plain


def _found(message: Message | None, now: datetime) -> Message:
    if message is None or message.refused_at is not None or message.begun_at < now - GOOD_FOR:
        raise NotFound("We know no message with this code.", kind="code")
    return message


def _arrival(message: Message) -> Arrival:
    return Arrival(message.domain, message.begun_at, message.confirmed_at)
