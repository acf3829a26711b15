"""Expanding SPF macros: pure (RFC 7208 section 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from app.checks.names import Address

_MACRO = re.compile(r"%(?:\{([a-zA-Z])([0-9]*)([rR]?)([.+,/_=-]*)\}|([%_-]))")
_NEEDS_SENDER = frozenset("ivcprt")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: what macros stand for. `validated` is the name the address proved, `unknown` if none."""

    address: Address
    local_part: str
    domain: str
    helo: str
    validated: str = "unknown"


def needs_address(text: str) -> bool:
    """Whether the text cannot be expanded without knowing who sends."""
    return any(found[1] and found[1].lower() in _NEEDS_SENDER for found in _MACRO.finditer(text))


def needs_proven_name(text: str) -> bool:
    """Whether the text stands for a name that the address has to prove (`%{p}`), which costs look-ups."""
    return any(found[1] and found[1].lower() == "p" for found in _MACRO.finditer(text))


def expand(text: str, sender: Sender, domain: str) -> str:
    """The text with its macros filled in; a name longer than 253 loses labels from the left (section 7.3)."""
    full = _MACRO.sub(lambda found: _filled(found, sender, domain), text)
    while len(full) > 253 and "." in full:
        full = full.partition(".")[2]
    return full


def _filled(found: re.Match[str], sender: Sender, domain: str) -> str:
    if found[5]:
        return {"%": "%", "_": " ", "-": "%20"}[found[5]]
    letter = found[1].lower()
    parts = re.split(f"[{re.escape(found[4] or '.')}]", _value(letter, sender, domain))
    if found[3]:
        parts.reverse()
    if found[2]:
        parts = parts[-max(1, int(found[2][:4])) :]
    text = ".".join(parts)
    return quote(text, safe="-._~") if found[1].isupper() else text


def _value(letter: str, sender: Sender, domain: str) -> str:
    match letter:
        case "s":
            return f"{sender.local_part}@{sender.domain}"
        case "l":
            return sender.local_part
        case "o":
            return sender.domain
        case "d":
            return domain
        case "i":
            return _dotted(sender.address)
        case "p":
            return sender.validated
        case "v":
            return "in-addr" if sender.address.version == 4 else "ip6"
        case "h":
            return sender.helo
        case "c":
            return str(sender.address)
        case _:
            return "unknown"


def _dotted(address: Address) -> str:
    return str(address) if address.version == 4 else ".".join(address.exploded.replace(":", ""))
