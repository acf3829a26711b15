"""Handing one message over to a domain's mail servers: the only place that ever says DATA (rule 9 of the door).

A server is looked for as RFC 5321 section 5.1 has it: every MX in order of preference, every address of each, until one
takes the message or refuses it for good. The message's text does not go into the transcript, since whoever knows its
code could say that it arrived.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.checks.dialogue import Dialogue, DialogueEnded
from app.checks.dns_mx import read_mx
from app.checks.names import Address, read_address
from app.checks.smtp_reply import Reply
from app.checks.smtp_talk import Talk, command, offers, part, receive
from app.checks.spf_survey import must_answer
from app.core.errors import CheckError, NoConnection

if TYPE_CHECKING:
    from app.checks.hosts import Vetted
    from app.checks.network import Network

PORT = 25


@dataclass(frozen=True, slots=True)
class Delivery:
    """Which server took the message or refused it, and its words; no reply where it fell silent after the last line."""

    host: str
    reply: Reply | None

    @property
    def accepted(self) -> bool:
        return self.reply is None or self.reply.kind == 2


async def deliver(domain: str, recipient: str, message: Sequence[str], network: Network) -> Delivery:
    """Gives the message to the first server that decides. Raises NoConnection where none does, or all put us off."""
    problem: CheckError = NoConnection("No mail server of the domain let us begin a conversation on port 25.")
    for host in await _servers(domain, network):
        try:
            vetted = await network.vet(host)
            for address in vetted.addresses:
                try:
                    reply = await _hand_over(vetted, address, recipient, message, network)
                except NoConnection as raised:
                    problem = raised
                    continue
                if reply is None or reply.kind in (2, 5):
                    return Delivery(host, reply)
                problem = NoConnection(f"{host} asks to come back later: {reply.text}. Run this again in ten minutes.")
        except CheckError as raised:
            network.transcript.note(raised.message)
            problem = raised
    raise problem


async def _servers(domain: str, network: Network) -> list[str]:
    """The hosts to try, in order; the domain itself where it names none (RFC 5321), none for a null MX (RFC 7505)."""
    records = read_mx(must_answer(await network.ask(domain, "MX")).texts())
    hosts = [host for _, host in records if host not in ("", ".")]
    if records and not hosts:
        raise NoConnection("The domain says that it takes no mail.")
    return hosts or [domain]


async def _hand_over(
    vetted: Vetted, address: Address, recipient: str, message: Sequence[str], network: Network
) -> Reply | None:
    """The reply that decides: 2xx or 5xx; 4xx where we shall come back. None where nothing came after the message."""
    try:
        return await _converse(vetted, address, recipient, message, network, encrypt=True)
    except _NoEncryption:
        network.transcript.note("Once more without encryption, as senders do.")
        return await _converse(vetted, address, recipient, message, network, encrypt=False)


async def _converse(
    vetted: Vetted, address: Address, recipient: str, message: Sequence[str], network: Network, *, encrypt: bool
) -> Reply | None:
    async with network.reach(vetted, address, PORT) as contact:
        if contact.dialogue is None:
            raise NoConnection(f"{vetted.host} {address}: no connection came about ({contact.outcome}).")
        dialogue = contact.dialogue
        greeting = await receive(dialogue)
        if greeting.kind != 2:
            await part(dialogue)
            raise NoConnection(f"{vetted.host} turns us away: {greeting.text}")
        talk = Talk(vetted.host, str(address), contact.outcome, ehlo=await _hello(dialogue, network))
        if encrypt and offers(talk, "STARTTLS"):
            await _encrypt(dialogue, vetted.host, network)
        for line in ("MAIL FROM:<>", f"RCPT TO:<{recipient}>", "DATA"):
            reply = await command(dialogue, line)
            if reply.kind != (3 if line == "DATA" else 2):
                await part(dialogue, ("RSET",))
                return reply
        return await _send_text(dialogue, message)


async def _hello(dialogue: Dialogue, network: Network) -> Reply:
    reply = await command(dialogue, f"EHLO {network.own_name}")
    return reply if reply.kind == 2 else await command(dialogue, f"HELO {network.own_name}")


async def _encrypt(dialogue: Dialogue, host: str, network: Network) -> None:
    """STARTTLS where the server goes along; whether its certificate holds is for another check to say."""
    if (await command(dialogue, "STARTTLS")).code != 220:
        return
    try:
        await dialogue.start_tls(network.trust.open_context, None if read_address(host) else host)
    except DialogueEnded as ended:
        raise _NoEncryption(ended.message) from ended
    await _hello(dialogue, network)


async def _send_text(dialogue: Dialogue, message: Sequence[str]) -> Reply | None:
    """The text with its dots doubled (RFC 5321 section 4.5.2), and what is said to it."""
    if any(not line.isascii() or not line.isprintable() for line in message):
        raise ValueError("a line holds printable ASCII only")
    lines = [f".{line}" if line.startswith(".") else line for line in message]
    dialogue.transcript.note(f"The message follows: {len(lines)} lines, which are not shown here.")
    await dialogue.send_bytes("".join(f"{line}\r\n" for line in (*lines, ".")).encode("ascii"))
    try:
        reply = await receive(dialogue)
    except DialogueEnded:
        dialogue.transcript.note("It may have been taken all the same.")
        return None
    with contextlib.suppress(DialogueEnded):
        await part(dialogue)
    return reply


class _NoEncryption(NoConnection):
    """The handshake failed, and with it the connection."""
