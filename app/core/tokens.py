"""CEL's tokens, read by our own rules so that the linter knows the column of everything.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md, lexis. Two things differ from it on purpose,
because the library that evaluates takes them so: an octal escape has three digits, and `1.e3` is `1` and a selection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from typing import Literal as OneOf

from app.core.errors import ExpressionProblem

Kind = OneOf["number", "text", "bytes", "name", "sign", "end"]

RESERVED: Final = frozenset(
    {"as", "break", "const", "continue", "else", "for", "function", "if", "import"}
    | {"let", "loop", "package", "namespace", "return", "var", "void", "while"}
)
KEYWORDS: Final = frozenset({"in", "true", "false", "null"})

_TOKEN: Final = re.compile(
    r"""
      (?P<space>[ \t\r\n\f]+|//[^\r\n]*)
    | (?P<float>(?:[0-9]+\.[0-9]+|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)
    | (?P<int>(?:0x[0-9a-fA-F]+|[0-9]+)[uU]?)
    | (?P<string>(?:[bB]?[rR]?)(?:\"{3}|'{3}|"|'))
    | (?P<name>[_a-zA-Z][_a-zA-Z0-9]*)
    | (?P<sign>==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()\[\]{}])
    """,
    re.VERBOSE,
)
_ESCAPE: Final = re.compile(
    r"""\\(?:([abfnrtv\\?"'`])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))"""
)
_SIMPLE: Final = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


@dataclass(frozen=True, slots=True)
class Token:
    """`start` and `end` are offsets in code points; `value` is what a literal means."""

    kind: Kind
    text: str
    start: int
    end: int
    value: str | float | None = None


def tokens(source: str) -> Iterator[Token]:
    """Every token of the source and an `end`. Raises ExpressionProblem where CEL has no such token."""
    at = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if not found:
            raise ExpressionProblem(_stranger(source[at : at + 2]), at + 1)
        start, at = at, found.end()
        match found.lastgroup:
            case "float" | "int":
                yield Token("number", found[0], start, at, _number(found[0], start))
            case "string":
                token = _string(source, start, found[0])
                at = token.end
                yield token
            case "name":
                yield Token("name", found[0], start, at)
            case "sign":
                yield Token("sign", found[0], start, at)
    yield Token("end", "", at, at)


def _stranger(text: str) -> str:
    if text[0] in "&|=":
        return f"“{text[0]}” is no operator here: write “{'==' if text[0] == '=' else text[0] * 2}”."
    return f"“{text[0]}” means nothing in a condition: take it out, or put text between quotes."


def _number(text: str, start: int) -> float:
    if text.isalnum() and not re.search(r"^[0-9]+[eE]", text):
        digits = text.rstrip("uU")
        whole = int(digits, 16) if digits.startswith("0x") else _decimal(digits, start)
        if whole > (2**64 - 1 if digits != text else 2**63):
            raise ExpressionProblem("This number is too large: write it with an exponent, like 1e20.", start + 1)
        return float(whole)
    value = float(text)
    if value == float("inf"):
        raise ExpressionProblem("This number is too large: stay below 1.7e308.", start + 1)
    return value


def _decimal(digits: str, start: int) -> int:
    if len(digits) > 400:
        raise ExpressionProblem("This number is too long: write it with an exponent, like 1e20.", start + 1)
    return int(digits)


def _string(source: str, start: int, opening: str) -> Token:
    prefix, quote = opening.rstrip("\"'").lower(), opening.lstrip("bBrR")
    at = start + len(opening)
    parts: list[str] = []
    while not source.startswith(quote, at):
        if at >= len(source) or (len(quote) == 1 and source[at] in "\r\n"):
            raise ExpressionProblem(f"The text that begins here is not closed: add {quote} at its end.", start + 1)
        if source[at] != "\\" or "r" in prefix:
            parts.append(source[at])
            at += 1
            continue
        piece, at = _escape(source, at, prefix)
        parts.append(piece)
    end = at + len(quote)
    return Token("bytes" if "b" in prefix else "text", source[start:end], start, end, "".join(parts))


def _escape(source: str, at: int, prefix: str) -> tuple[str, int]:
    found = _ESCAPE.match(source, at)
    if not found or (prefix == "b" and (found[3] or found[4])):
        raise ExpressionProblem("CEL has no such escape: write two backslashes, or r'…' for text as it is.", at + 1)
    if found[1]:
        return _SIMPLE.get(found[1], found[1]), found.end()
    number = int(found[5], 8) if found[5] else int(found[2] or found[3] or found[4], 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise ExpressionProblem("This escape names no character: take it out.", at + 1)
    return chr(number), found.end()
