"""The ledger of checks over the database: proofs that this site gave, messages that it sent."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from sqlalchemy.exc import IntegrityError

from app.actions.services import Clock, Services, system_clock
from app.checks.ledger import MOST_IN_DOMAIN, MOST_TO_ONE, TOO_MANY, WITHIN, End, Posted, new_code
from app.settings import Settings
from app.storage import ownership
from app.storage.engine import Sessions, make_engine, session_factory
from app.storage.ownership import Message, Proof
from app.storage.upgrade import migrate

TOKEN_BYTES = 16  # 128 bits
ATTEMPTS = 8  # another worker has to begin a message to the same address at the same moment each time


class StoredLedger:
    """Raises StoreUnavailable where the database does not answer.

    `lenient` is for the command line, whose user may give proofs anyway: a token that this database never saw (another
    site gave it) counts by its record alone.
    """

    def __init__(self, open_store: Callable[[], Sessions], clock: Clock, *, lenient: bool = False) -> None:
        self._open_store, self._clock, self._lenient = open_store, clock, lenient

    @cached_property
    def sessions(self) -> Sessions:
        """The database, opened when it is first needed."""
        return self._open_store()

    def accepts(self, domain: str, token: str) -> bool:
        with self.sessions() as session:
            proof = ownership.read_proof(session, token)
        if proof is None:
            return self._lenient
        return proof.domain == domain and proof.expires_at > self._clock()

    def give(self, domain: str) -> Proof:
        """A new token for a domain."""
        with self.sessions.begin() as session:
            return ownership.issue_proof(session, domain, secrets.token_hex(TOKEN_BYTES), self._clock())

    def post(self, domain: str, recipient: str) -> Posted:
        now, digest = self._clock(), hashlib.sha256(recipient.lower().encode()).hexdigest()
        for _ in range(ATTEMPTS):
            try:
                with self.sessions.begin() as session:
                    # Counted first: whoever begins a message after that is either seen next, or takes our number.
                    to_one, in_domain = ownership.count_messages(session, digest, domain, now)
                    under_way = ownership.open_message(session, digest, now, WITHIN)
                    if under_way is not None:
                        return _posted(under_way)
                    if to_one >= MOST_TO_ONE or in_domain >= MOST_IN_DOMAIN:
                        raise TOO_MANY
                    begun = ownership.begin_message(
                        session, recipient=digest, domain=domain, number=to_one + 1, code=new_code(), now=now
                    )
                return replace(_posted(begun), fresh=True)
            except IntegrityError:
                continue
        raise TOO_MANY

    def note(self, posted: Posted, end: End) -> Posted:
        with self.sessions.begin() as session:
            if end == "put-off":
                ownership.drop_message(session, posted.id)
                return posted
            ownership.mark_message(session, posted.id, end, self._clock())
        return self.look(posted)

    def look(self, posted: Posted) -> Posted:
        with self.sessions() as session:
            found = ownership.read_message(session, posted.id)
        return _posted(found) if found else posted


def _posted(message: Message) -> Posted:
    return Posted(message.id, message.code, message.begun_at, message.accepted_at, message.confirmed_at)


def open_ledger(settings: Settings, clock: Clock = system_clock) -> StoredLedger:
    """The ledger of the command line: the database is migrated and opened when a check first asks."""

    def open_store() -> Sessions:
        engine = make_engine(settings)
        migrate(settings, engine)
        return session_factory(engine)

    return StoredLedger(open_store, clock, lenient=True)


def ledger_of(services: Services) -> StoredLedger:
    """The site's own: what it never gave does not count."""
    return StoredLedger(lambda: services.sessions, services.clock)
