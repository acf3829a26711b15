"""How far a server lets an envelope go: MAIL and RCPT, never DATA (RFC 5321 section 3.3, rule 9 of the door)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.names import Address
from app.checks.smtp_wish import Envelope, Wish
from app.core.errors import CheckError, NoConnection, TargetRefused

if TYPE_CHECKING:
    from app.checks.hosts import Vetted
    from app.checks.network import Network


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
                return await _offer_address(vetted, address, Wish(sender, recipient, encrypt), network)
            except NoConnection as raised:
                problem = raised
    except CheckError as raised:
        network.transcript.note(raised.message)
        return raised
    return problem


async def _offer_address(vetted: Vetted, address: Address, wish: Wish, network: Network) -> Envelope:
    conversation = network.converse(vetted, address, wish)
    try:
        envelope = await conversation.offer(wish)
    finally:
        conversation.quote_into(network)
    for reply in (envelope.mail, envelope.recipient):
        if reply is not None and reply.code == 0:  # neither a yes nor a no
            raise NoConnection(f"{envelope.host} answers with something that is no SMTP reply.")
    return envelope
