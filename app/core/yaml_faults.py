"""What libyaml says about a text it cannot read → a code, a place and a sentence that tells how to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import yaml


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` and `column` count from 0 within the YAML text."""

    code: str
    line: int
    column: int
    message: str


def explain(error: yaml.YAMLError, text: str) -> Fault:
    """The fault behind an error of the C loader, at a place that is in the text."""
    fault = _explain(error, text)
    lines = text.split("\n")
    if fault.line < len(lines):
        return fault
    return replace(fault, line=len(lines) - 1, column=len(lines[-1]))


def _explain(error: yaml.YAMLError, text: str) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Fault("yaml-unreadable", 0, 0, "YAML cannot read this. Write it as `key: value` lines.")
    said = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    lines = text.split("\n")
    line, column = min(mark.line, len(lines) - 1), mark.column
    if mark.line >= len(lines):
        column = len(lines[line])
    source = lines[line]
    if "cannot start any token" in said:
        return _strange_start(source, line, column)
    if "mapping values are not allowed" in said:
        return _colon(source, line, column)
    if "scanning an alias" in context or "scanning an anchor" in context or "tag" in context:
        return _indicator(error, line, column)
    if "quoted scalar" in context:
        return _quotes(error, said, line, column)
    if "flow" in context:
        return _flow(error, source, line, column)
    if "could not find expected ':'" in said:
        message = "Give this line the form `key: value`, with a space after the colon, or quote this text."
        return _from_context(error, "yaml-unreadable", message)
    found = _misread_value(source, line, column)
    if found is not None:
        return found
    message = "Mend the indent of this line: it does not line up with the lines it belongs to."
    return Fault("yaml-unreadable", line, column, message)


def _quotes(error: yaml.YAMLError, said: str, line: int, column: int) -> Fault:
    if "escape" in said or "hexadec" in said or "Unicode" in said:
        message = "Use single quotes here: between double quotes YAML reads a backslash as the start of an escape."
        return Fault("yaml-unreadable", line, column, message)
    return _from_context(error, "yaml-unreadable", "Close this quote, with the same mark that opens it.")


def _misread_value(source: str, line: int, column: int) -> Fault | None:
    """A value that YAML gave up: it begins with a sign, or goes on after its closing quote or bracket."""
    before = source[:column].rstrip()
    start = _value_start(source, column)
    if before.endswith(('"', "'", "}", "]")):
        if source[column : column + 1] in {"}", "]"}:
            return Fault("yaml-unreadable", line, column, "Take out this bracket, which closes nothing.")
        message = "Quote this as a whole: YAML ends the value before this place and cannot read what follows it."
        return Fault("quote-this", line, start, message)
    if before.endswith(":") and source[column : column + 1].strip():
        message = f"Quote this: a text cannot begin with the sign {source[column]} by itself."
        return Fault("quote-this", line, column, message)
    if re.search(r": +[|>][0-9+-]*$", before):
        message = "Quote this: after `|` and `>` YAML takes the text from the lines below."
        return Fault("quote-this", line, start, message)
    return None


def _strange_start(source: str, line: int, column: int) -> Fault:
    character = source[column : column + 1]
    if character == "\t":
        return Fault("yaml-unreadable", line, column, "Indent with spaces: YAML does not take a tab here.")
    message = f"Quote this: no text in YAML begins with the sign {character} by itself."
    return Fault("quote-this", line, column, message)


def _colon(source: str, line: int, column: int) -> Fault:
    """`say: Is it: yes` has a colon too many; a lone ` key: value` is indented too deep."""
    before = source[:column]
    if ": " in before:
        start = before.index(": ") + 2
        start += len(before[start:]) - len(before[start:].lstrip(" "))
        message = "Quote this: YAML takes the colon and space inside the text for the end of a key."
        return Fault("quote-this", line, start, message)
    start = len(before) - len(before.lstrip(" "))
    message = "Mend the indent of this line, or quote the text above: YAML reads the two as one text with a colon."
    return Fault("yaml-unreadable", line, start, message)


def _indicator(error: yaml.YAMLError, line: int, column: int) -> Fault:
    message = "Quote this: YAML takes `*`, `&` and `!` at the start of a value for signs of its own."
    return _from_context(error, "quote-this", message) or Fault("quote-this", line, column, message)


def _flow(error: yaml.YAMLError, source: str, line: int, column: int) -> Fault:
    """Inside `{…}` or `[…]`: either it is not closed, or a text in it holds a sign that YAML takes for its own."""
    opened = getattr(error, "context_mark", None)
    if source[column : column + 1].strip() and (opened is None or opened.line == line or _has_value(source, column)):
        start = _value_start(source, column)
        sign = source[column]
        message = f"Quote this: YAML ends the text before the sign {sign} and cannot read on."
        return Fault("quote-this", line, start, message)
    return _from_context(error, "yaml-unreadable", "Close this bracket, or put a comma between its parts.")


def _has_value(source: str, column: int) -> bool:
    return ":" in source[:column]


def _value_start(source: str, column: int) -> int:
    """Where the value that runs into `column` begins: after the last `: `, `, `, `{` or `[` before it."""
    before = source[:column]
    start = max(before.rfind(": ") + 2, before.rfind(", ") + 2, before.rfind("{") + 1, 0)
    if before.rfind(": ") < 0 and before.rfind(", ") < 0 and "{" not in before:
        start = 0
    while start < column and source[start] == " ":
        start += 1
    return start


def _from_context(error: yaml.YAMLError, code: str, message: str) -> Fault:
    """A fault at the place where the construct began, which is where an author looks for it."""
    mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
    return Fault(code, mark.line if mark else 0, mark.column if mark else 0, message)
