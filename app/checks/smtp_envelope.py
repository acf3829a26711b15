"""How far a server lets an envelope go: MAIL and RCPT, never DATA (RFC 5321 section 3.3, rule 9 of the door)."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.checks.dialogue import Dialogue, DialogueEnded
from app.checks.flights import side_by_side
from app.checks.names import Address, read_address
from app.checks.smtp_reply import Reply
from app.checks.smtp_talk import command, greet, part
from app.core.errors import CheckError, NoConnection, TargetRefused

if TYPE_CHECKING:
    from app.checks.hosts import Vetted
    from app.checks.network import Network

PORT = 25


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one server answered to each command. `plain` is the refusal that made us encrypt first, if there was one."""

    host: str
    address: str
    mail: Reply
    recipient: Reply | None = None
    plain: Reply | None = None


async def offer(
    hosts: Sequence[str], sender: str, recipient: str, network: Network, *, encrypt: bool
) -> list[Envelope]:
    """The envelope at the first address of each host that talks to us, hosts in order. Raises where none does.

    `sender` may be empty for `<>`, `recipient` for none at all. With `encrypt`, STARTTLS is used wherever it is
    offered; without, only where the server asks for it.
    """
    found = await side_by_side(_offer_host(host, sender, recipient, network.branch(), encrypt) for host in hosts)
    envelopes = [one for one in found if isinstance(one, Envelope)]
    if not envelopes:
        problems = [one for one in found if isinstance(one, CheckError)]
        raise next((p for p in problems if isinstance(p, TargetRefused)), problems[0])
    return envelopes


async def _offer_host(host: str, sender: str, recipient: str, network: Network, encrypt: bool) -> Envelope | CheckError:
    problem: CheckError = NoConnection(f"{host} let us begin no conversation on port 25.")
    try:
        vetted = await network.vet(host)
        for address in vetted.addresses:
            try:
                return await _offer_address(vetted, address, sender, recipient, network, encrypt)
            except NoConnection as raised:
                problem = raised
    except CheckError as raised:
        network.transcript.note(raised.message)
        return raised
    return problem


async def _offer_address(
    vetted: Vetted, address: Address, sender: str, recipient: str, network: Network, encrypt: bool
) -> Envelope:
    async with network.reach(vetted, address, PORT) as contact:
        if contact.dialogue is None:
            raise NoConnection(f"{vetted.host} {address}: no connection came about.")
        dialogue = contact.dialogue
        offered = await _begin(dialogue, network)
        if encrypt and offered:
            await _encrypt(dialogue, vetted.host, network)
        mail, plain = await command(dialogue, f"MAIL FROM:<{sender}>"), None
        if asks_for_tls(mail) and offered and not encrypt:
            plain = mail
            await _encrypt(dialogue, vetted.host, network)
            mail = await command(dialogue, f"MAIL FROM:<{sender}>")
        answer = await command(dialogue, f"RCPT TO:<{recipient}>") if recipient and mail.kind == 2 else None
        with contextlib.suppress(DialogueEnded):
            if mail.kind == 2:
                await command(dialogue, "RSET")
            await part(dialogue)
        return Envelope(vetted.host, str(address), mail, answer, plain)


async def _begin(dialogue: Dialogue, network: Network) -> bool:
    """Greeting and EHLO, or HELO; whether STARTTLS is offered. Raises NoConnection where the server turns us away."""
    greeting = await greet(dialogue)
    if greeting.reply is None or greeting.reply.kind != 2:
        raise NoConnection("The server does not let us begin.")
    reply = await command(dialogue, f"EHLO {network.own_name}")
    if reply.kind != 2:
        reply = await command(dialogue, f"HELO {network.own_name}")
    if reply.kind != 2:
        raise NoConnection("The server breaks off after our greeting.")
    return any(text.split(" ")[0].upper() == "STARTTLS" for text in reply.texts[1:])


async def _encrypt(dialogue: Dialogue, host: str, network: Network) -> None:
    if (await command(dialogue, "STARTTLS")).code == 220:
        await dialogue.start_tls(network.trust.open_context, None if read_address(host) else host)
        await command(dialogue, f"EHLO {network.own_name}")


def asks_for_tls(reply: Reply) -> bool:
    """Whether a refusal means “encrypt first” (RFC 3207 section 4, RFC 4954 section 6 for the enhanced codes)."""
    text = reply.text.lower()
    return reply.kind in (4, 5) and (reply.code == 530 or "starttls" in text or reply.enhanced == "5.7.10")
