"""Look-ups in plain texts: headings, `say`, labels. `markup.py` does the same within prose.

`{{ mx.hosts }}` stands for what is known under that name; `\\{{` is a literal brace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

LOOKUP = re.compile(r"\\\{\{|\{\{\s*([a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*)\s*\}\}")

Value = Callable[[str], str | None]


def fill(text: str, value: Value, missing: Value) -> str:
    """The text with its look-ups replaced: by `value(path)`, or by `missing(path)` where that is None."""
    if "{{" not in text:
        return text

    def stand_in(found: re.Match[str]) -> str:
        path = found[1]
        if path is None:
            return "{{"
        known = value(path)
        return known if known is not None else (missing(path) or path)

    return LOOKUP.sub(stand_in, text)


def as_text(value: object) -> str | None:
    """A value as people read it: lists joined, whole numbers without a point, dates as ISO text; None if unknown."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() else f"{value:g}"
        case datetime():
            return value.date().isoformat()
        case list() | tuple():
            return ", ".join(text for item in value if (text := as_text(item)) is not None)
        case Mapping():
            return ", ".join(str(key) for key in value)
        case _:
            return str(value)
