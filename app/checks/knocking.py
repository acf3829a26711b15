"""Does a connection come about, and hold: what `smtp.connect` and `net.tcp` share."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from app.checks.dialogue import DialogueEnded
from app.checks.names import Address
from app.checks.smtp_talk import part
from app.checks.sockets import Knock, Reached

if TYPE_CHECKING:
    from app.checks.hosts import Vetted
    from app.checks.network import Network

CONTROL_PORT = 25


KnockAt = Callable[["Network", "Vetted", Address, int, float], Awaitable[Knock]]


async def knock_at_all(
    network: Network, vetted: Vetted, port: int, *, until_open: bool = False, knock_at: KnockAt | None = None
) -> list[tuple[str, Knock]]:
    """One attempt at each address, one after another, while there is time; some is kept for a control probe."""
    attempt = knock_at or knock_by_itself
    spare = network.budgets.connect_s * (1.2 if network.settings.control_smtp and port == CONTROL_PORT else 0.2)
    tried: list[tuple[str, Knock]] = []
    for address in vetted.addresses:
        seconds = min(network.budgets.connect_s, network.remaining_s() - spare)
        if tried and seconds < network.budgets.connect_s / 5:
            network.transcript.note(f"{vetted.host} {address}: no time was left to try this address")
            continue
        knock = await attempt(network, vetted, address, port, seconds)
        tried.append((str(address), knock))
        if until_open and knock.outcome == "open":
            break
    return tried


async def knock_by_itself(network: Network, vetted: Vetted, address: Address, port: int, seconds: float) -> Knock:
    """Connect, watch for a moment whether the connection is cut again, and part in the manner of the port."""
    async with network.reach(vetted, address, port, seconds) as contact:
        if contact.dialogue is None:
            return Knock(contact.outcome, contact.ms)
        speaks_first = port in (25, 587)
        patience = network.budgets.grace_s if speaks_first else min(network.budgets.grace_s, _two_rounds(contact.ms))
        try:
            spoke = await contact.dialogue.watch(patience)
        except DialogueEnded as ended:
            return Knock("reset" if ended.ending == "reset" else "open", contact.ms)
        if spoke and speaks_first:
            with contextlib.suppress(DialogueEnded):
                await contact.dialogue.read_line(network.budgets.grace_s)
                await part(contact.dialogue)
        return Knock("open", contact.ms)


def _two_rounds(connect_ms: float) -> float:
    """Seconds in which a reset would have come back: two round trips, and a tenth of a second for the far machine."""
    return 0.1 + 2 * connect_ms / 1000


async def failing_code(network: Network, outcomes: Sequence[Reached], port: int) -> str:
    """The code for attempts in order of preference: `open` where one is, else the first that says something.

    Silence on port 25 is ours where the control probe meets it too; an address family that this machine has no way to
    says nothing about the other side.
    """
    if "open" in outcomes:
        return "open"
    telling = [outcome for outcome in outcomes if outcome != "no-route"]
    if not telling:
        return "blocked-here"
    silent = all(outcome in ("timeout", "unreachable") for outcome in telling)
    if silent and port == CONTROL_PORT and await network.is_blocked_here():
        return "blocked-here"
    return telling[0]
