"""Pasted headers → fields: unfolded, in their order, with what pasting does to them undone. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60})\s?:(?=\s|$|[^\s:/])(.*)")
_MOST_FIELDS = 4000
_LONGEST = 4000  # characters of one field
Field = tuple[str, str]


def read_fields(lines: Sequence[str]) -> tuple[Field, ...]:
    """(name in small letters, value on one line) of each field, in the order in which they stand.

    Reading ends where the message's own text begins, once a field has told of a way; before that, prose is passed over.
    Folded lines may have lost their indentation.
    """
    found: list[tuple[str, list[str]]] = []
    blank = told = False
    for line in lines:
        if not line.strip():
            blank = True
            continue
        start = _FIELD.match(line)
        if start is None and line[:1] != " " and blank and told:
            break
        blank = False
        if start is not None:
            found.append((start[1].lower(), [start[2].strip()]))
            told = told or start[1].lower() == "received"
        elif found:
            found[-1][1].append(line.strip())
        if len(found) >= _MOST_FIELDS:
            break
    return tuple((name, " ".join(parts)[:_LONGEST].strip()) for name, parts in found)
