"""Scriptable IMAP and POP3 servers, as far as clients come without logging in."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.lab.smtp import Peer


@dataclass
class ImapServer:
    """`greeting` opens; STARTTLS is offered where there is a context; `commands` collects what clients said."""

    greeting: str = "* OK IMAP4rev1 ready"
    capabilities: Sequence[str] = ("IMAP4rev1", "AUTH=PLAIN")
    tls: ssl.SSLContext | None = None
    commands: list[str] = field(default_factory=list)

    async def __call__(self, peer: Peer) -> None:
        await peer.send(f"{self.greeting}\r\n".encode())
        secure = False
        while said := (await peer.line()).decode():
            self.commands.append(said)
            tag, _, verb = said.partition(" ")
            if verb == "CAPABILITY":
                offered = [*self.capabilities, *(["STARTTLS"] if self.tls and not secure else [])]
                await peer.send(f"* CAPABILITY {' '.join(offered)}\r\n".encode())
            await peer.send(f"{tag} OK done\r\n".encode())
            if verb == "STARTTLS" and self.tls:
                await peer.writer.start_tls(self.tls)
                secure = True


@dataclass
class Pop3Server:
    """The same for POP3."""

    greeting: str = "+OK ready"
    capabilities: Sequence[str] = ("USER", "UIDL")
    tls: ssl.SSLContext | None = None
    commands: list[str] = field(default_factory=list)

    async def __call__(self, peer: Peer) -> None:
        await peer.send(f"{self.greeting}\r\n".encode())
        secure = False
        while said := (await peer.line()).decode():
            self.commands.append(said)
            await peer.send(b"+OK\r\n")
            if said == "CAPA":
                offered = [*self.capabilities, *(["STLS"] if self.tls and not secure else []), "."]
                await peer.send("".join(f"{one}\r\n" for one in offered).encode())
            if said == "STLS" and self.tls:
                await peer.writer.start_tls(self.tls)
                secure = True
