"""What every way out has in common: a parcel goes in, an outcome comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Ending = Literal["sent", "later", "failed", "unknown", "not-ours"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as bytes with CRLF line ends, and its envelope. `utf8`: an address in it is not ASCII (RFC 6531)."""

    sender: str
    recipient: str
    content: bytes
    utf8: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try ended, and a sentence with what the server said; never a password or what the message says.

    `sent`: the server took it. `later`: certainly not, but it may yet. `failed`: it never will. `unknown`: the last
    line went out and no answer came. `not-ours`: another worker sends it. `down`: nobody can be reached now.
    """

    ending: Ending
    said: str
    down: bool = False


Begin = Callable[[], bool]
"""Called right before the last line; False means that the message must not go."""


class WayOut(Protocol):
    """A way for messages to leave. `deliver` never raises for what a server does; `close` ends the connection."""

    keeps: bool  # True where what was sent is still to be read in the outbox

    def deliver(self, parcel: Parcel, begin: Begin) -> Outcome: ...

    def close(self) -> None: ...
