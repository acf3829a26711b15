"""What checks have to remember beyond one run: which proofs of ownership count, and which messages were sent.

The site keeps both in its database, so that all its workers know the same. A runner without a database remembers in
memory, for as long as it lives, and takes the record in the DNS for the whole proof, since it cannot know who gave it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, ParamSpec, Protocol, TypeVar

from app.core.codes import BITS, spell_code
from app.core.errors import BudgetSpent, StoreUnavailable

P = ParamSpec("P")
T = TypeVar("T")
End = Literal["accepted", "refused", "put-off"]
MOST_TO_ONE = 3  # messages a day to one address
MOST_IN_DOMAIN = 10  # messages a day to all addresses of a domain
WITHIN = timedelta(hours=1)  # a check that is run again within this time is about the message that was sent
TOO_MANY = BudgetSpent(
    f"We write to one address at most {MOST_TO_ONE} times a day, and to a domain {MOST_IN_DOMAIN} times. "
    "Try again tomorrow."
)


@dataclass(frozen=True, slots=True)
class Posted:
    """A message to whoever proved the domain, and how far it came. `fresh` where it is still to be sent."""

    id: int
    code: str
    begun_at: datetime
    accepted_at: datetime | None = None
    confirmed_at: datetime | None = None
    fresh: bool = False

    @property
    def seconds(self) -> float | None:
        """From the moment the mail server took it to the moment somebody said that it is there."""
        if self.confirmed_at is None:
            return None
        return max(0.0, (self.confirmed_at - (self.accepted_at or self.begun_at)).total_seconds())


class Ledger(Protocol):
    """Where that is kept. Methods may wait for a database, so checks ask through `asked`."""

    def accepts(self, domain: str, token: str) -> bool:
        """Whether a token that stands in the domain's record may count."""
        ...

    def post(self, domain: str, recipient: str) -> Posted:
        """The message sent within the hour, or a fresh one to send now. Raises BudgetSpent where there were enough."""
        ...

    def note(self, posted: Posted, end: End) -> Posted:
        """What the mail server said to a fresh one; one that was put off does not count."""
        ...

    def look(self, posted: Posted) -> Posted:
        """The message as it stands now."""
        ...


async def asked(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """An answer of the ledger, waited for in a thread. Raises BudgetSpent where the database does not answer."""
    try:
        return await asyncio.to_thread(question, *args, **kwargs)
    except (StoreUnavailable, OSError) as problem:
        raise BudgetSpent("We cannot look into our own records at the moment. Try again in a minute.") from problem


def new_code() -> str:
    """A code that nobody can guess."""
    return spell_code(secrets.randbits(BITS))


class MemoryLedger:
    """A ledger for one process: every record counts, and messages are forgotten with it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._posted: dict[int, tuple[str, Posted, bool]] = {}  # id → recipient, message, refused

    def accepts(self, domain: str, token: str) -> bool:
        return True

    def post(self, domain: str, recipient: str) -> Posted:
        now, recipient = self._clock(), recipient.lower()
        today = [one for one in self._posted.values() if one[1].begun_at > now - timedelta(days=1)]
        for to, posted, refused in reversed(today):
            if to == recipient and not refused and posted.begun_at > now - WITHIN:
                return posted
        in_domain = [to for to, _, _ in today if to.endswith(f"@{domain}")]
        if in_domain.count(recipient) >= MOST_TO_ONE or len(in_domain) >= MOST_IN_DOMAIN:
            raise TOO_MANY
        posted = Posted(1 + max(self._posted, default=0), new_code(), now)
        self._posted[posted.id] = recipient, posted, False
        return replace(posted, fresh=True)

    def note(self, posted: Posted, end: End) -> Posted:
        to, kept, _ = self._posted[posted.id]
        if end == "put-off":
            del self._posted[posted.id]
            return kept
        kept = replace(kept, accepted_at=self._clock() if end == "accepted" else None)
        self._posted[posted.id] = to, kept, end == "refused"
        return kept

    def look(self, posted: Posted) -> Posted:
        return self._posted[posted.id][1]

    def confirm(self, code: str) -> bool:
        """Notes that the message with this code is there; False where there is none."""
        for number, (to, kept, refused) in self._posted.items():
            if kept.code == code and not refused:
                self._posted[number] = to, replace(kept, confirmed_at=kept.confirmed_at or self._clock()), refused
                return True
        return False
