"""Reading an SPF record: pure (RFC 7208 section 4.6 and 12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import Literal

Qualifier = Literal["+", "-", "~", "?"]
LOOKING_UP = frozenset({"include", "a", "mx", "ptr", "exists"})

_VERSION = re.compile(r"v=spf1(?: |$)", re.IGNORECASE)
_TERM = re.compile(r"([+?~-]?)([A-Za-z][A-Za-z0-9_.-]*)(.*)", re.DOTALL)
_CIDR = re.compile(r"(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?$")
# Section 7.1; a number of parts is never nought (7.3), and c, r and t are for explanations (7.2).
_MACRO = re.compile(r"%(?:\{[slodiphvSLODIPHV](?:0*[1-9][0-9]*)?[rR]?[.+,/_=-]*\}|%|_|-)")
_ANY_MACRO = re.compile(r"%(?:\{[slodiphcrtvSLODIPHCRTV](?:0*[1-9][0-9]*)?[rR]?[.+,/_=-]*\}|%|_|-)")
_LITERAL = re.compile(r"[\x21-\x24\x26-\x7e]*")
_TOP_LABEL = re.compile(r"(?:[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9]|[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*)")


class SpfSyntax(ValueError):
    """A record that a receiver must answer with permerror; the message says why and where."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism. `domain` is empty for the current one, and may hold macros; unset prefixes are 32 and 128."""

    qualifier: Qualifier
    name: str
    domain: str = ""
    network: IPv4Network | IPv6Network | None = None
    prefix4: int = 32
    prefix6: int = 128


@dataclass(frozen=True, slots=True)
class Spf:
    """A whole record: the mechanisms in order, and where `redirect=` leads, if anywhere."""

    mechanisms: tuple[Mechanism, ...]
    redirect: str = ""

    @property
    def all_qualifier(self) -> Qualifier | None:
        return next((m.qualifier for m in self.mechanisms if m.name == "all"), None)


def is_spf(text: str) -> bool:
    """Whether a TXT record is an SPF record at all (RFC 7208 section 4.5)."""
    return _VERSION.match(text) is not None


def read_spf(text: str) -> Spf:
    """The record as terms. Raises SpfSyntax."""
    mechanisms: list[Mechanism] = []
    modifiers: dict[str, str] = {}
    for term in text[6:].split(" "):
        if not term:
            continue
        found = _TERM.fullmatch(term)
        if found is None:
            raise SpfSyntax(f"“{term[:60]}” is no mechanism and no modifier")
        qualifier, name, rest = found[1], found[2].lower(), found[3]
        if rest.startswith("="):
            if qualifier:
                raise SpfSyntax(f"“{term[:60]}”: a modifier takes no sign before it")
            _add_modifier(modifiers, name, rest[1:])
        else:
            mechanisms.append(_mechanism(_qualifier(qualifier), name, rest, term))
    return Spf(tuple(mechanisms), modifiers.get("redirect", ""))


def _qualifier(sign: str) -> Qualifier:
    match sign:
        case "-" | "~" | "?":
            return sign
        case _:
            return "+"


def _add_modifier(modifiers: dict[str, str], name: str, value: str) -> None:
    if name in ("redirect", "exp"):
        if name in modifiers:
            raise SpfSyntax(f"“{name}=” stands twice")
        modifiers[name] = _domain_spec(value, f"{name}={value}")
    elif not _is_macro_string(value, _ANY_MACRO):
        raise SpfSyntax(f"“{name}={value[:60]}” has a broken macro")


def _mechanism(qualifier: Qualifier, name: str, rest: str, term: str) -> Mechanism:
    match name:
        case "all":
            if rest:
                raise SpfSyntax(f"“{term[:60]}”: “all” takes nothing after it")
            return Mechanism(qualifier, name)
        case "include" | "exists":
            if not rest.startswith(":"):
                raise SpfSyntax(f"“{term[:60]}”: “{name}” needs a domain after a colon")
            return Mechanism(qualifier, name, _domain_spec(rest[1:], term))
        case "ptr":
            if rest and not rest.startswith(":"):
                raise SpfSyntax(f"“{term[:60]}” cannot be read")
            return Mechanism(qualifier, name, _domain_spec(rest[1:], term) if rest else "")
        case "a" | "mx":
            return _with_prefixes(qualifier, name, rest, term)
        case "ip4" | "ip6":
            return Mechanism(qualifier, name, network=_network(name, rest, term))
        case _:
            raise SpfSyntax(f"“{term[:60]}”: there is no mechanism “{name[:40]}”")


def _with_prefixes(qualifier: Qualifier, name: str, rest: str, term: str) -> Mechanism:
    cidr = _CIDR.search(rest)
    assert cidr is not None  # it matches the empty end
    domain = rest[: cidr.start()]
    if domain and not domain.startswith(":"):
        raise SpfSyntax(f"“{term[:60]}” cannot be read")
    prefix4, prefix6 = int(cidr[1] or 32), int(cidr[2] or 128)
    if prefix4 > 32 or prefix6 > 128:
        raise SpfSyntax(f"“{term[:60]}”: the network is too long")
    return Mechanism(qualifier, name, _domain_spec(domain[1:], term) if domain else "", None, prefix4, prefix6)


def _network(name: str, rest: str, term: str) -> IPv4Network | IPv6Network:
    text = rest[1:] if rest.startswith(":") else ""
    address, slash, length = text.partition("/")
    sound = not slash or (length.isascii() and length.isdigit() and (length == "0" or not length.startswith("0")))
    try:
        if not sound or not address:
            raise ValueError
        return (IPv4Network if name == "ip4" else IPv6Network)(text, strict=False)
    except ValueError:
        raise SpfSyntax(f"“{term[:60]}” holds no address that can be read") from None


def _domain_spec(text: str, term: str) -> str:
    """RFC 7208 section 7.1: macros and printable characters, ending in a macro or in a top-level label."""
    if not text or not _is_macro_string(text):
        raise SpfSyntax(f"“{term[:60]}” holds no domain that can be read")
    ends_in_macro = text.endswith("}") and _MACRO.search(text) is not None
    above, dot, top = text.removesuffix(".").rpartition(".")
    if not ends_in_macro and not (above and dot and _TOP_LABEL.fullmatch(top)):
        raise SpfSyntax(f"“{term[:60]}” holds no domain that can be read")
    return text


def _is_macro_string(text: str, macro: re.Pattern[str] = _MACRO) -> bool:
    position = 0
    while position < len(text):
        found = macro.match(text, position) if text[position] == "%" else _LITERAL.match(text, position)
        if found is None or found.end() == position:
            return False
        position = found.end()
    return True
