"""What mail servers say of themselves: greeting, EHLO, STARTTLS, handshake, certificate, EHLO again.

It is asked for once for each address, and each check quotes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.checks.names import Address
from app.checks.smtp_conversation import SPARE_S, Conversation, Spoilt
from app.checks.smtp_talk import Talk
from app.core.errors import CheckError, NoConnection, TargetRefused

if TYPE_CHECKING:
    from app.checks.hosts import Vetted
    from app.checks.network import Network


@dataclass(frozen=True, slots=True)
class HostTalks:
    """All conversations with one host, or why there were none."""

    host: str
    talks: tuple[Talk, ...] = ()
    problem: CheckError | None = None


async def survey_host(host: str, network: Network) -> HostTalks:
    """A conversation with every address of the host, one after another."""
    try:
        vetted = await network.vet(host)
        talks: list[Talk] = []
        for address in vetted.addresses:
            if talks and network.remaining_s() < SPARE_S:
                network.transcript.note(f"{host} {address}: no time was left to try this address")
                break
            talks.append(await survey_address(vetted, address, network))
    except CheckError as problem:
        network.transcript.note(problem.message)
        return HostTalks(host, problem=problem)
    return HostTalks(host, tuple(talks))


async def survey_address(vetted: Vetted, address: Address, network: Network) -> Talk:
    """The conversation with one address, held now or by another check a moment ago."""
    door = network.branch_apart()
    return await network.share_talk((vetted.host, address), lambda: _survey(vetted, address, door))


async def _survey(vetted: Vetted, address: Address, network: Network) -> Talk:
    try:
        return await network.converse(vetted, address).survey()
    except Spoilt:
        return await Conversation(vetted, address, network).survey()


def talked(found: Sequence[HostTalks]) -> list[Talk]:
    """Conversations that came as far as a greeting that lets one go on, hosts in order. Raises where there is none."""
    talks = [talk for one in found for talk in one.talks if _went_on(talk)]
    if talks:
        return talks
    problems = [one.problem for one in found if one.problem is not None]
    refusal = next((p for p in problems if isinstance(p, TargetRefused)), None)
    raise refusal or next(iter(problems), None) or NoConnection("No server let us begin a conversation on port 25.")


def _went_on(talk: Talk) -> bool:
    return talk.ehlo is not None
