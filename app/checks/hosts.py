"""Hosts as the door knows them: where they are, whether they may be visited, what came of a visit."""

from __future__ import annotations

from dataclasses import dataclass

from app.checks.dialogue import Dialogue
from app.checks.names import Address
from app.checks.resolver import Verdict
from app.checks.sockets import Reached


@dataclass(frozen=True, slots=True)
class Located:
    """Where a host is: `verdict` of the look-up, its addresses, and why the door refuses it, where it does."""

    host: str
    verdict: Verdict
    addresses: tuple[Address, ...]
    aliases: tuple[str, ...] = ()
    refused: str | None = None
    private: bool = False  # an address of it is not public, apart from what an operator opened


@dataclass(frozen=True, slots=True)
class Vetted:
    """A host whose every address may be visited. Only `Network.vet` makes one."""

    host: str
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """One attempt at a connection. `dialogue` is there where it came about."""

    outcome: Reached
    ms: float
    dialogue: Dialogue | None = None
