"""Coming to an encrypted connection in the manner of each port (RFC 3207, RFC 9051 section 6.2.1, RFC 2595)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.dialogue import Dialogue
from app.checks.names import read_address
from app.checks.smtp_talk import command, receive
from app.checks.tls_layer import TlsSession
from app.core.errors import NoConnection

if TYPE_CHECKING:
    from app.checks.network import Network

AT_ONCE = (443, 465, 993, 995)
AFTER_ASKING = (25, 587, 143, 110)


async def encrypt(dialogue: Dialogue, host: str, port: int, network: Network) -> TlsSession:
    """The session on a fresh connection. Raises DialogueEnded, or NoConnection where encryption is not offered."""
    if port in (25, 587):
        await _ask_smtp(dialogue, network.own_name)
    elif port == 143:
        await _ask_imap(dialogue)
    elif port == 110:
        await _ask_pop3(dialogue)
    name = None if read_address(host) else host
    return await dialogue.start_tls(network.trust.open_context, name)


async def _ask_smtp(dialogue: Dialogue, own_name: str) -> None:
    for reply in (await receive(dialogue), await command(dialogue, f"EHLO {own_name}")):
        if reply.kind != 2:
            raise NoConnection("The server does not let us begin.")
    if (await command(dialogue, "STARTTLS")).code != 220:
        raise NoConnection("The server offers no encryption on this port.")


async def _ask_imap(dialogue: Dialogue) -> None:
    if not (await dialogue.read_line()).upper().startswith(b"* OK"):
        raise NoConnection("The server does not let us begin.")
    await dialogue.send_line("a1 STARTTLS")
    line = await dialogue.read_line()
    while line.startswith(b"* "):
        line = await dialogue.read_line()
    if not line.upper().startswith(b"A1 OK"):
        raise NoConnection("The server offers no encryption on this port.")


async def _ask_pop3(dialogue: Dialogue) -> None:
    if not (await dialogue.read_line()).startswith(b"+OK"):
        raise NoConnection("The server does not let us begin.")
    await dialogue.send_line("STLS")
    if not (await dialogue.read_line()).startswith(b"+OK"):
        raise NoConnection("The server offers no encryption on this port.")
