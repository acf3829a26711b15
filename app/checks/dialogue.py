"""A conversation over one vetted connection: lines out, lines in, all of it written down, within budgets.

It works on the bare socket, so that it runs on any event loop and nothing is buffered where a budget cannot see it.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Sequence
from typing import Literal

from app.checks.budgets import Budgets
from app.checks.tls_layer import TlsLayer, TlsSession
from app.checks.transcript import Transcript
from app.core.errors import NoConnection

Ending = Literal["closed", "reset", "timeout", "too-long", "too-much", "injected", "handshake", "out-of-turn"]

_ENDINGS: dict[Ending, str] = {
    "closed": "The server closed the connection.",
    "reset": "The connection was reset.",
    "timeout": "The server said nothing in time.",
    "too-long": "The server sent a line longer than we read.",
    "too-much": "The server sent more than we read.",
    "injected": "The server sent text before the encryption it had promised.",
    "handshake": "The encryption could not be agreed on.",
    "out-of-turn": "The server gave answers that nobody had asked for.",
}


class DialogueEnded(NoConnection):
    """The conversation cannot go on. `ending` says how it ended, `partial` what had come of an unfinished line."""

    def __init__(self, ending: Ending, partial: bytes = b"", cause: str = "") -> None:
        super().__init__(f"{_ENDINGS[ending]} {cause}".strip())
        self.ending = ending
        self.partial = partial


class Dialogue:
    """Lines to and from one peer. `remaining_s` is how long the whole check may still take."""

    def __init__(
        self,
        sock: socket.socket,
        transcript: Transcript,
        budgets: Budgets,
        remaining_s: Callable[[], float],
    ) -> None:
        self.transcript = transcript
        self._sock = sock
        self._budgets = budgets
        self._remaining_s = remaining_s
        self._buffer = bytearray()
        self._received = 0
        self._most_bytes = budgets.dialogue_bytes
        self._layer: TlsLayer | None = None

    @property
    def elapsed_ms(self) -> float:
        """Since the run began."""
        return self.transcript.elapsed_ms

    async def read_line(self, seconds: float | None = None) -> bytes:
        """One line without its line end. Raises DialogueEnded where none comes in time or within the budgets."""
        try:
            async with asyncio.timeout(self._patience(seconds)):
                while b"\n" not in self._buffer:
                    if len(self._buffer) > self._budgets.line_bytes:
                        raise self._end("too-long")
                    await self._fill()
        except TimeoutError:
            raise self._end("timeout") from None
        raw, _, rest = bytes(self._buffer).partition(b"\n")
        if len(raw) > self._budgets.line_bytes:
            raise self._end("too-long")
        self._buffer = bytearray(rest)
        line = raw.removesuffix(b"\r")
        self.transcript.received(line)
        return line

    async def send_line(self, line: str) -> None:
        """One line of ours. Control characters cannot pass: a line is one line (rule 9)."""
        await self.send_lines([line])

    async def send_lines(self, lines: Sequence[str]) -> None:
        """Several lines of ours in one go, for a peer that takes them so."""
        for line in lines:
            if not line.isascii() or not line.isprintable():
                raise ValueError("a line holds printable ASCII only")
        for line in lines:
            self.transcript.sent(line)
        await self._send("".join(f"{line}\r\n" for line in lines).encode("ascii"))

    async def watch(self, seconds: float) -> bool:
        """Wait until the peer says something; False where it stays silent. Raises DialogueEnded where it hangs up."""
        if not self._buffer:
            try:
                async with asyncio.timeout(self._patience(seconds)):
                    await self._readable()
            except TimeoutError:
                return False
            await self._fill()
        return True

    async def _readable(self) -> None:
        """Wait for bytes without taking any: one that is stopped while it takes them would lose them."""
        loop, came = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._sock, came.set)
        try:
            await came.wait()
        finally:
            loop.remove_reader(self._sock)

    async def start_tls(self, context: ssl.SSLContext, server_name: str | None) -> TlsSession:
        """Encrypt from here on. Raises DialogueEnded: `injected` where clear text waits unread, or `handshake`."""
        if self._buffer:
            raise self._end("injected")
        layer = TlsLayer(context, server_name)
        try:
            async with asyncio.timeout(self._patience(None)):
                while not layer.shake():
                    await self._send_raw(layer.give())
                    layer.take(await self._receive_raw())
                await self._send_raw(layer.give())
        except TimeoutError:
            raise self._end("timeout") from None
        except ssl.SSLError as problem:
            cause = getattr(problem, "verify_message", "") or problem.reason or "unknown reason"
            raise self._end("handshake", f"Cause: {cause}.") from problem
        self._layer = layer
        session = layer.session()
        self.transcript.note(f"Encrypted: {session.version}, {session.cipher}")
        return session

    async def read_bytes(self, seconds: float | None = None) -> bytes:
        """Whatever came next, b"" at the end; for protocols that do not speak in lines."""
        if not self._buffer:
            try:
                async with asyncio.timeout(self._patience(seconds)):
                    await self._fill()
            except TimeoutError:
                raise self._end("timeout") from None
            except DialogueEnded as ended:
                if ended.ending == "closed":
                    return b""
                raise
        data = bytes(self._buffer)
        self._buffer.clear()
        return data

    async def send_bytes(self, data: bytes) -> None:
        """For protocols whose messages are written elsewhere, which also puts them down."""
        await self._send(data)

    def _patience(self, seconds: float | None) -> float:
        remaining = max(0.0, self._remaining_s())
        return remaining if seconds is None else min(seconds, remaining)

    async def _fill(self) -> None:
        if self._layer is None:
            self._buffer += await self._receive_raw()
            return
        try:
            while (clear := self._layer.decrypt()) is None:
                self._layer.take(await self._receive_raw())
        except ssl.SSLError:
            raise self._end("reset") from None
        if not clear:
            raise self._end("closed")
        self._buffer += clear

    async def _receive_raw(self) -> bytes:
        if self._received >= self._most_bytes:
            raise self._end("too-much")
        try:
            data = await asyncio.get_running_loop().sock_recv(self._sock, 16384)
        except OSError:
            raise self._end("reset") from None
        if not data:
            raise self._end("closed")
        self._received += len(data)
        return data

    async def _send(self, data: bytes) -> None:
        await self._send_raw(data if self._layer is None else self._layer.encrypt(data))

    async def _send_raw(self, data: bytes) -> None:
        try:
            async with asyncio.timeout(self._patience(self._budgets.connect_s)):
                await asyncio.get_running_loop().sock_sendall(self._sock, data)
        except TimeoutError:
            raise self._end("timeout") from None
        except OSError:
            raise self._end("reset") from None

    def must_be_quiet(self) -> None:
        """Before a question: raises DialogueEnded where text is left over that would be taken for its answer."""
        if self._buffer:
            raise self._end("out-of-turn")

    def allow(self, most_bytes: int) -> None:
        """Let a protocol with large messages read more than a dialogue's budget."""
        self._most_bytes = most_bytes

    def _end(self, ending: Ending, cause: str = "") -> DialogueEnded:
        partial = bytes(self._buffer[: self._budgets.line_bytes])
        if partial:
            self.transcript.received(partial)
        ended = DialogueEnded(ending, partial, cause)
        self.transcript.note(ended.message)
        self._buffer.clear()
        return ended
