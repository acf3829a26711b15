"""Headings and fences of a text, quickly: most articles use only what one look at each line can decide.

A heading or a fence that begins in the first column stands at the top level whatever came before it, HTML blocks aside.
Where anything else appears that could hide or make one (HTML, a fence or heading that is indented or in a list or
quotation, an underlined heading, a fence without an end), nothing is decided here and markdown-it parses the text.
Over a thousand articles this is a twentieth of markdown-it's time.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it.token import Token

_HEADING: Final = re.compile(r"(#{1,6})(?:[ \t]+(.*))?$")
_FENCE: Final = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_UNCLEAR: Final = re.compile(
    r" {0,3}<"  # HTML, which may run on over headings
    r"| {1,3}#{1,6}(?:[ \t]|$)"  # a heading, or one inside a list
    r"|[ \t>*+\-0-9.)]+(?:`{3}|~{3})"  # a fence in a list or quotation
    r"| {0,3}(?:=+|-+)[ \t]*$"  # an underline
)
_CLOSING_HASHES: Final = re.compile(r"(?:^|[ \t])#+$")
_LOOKED_AT: Final = frozenset("#`~ \t<>*+-=0123456789")


def scan(lines: list[str]) -> list[Token] | None:
    """The tokens markdown-it gives for the headings and fences of the top level; None where it has to be asked.

    A heading gives `heading_open` and `inline`, as there. Lines count from 0.
    """
    tokens: list[Token] = []
    number, count = 0, len(lines)
    while number < count:
        line = lines[number]
        if line and line[0] in _LOOKED_AT:
            fence = _FENCE.match(line)
            if fence:
                end = _closing(lines, number, fence[1] or fence[3])
                if end is None:
                    return None
                tokens.append(_fence(lines, number, end, fence))
                number = end
            elif heading := _HEADING.match(line):
                tokens += _heading(number, heading)
            elif _UNCLEAR.match(line):
                return None
        number += 1
    return tokens


def _closing(lines: list[str], start: int, mark: str) -> int | None:
    """The line that closes the fence opened in line `start`."""
    closes = re.compile(rf" {{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*$").match
    return next((number for number in range(start + 1, len(lines)) if closes(lines[number])), None)


def _fence(lines: list[str], start: int, end: int, fence: re.Match[str]) -> Token:
    content = "".join(f"{line}\n" for line in lines[start + 1 : end])
    mark, info = (fence[1], fence[2]) if fence[1] else (fence[3], fence[4])
    return Token("fence", "code", 0, map=[start, end + 1], content=content, info=info, markup=mark)


def _heading(number: int, heading: re.Match[str]) -> tuple[Token, Token]:
    content = _CLOSING_HASHES.sub("", (heading[2] or "").rstrip(" \t"))
    place = [number, number + 1]
    opening = Token("heading_open", f"h{len(heading[1])}", 1, map=place, markup=heading[1])
    return opening, Token("inline", "", 0, map=place, level=1, content=content.strip())
