"""What mail clients meet at the ports for fetching and sending: greeting, abilities, encryption. Never credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.checks.dialogue import Dialogue, DialogueEnded
from app.checks.names import read_address
from app.core.errors import NoConnection

if TYPE_CHECKING:
    from app.checks.hosts import Vetted
    from app.checks.network import Network

Fault = Literal["", "malformed", "busy", "no-route"]


@dataclass(frozen=True, slots=True)
class Door:
    """What one port said. `open` is False where no connection came about; `before` and `after` are what is offered in
    the clear and under encryption."""

    port: int
    open: bool = False
    fault: Fault = ""
    encrypted: bool = False
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def abilities(self) -> tuple[str, ...]:
        return self.after or self.before


class Speech(Protocol):
    """How one protocol greets, lists what it can do, and begins encryption."""

    async def greet(self, dialogue: Dialogue) -> Fault: ...

    async def abilities(self, dialogue: Dialogue) -> tuple[str, ...]: ...

    async def begin_tls(self, dialogue: Dialogue, offered: tuple[str, ...]) -> bool: ...

    async def leave(self, dialogue: Dialogue) -> None: ...


async def knock(vetted: Vetted, port: int, at_once: bool, protocol: Speech, network: Network) -> Door:
    """What the first address that takes a connection says here. `at_once` ports are encrypted from the start."""
    routes = False
    for address in vetted.addresses:
        async with network.reach(vetted, address, port) as contact:
            routes = routes or contact.outcome != "no-route"
            if contact.dialogue is not None:
                return await _talk(contact.dialogue, vetted.host, port, at_once, protocol, network)
    return Door(port, fault="" if routes else "no-route")


async def _talk(dialogue: Dialogue, host: str, port: int, at_once: bool, protocol: Speech, network: Network) -> Door:
    name = None if read_address(host) else host
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    encrypted = False
    try:
        if at_once:
            await dialogue.start_tls(network.trust.open_context, name)
            encrypted = True
        fault = await protocol.greet(dialogue)
        if fault:
            return Door(port, True, fault, encrypted)
        listed = await protocol.abilities(dialogue)
        if at_once:
            after = listed
        else:
            before = listed
            if await protocol.begin_tls(dialogue, before):
                await dialogue.start_tls(network.trust.open_context, name)
                encrypted = True
                after = await protocol.abilities(dialogue)
        await protocol.leave(dialogue)
    except DialogueEnded as ended:
        if not (before or after):
            broken_later = ended.ending == "handshake" and not at_once
            return Door(port, True, "" if broken_later else "malformed", encrypted)
    return Door(port, True, "", encrypted, before, after)


def must_have_route(doors: list[Door], host: str) -> None:
    """Raises NoConnection where our own machine has no way to the host at all."""
    if all(door.fault == "no-route" for door in doors):
        raise NoConnection(f"We have no way to {host}.")
