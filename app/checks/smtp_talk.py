"""The parts of an SMTP conversation that several checks hold: greeting, command, good-bye (rule 9 of the door)."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from app.checks.dialogue import Dialogue, DialogueEnded
from app.checks.smtp_reply import Reply, is_last, read_reply
from app.checks.transcript import visible

MOST_LINES = 100  # of one reply
PARTING_S = 1.0  # how long a good-bye may take


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the server said first. `reply` is None where nothing whole came; `ended` then says why."""

    reply: Reply | None
    delay_ms: float
    ended: str = ""
    partial: str = ""


async def receive(dialogue: Dialogue, seconds: float | None = None) -> Reply:
    """One whole reply. Raises DialogueEnded."""
    lines = [await dialogue.read_line(seconds)]
    while not is_last(lines[-1]) and len(lines) < MOST_LINES:
        lines.append(await dialogue.read_line(seconds))
    return read_reply(lines)


async def command(dialogue: Dialogue, line: str) -> Reply:
    """One command and its reply. Raises DialogueEnded."""
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


async def part(dialogue: Dialogue) -> None:
    """Say QUIT, and wait a moment for the answer; a server that hangs up first is not at fault."""
    with contextlib.suppress(DialogueEnded):
        await dialogue.send_line("QUIT")
        await dialogue.read_line(PARTING_S)
