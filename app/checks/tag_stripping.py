"""HTML → plain lines, well enough to read a report by: no parser, no tree, and linear whatever the text is. Pure."""

from __future__ import annotations

import html
import re

LONGEST_TAG = 2000  # characters; what is longer is no tag
_SIGNS = ("<html", "<body", "<div", "<p>", "<p ", "<br", "<table", "<td", "<span", "<font", "<pre")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})(?=[\s/>])")
_INLINE = frozenset(("b", "i", "u", "a", "em", "strong", "span", "font", "code", "tt", "small", "wbr", "sub", "sup"))
_UNSEEN = ("style", "script", "title")


def is_html(text: str) -> bool:
    lower = text.lower()
    return sum(1 for sign in _SIGNS if sign in lower) >= 2 or ("<br" in lower and "</" in lower)


def strip_tags(text: str) -> str:
    """The text between the tags; a tag that is no inline one breaks the line. An address in angle brackets stays."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose small form is longer; positions would not fit
        lower = text
    found: list[str] = []
    missing: set[str] = set()
    at = 0
    while (start := text.find("<", at)) >= 0:
        found.append(text[at:start])
        end, instead = _tag(text, lower, start, missing)
        found.append(instead)
        at = end
    found.append(text[at:])
    return "".join(found)


def unescape(line: str) -> str:
    """Character references resolved. Only for short text: a reference of many thousand digits is refused by Python."""
    return html.unescape(line).replace("\xa0", " ")


def _tag(text: str, lower: str, start: int, missing: set[str]) -> tuple[int, str]:
    """Where reading goes on after the `<` at `start`, and what stands in its place."""
    if text.startswith("<!--", start):
        return _past(lower, "-->", start, missing)
    if text.startswith("<!", start):
        return _past(lower, ">", start, missing)
    name = _NAME.match(text, start)
    end = text.find(">", start, start + LONGEST_TAG)
    if name is None or end < 0:
        return start + 1, "<"
    tag = name[1].lower()
    if tag in _UNSEEN and text[start + 1] != "/":
        return _past(lower, f"</{tag}", end, missing)
    return end + 1, "" if tag in _INLINE else "\n"


def _past(lower: str, mark: str, start: int, missing: set[str]) -> tuple[int, str]:
    """After the mark; where it is missing once, it is not looked for again, which keeps the whole linear."""
    if mark in missing:
        return start + 1, ""
    end = lower.find(mark, start)
    if end < 0:
        missing.add(mark)
        return start + 1, ""
    return end + len(mark), "\n"
