"""Tag lists, `v=DMARC1; p=none`: pure (RFC 6376 section 3.2, and what RFC 7489, 8460 and 8461 make of it)."""

from __future__ import annotations

import re

_TAG = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*(.*?)\s*", re.DOTALL)


class TagSyntax(ValueError):
    """A record that cannot be read; the message says where."""


def read_tags(text: str) -> dict[str, str]:
    """Tags in order, names in lower case. Raises TagSyntax where something is no tag, or a tag stands twice."""
    found: dict[str, str] = {}
    parts = text.split(";")
    for number, part in enumerate(parts):
        if not part.strip() and number == len(parts) - 1:
            continue
        tag = _TAG.fullmatch(part)
        if tag is None:
            raise TagSyntax(f"“{part.strip()[:60]}” is no tag and value")
        name = tag[1].lower()
        if name in found:
            raise TagSyntax(f"the tag “{name}” stands twice")
        found[name] = tag[2]
    return found


def begins_with(text: str, version: str) -> bool:
    """Whether the first tag is `v=` this version, which tells records of this kind from others."""
    return re.match(rf"\s*v\s*=\s*{re.escape(version)}\s*(?:;|$)", text) is not None
