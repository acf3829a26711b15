"""A scriptable mail server, and bare scripts for peers that are no mail server at all."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field


class Peer:
    """One connection, as a script sees it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def drip(self, data: bytes, seconds: float) -> None:
        """One byte, a pause, the next byte."""
        for byte in data:
            await self.send(bytes([byte]))
            await asyncio.sleep(seconds)

    async def line(self) -> bytes:
        """The next line without its end; b"" once the other side has hung up."""
        return (await self.reader.readline()).rstrip(b"\r\n")

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def reset(self) -> None:
        """Cut the connection with a RST."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Script = Callable[[Peer], Awaitable[None]]


@dataclass
class SmtpServer:
    """A mail server in good order, but for what is set. Replies are text without the line end, a list is several lines.

    `replies` maps a verb (`EHLO`, `MAIL`, …), or a whole command in upper case, to the reply it gets; `""` hangs up.
    `commands` collects what clients said, `messages` the texts they sent, with dots as they came; `DOT` is the reply to
    one.
    """

    name: str = "mx.lab.test"
    banner: str | Sequence[str] | None = None  # `220 {name} ESMTP` where left out
    delay_s: float = 0.0  # before the banner
    late_s: Mapping[str, float] = field(default_factory=dict)  # before the reply to a verb
    extensions: Sequence[str] = ("PIPELINING", "SIZE 52428800", "8BITMIME", "ENHANCEDSTATUSCODES")
    replies: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None  # offers STARTTLS where there is one
    demands_tls: bool = False  # takes no sender before STARTTLS
    commands: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0

    async def __call__(self, peer: Peer) -> None:
        self.connections += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.delay_s)
            await _say(peer, self.banner if self.banner is not None else f"220 {self.name} ESMTP")
            await self._talk(peer)
        finally:
            self.at_once -= 1

    async def _talk(self, peer: Peer) -> None:
        secure = False
        while said := (await peer.line()).decode("utf-8", "replace"):
            self.commands.append(said)
            verb = said.split(" ")[0].upper()
            reply = self.replies.get(said.upper(), self.replies.get(verb))
            if verb == "MAIL" and self.demands_tls and not secure:
                reply = "530 5.7.0 Must issue a STARTTLS command first"
            if reply is None:
                reply = self._usual(verb, secure)
            if not reply:
                return
            await asyncio.sleep(self.late_s.get(verb, 0))
            await _say(peer, reply)
            if verb == "QUIT":
                return
            if verb == "DATA" and str(reply).startswith("354") and not await self._take_message(peer):
                return
            if verb == "STARTTLS" and reply == _USUAL["STARTTLS"] and self.tls is not None:
                await peer.writer.start_tls(self.tls)
                secure = True

    async def _take_message(self, peer: Peer) -> bool:
        text = b""
        while not text.endswith(b"\r\n.\r\n"):
            line = await peer.reader.readline()
            if not line:
                return False
            text += line
        self.messages.append(text.decode("utf-8", "replace"))
        reply = self.replies.get("DOT", "250 2.0.0 Queued as 4f2a")
        await asyncio.sleep(self.late_s.get("DOT", 0))
        if reply:
            await _say(peer, reply)
        return bool(reply)

    def _usual(self, verb: str, secure: bool) -> str | Sequence[str]:
        if verb == "EHLO":
            offered = ["STARTTLS"] if self.tls is not None and not secure else []
            lines = [self.name, *self.extensions, *offered]
            return [f"250-{line}" for line in lines[:-1]] + [f"250 {lines[-1]}"]
        return _USUAL.get(verb, "500 5.5.1 Command not known")


_USUAL = {
    "HELO": "250 mx.lab.test",
    "MAIL": "250 2.1.0 Sender ok",
    "RCPT": "250 2.1.5 Recipient ok",
    "DATA": "354 End data with <CR><LF>.<CR><LF>",
    "RSET": "250 2.0.0 Reset",
    "NOOP": "250 2.0.0 Ok",
    "STARTTLS": "220 2.0.0 Ready to start TLS",
    "QUIT": "221 2.0.0 Bye",
}


async def _say(peer: Peer, reply: str | Sequence[str]) -> None:
    lines = [reply] if isinstance(reply, str) else reply
    await peer.send("".join(f"{line}\r\n" for line in lines).encode("utf-8"))


async def serve(script: Script, address: str, port: int, tls: ssl.SSLContext | None = None) -> asyncio.Server:
    """A server at this address that gives every connection to the script, and hangs up after it."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
            await script(Peer(reader, writer))
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            writer.close()

    return await asyncio.start_server(handle, address, port, reuse_address=True, ssl=tls)
