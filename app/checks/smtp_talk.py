"""The parts of an SMTP conversation that several checks hold: greeting, command, good-bye (rule 9 of the door)."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from app.checks.dialogue import Dialogue, DialogueEnded
from app.checks.smtp_reply import Reply, is_last, read_reply
from app.checks.sockets import Reached
from app.checks.tls_layer import TlsSession
from app.checks.transcript import visible
from app.core.checking import EvidenceLine

MOST_LINES = 100  # of one reply
PARTING_S = 1.0  # how long a good-bye may take


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the server said first. `reply` is None where nothing whole came; `ended` then says why."""

    reply: Reply | None
    delay_ms: float
    ended: str = ""
    partial: str = ""


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


def offers(talk: Talk, extension: str) -> bool:
    """Whether the first EHLO names this extension."""
    texts = talk.ehlo.texts[1:] if talk.ehlo and talk.ehlo.kind == 2 else ()
    return any(text.split(" ")[0].upper() == extension for text in texts)


async def receive(dialogue: Dialogue, seconds: float | None = None) -> Reply:
    """One whole reply. Raises DialogueEnded."""
    lines = [await dialogue.read_line(seconds)]
    while not is_last(lines[-1]):
        if len(lines) >= MOST_LINES:  # half a reply is none: its last line is what counts
            raise DialogueEnded("too-much")
        lines.append(await dialogue.read_line(seconds))
    return read_reply(lines)


async def command(dialogue: Dialogue, line: str) -> Reply:
    """One command and its reply. Raises DialogueEnded."""
    dialogue.must_be_quiet()
    await dialogue.send_line(line)
    return await receive(dialogue)


async def greet(dialogue: Dialogue, seconds: float | None = None) -> Greeting:
    """Wait for the greeting, at most so long."""
    before = dialogue.elapsed_ms
    try:
        reply = await receive(dialogue, seconds)
    except DialogueEnded as ended:
        return Greeting(None, dialogue.elapsed_ms - before, ended.ending, visible(ended.partial))
    return Greeting(reply, dialogue.elapsed_ms - before)


async def in_turn(dialogue: Dialogue, lines: Sequence[str], *, at_once: bool) -> AsyncIterator[Reply]:
    """Commands and their replies; in one go where the server takes them so (RFC 2920). Raises DialogueEnded."""
    if at_once and lines:
        await dialogue.send_lines(lines)
    for line in lines:
        yield await (receive(dialogue) if at_once else command(dialogue, line))


async def part(dialogue: Dialogue, before: Sequence[str] = (), *, at_once: bool = False) -> None:
    """Say QUIT, and wait a moment for the answer; a server that hangs up first is not at fault."""
    lines = [*before, "QUIT"]
    with contextlib.suppress(DialogueEnded):
        for group in (lines,) if at_once else ([line] for line in lines):
            await dialogue.send_lines(group)
            for _ in group:
                await receive(dialogue, PARTING_S)
