"""The evidence of one run: who said what, when. What a server says is data: cut, and with its controls made visible."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import accumulate

from app.core.checking import Direction, EvidenceLine

MOST_CHARS = 65_536  # of all lines together: it is kept with every walk that has the result
_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}


def visible(data: bytes | str) -> str:
    """Text in which nothing acts: controls as pictures, other unprintables as `<U+202E>`, stray bytes as `<FF>`."""
    text = data.decode("utf-8", "surrogateescape") if isinstance(data, bytes) else data
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(c) for c in text)


def visible_lines(text: str) -> str:
    """The same for text of several lines, whose line ends stay."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _shown(character: str) -> str:
    code = ord(character)
    if code in _CONTROL_PICTURES:
        return _CONTROL_PICTURES[code]
    if 0xDC80 <= code <= 0xDCFF:
        return f"<{code - 0xDC00:02X}>"
    if character == " " or (character.isprintable() and unicodedata.category(character) != "Cf"):
        return character
    return f"<U+{code:04X}>"


class Transcript:
    """Lines with their time in ms since the start. `branch` makes a part of its own, for talks held side by side."""

    def __init__(self, clock: Callable[[], float], *, most_lines: int = 400, line_chars: int = 2048) -> None:
        self._clock = clock
        self._start = clock()
        self._most_lines = most_lines
        self._line_chars = line_chars
        self._parts: list[EvidenceLine | Transcript] = []

    def branch(self) -> Transcript:
        """A part that keeps its place here and its lines together, on the same clock."""
        child = Transcript(self._clock, most_lines=self._most_lines, line_chars=self._line_chars)
        child._start = self._start
        self._parts.append(child)
        return child

    def note(self, text: str | bytes) -> None:
        self._add("note", text)

    def sent(self, text: str | bytes) -> None:
        self._add("sent", text)

    def received(self, text: str | bytes) -> None:
        self._add("received", text)

    def quote(self, lines: tuple[EvidenceLine, ...], started: float) -> None:
        """Lines of a conversation that began at `started`, by the same clock; an earlier one is told as of now."""
        later = max(0.0, (started - self._start) * 1000)
        for line in lines[: max(0, self._most_lines - len(self._parts))]:
            self._parts.append(EvidenceLine(round(line.at_ms + later, 1), line.direction, line.text))

    @property
    def started(self) -> float:
        """By the clock that was given."""
        return self._start

    @property
    def elapsed_ms(self) -> float:
        return round((self._clock() - self._start) * 1000, 1)

    def lines(self) -> tuple[EvidenceLine, ...]:
        """All lines, branches in the place where they began, as many as there is room for."""
        flat: list[EvidenceLine] = []
        for part in self._parts:
            flat.extend(part.lines() if isinstance(part, Transcript) else (part,))
        ends = accumulate(len(line.text) for line in flat)
        return tuple(line for line, end in zip(flat[: self._most_lines], ends, strict=False) if end <= MOST_CHARS)

    def _add(self, direction: Direction, text: str | bytes) -> None:
        if len(self._parts) < self._most_lines:
            shown = visible(text[: self._line_chars])
            cut = " … (cut)" if len(text) > self._line_chars else ""
            self._parts.append(EvidenceLine(self.elapsed_ms, direction, shown + cut))
