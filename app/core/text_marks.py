"""Look-ups, links and images in an article's Markdown, with line and column; code and escapes are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from app.core.article import Place

MarkKind = OneOf["look-up", "link", "image"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:.*?(?:^ {0,3}\1[`~]*[ \t]*$)|.*)", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?:(?: {4}|\t)[^\n]*(?:\n|$)|\n(?= {4}|\t))+")
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(.{1,2000}?)(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LOOK_UP = re.compile(r"(?<!\\)\{\{([^{}\n]{0,200})\}\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_LINK = re.compile(
    r"(?<!\\)(!?)\[((?:\\.|[^\[\]\\]|\[[^\[\]]{0,500}\]){0,1000})\]"
    r"\(\s*(?:<([^<>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))"
)
_REFERENCE = re.compile(r"^ {0,3}\[([^\]\n]+)\]:[ \t]*<?([^\s>]+)>?", re.MULTILINE)
_REFERENCE_IMAGE = re.compile(r"(?<!\\)!\[\s*\]\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """`target`: the path of a look-up, the address of a link or image. `text`: the words of a link or image."""

    kind: MarkKind
    target: str
    place: Place
    text: str = ""


def marks(text: str, place: Place) -> Iterator[Mark]:
    """Everything of interest in a text that begins at a place, in no particular order."""
    if "{" not in text and "[" not in text:
        return
    plain = _without_code(text)
    for found in _LOOK_UP.finditer(plain):
        yield Mark("look-up", found[1].strip(), _place(text, found.start(), place))
    for found in _LINK.finditer(plain):
        target = found[3] if found[3] is not None else found[4]
        yield Mark("image" if found[1] else "link", target, _place(text, found.start(), place), found[2].strip())
        for inner in _LINK.finditer(found[2]):
            at = found.start(2) + inner.start()
            yield Mark("image" if inner[1] else "link", inner[3] or inner[4], _place(text, at, place), inner[2].strip())
    for found in _REFERENCE.finditer(plain):
        yield Mark("link", found[2], _place(text, found.start(), place), found[1])
    for found in _REFERENCE_IMAGE.finditer(plain):
        yield Mark("image", "", _place(text, found.start(), place))


def is_name(target: str) -> bool:
    """Whether a look-up is a name or a dotted path, as it has to be."""
    return _NAME.fullmatch(target) is not None


def _without_code(text: str) -> str:
    """The text with everything that is code turned into blanks, of the same length."""
    for pattern in (_FENCE, _INDENTED, _SPAN, _COMMENT):
        text = pattern.sub(_blank, text)
    return text


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _place(text: str, at: int, start: Place) -> Place:
    line = text.count("\n", 0, at)
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return Place(start.file, start.line + line, column if line else start.column + column - 1)
