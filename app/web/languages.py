"""Which translation of an article a reader gets: the one named in the address, else the one the browser prefers."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PIECE = re.compile(r"\s*([A-Za-z0-9-]{1,35}|\*)\s*(?:;\s*q=([0-9.]{1,6}))?\s*")


def choose_language(available: Iterable[str], wanted: str, accept: str) -> str:
    """One of `available`, whose first is the article's own. `wanted` is `?lang=`, `accept` is `Accept-Language`."""
    languages = list(available)
    for wish in [wanted, *_preferred(accept)]:
        for language in languages:
            if wish and language.lower() == wish.lower():
                return language
        for language in languages:
            if wish and language.lower().split("-")[0] == wish.lower().split("-")[0]:
                return language
    return languages[0]


def _preferred(accept: str) -> list[str]:
    """The languages of an `Accept-Language`, best first, refused ones left out (RFC 9110, 12.5.4)."""
    found: list[tuple[float, str]] = []
    for piece in accept.split(",")[:20]:
        match = _PIECE.fullmatch(piece)
        if match is None or match[1] == "*":
            continue
        try:
            quality = float(match[2]) if match[2] else 1.0
        except ValueError:
            continue
        if quality > 0:
            found.append((quality, match[1]))
    return [language for _, language in sorted(found, key=lambda item: -item[0])]
