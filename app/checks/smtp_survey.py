"""One SMTP conversation that several checks read: greeting, EHLO, STARTTLS, handshake, certificate, EHLO again.

It is held once for each address, and each check quotes it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.checks.dialogue import Dialogue, DialogueEnded
from app.checks.names import Address, read_address
from app.checks.smtp_reply import Reply
from app.checks.smtp_talk import Greeting, command, greet, part
from app.checks.sockets import Reached
from app.checks.tls_layer import TlsSession
from app.core.checking import EvidenceLine
from app.core.errors import CheckError, NoConnection, TargetRefused

if TYPE_CHECKING:
    from app.checks.hosts import Vetted
    from app.checks.network import Network

PORT = 25
SPARE_S = 1.5  # kept back from the time of the check, to part in good manners


@dataclass(frozen=True, slots=True)
class Talk:
    """What one address said, as far as the conversation came. `tls_fault` is why the handshake failed, if it did."""

    host: str
    address: str
    outcome: Reached
    greeting: Greeting | None = None
    ehlo: Reply | None = None
    helo: Reply | None = None
    starttls: Reply | None = None
    tls: TlsSession | None = None
    tls_fault: str = ""
    ehlo_again: Reply | None = None
    lines: tuple[EvidenceLine, ...] = ()
    started: float = 0.0

    @property
    def extensions(self) -> tuple[str, ...]:
        """The extensions offered last, as written; empty where there was no EHLO."""
        last = self.ehlo_again if self.ehlo_again and self.ehlo_again.kind == 2 else self.ehlo
        return last.texts[1:] if last and last.kind == 2 else ()


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
    return await network.share_talk((vetted.host, address), lambda: _hold(vetted, address, door))


async def _hold(vetted: Vetted, address: Address, network: Network) -> Talk:
    async with network.reach(vetted, address, PORT) as contact:
        talk = Talk(vetted.host, str(address), contact.outcome)
        if contact.dialogue is not None:
            talk = await _converse(talk, contact.dialogue, network)
    return replace(talk, lines=network.transcript.lines(), started=network.transcript.started)


async def _converse(talk: Talk, dialogue: Dialogue, network: Network) -> Talk:
    greeting = await greet(dialogue, max(0.0, network.remaining_s() - SPARE_S))
    talk = replace(talk, greeting=greeting)
    if greeting.reply is None or greeting.reply.kind != 2:
        await part(dialogue)
        return talk
    with contextlib.suppress(DialogueEnded):
        talk = replace(talk, ehlo=await command(dialogue, f"EHLO {network.own_name}"))
        if talk.ehlo is not None and talk.ehlo.kind != 2:
            return replace(talk, helo=await _helo_and_part(dialogue, network))
        if offers(talk, "STARTTLS"):
            talk = await _encrypt(talk, dialogue, network)
        if not talk.tls_fault:
            await part(dialogue)
    return talk


async def _helo_and_part(dialogue: Dialogue, network: Network) -> Reply | None:
    with contextlib.suppress(DialogueEnded):
        reply = await command(dialogue, f"HELO {network.own_name}")
        await part(dialogue)
        return reply
    return None


async def _encrypt(talk: Talk, dialogue: Dialogue, network: Network) -> Talk:
    """STARTTLS, the handshake, and EHLO again (RFC 3207 section 4.2)."""
    try:
        talk = replace(talk, starttls=await command(dialogue, "STARTTLS"))
        if talk.starttls is None or talk.starttls.code != 220:
            return talk
        name = None if read_address(talk.host) else talk.host
        session = await dialogue.start_tls(network.trust.open_context, name)
    except DialogueEnded as ended:
        return replace(talk, tls_fault=f"{ended.ending}: {ended.message}")
    talk = replace(talk, tls=session)
    with contextlib.suppress(DialogueEnded):
        return replace(talk, ehlo_again=await command(dialogue, f"EHLO {network.own_name}"))
    return talk


def offers(talk: Talk, extension: str) -> bool:
    """Whether the first EHLO names this extension."""
    texts = talk.ehlo.texts[1:] if talk.ehlo and talk.ehlo.kind == 2 else ()
    return any(text.split(" ")[0].upper() == extension for text in texts)


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
