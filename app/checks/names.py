"""Reading a host name as strictly as the door must: rule 1, pure.

What cannot be read as a name at all is `BadParameter`. What could be read, but stands for something the door never
visits (a local name, an address in disguise, a name with a user or a port), is `TargetRefused`.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address

import idna

from app.core.errors import BadParameter, TargetRefused

Address = IPv4Address | IPv6Address

MAX_NAME_BYTES = 253  # RFC 1035 section 2.3.4, without the final dot
MAX_LABEL_BYTES = 63
LOCAL_SUFFIXES = ("localhost", "local", "internal", "arpa")

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_DNS_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_DOTTED_QUAD = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")
_PORT_AT_END = re.compile(r"[^:]+:[0-9]*")


def read_address(text: str) -> Address | None:
    """An address in its plain spelling: four decimal numbers, or RFC 4291 text without a zone; else None."""
    if _DOTTED_QUAD.fullmatch(text):
        return IPv4Address(text) if all(int(part) < 256 for part in text.split(".")) else None
    if ":" not in text or "%" in text or not text.isascii():
        return None
    try:
        return IPv6Address(text)
    except ValueError:
        return None


def read_host(text: str) -> str:
    """A host as the door takes it: a lower-case A-label name without the final dot, or an address in canonical text."""
    address = read_address(text)
    return str(address) if address is not None else read_name(text)


def read_name(text: str, *, underscores: bool = False) -> str:
    """A fully qualified name as lower-case A-labels without the final dot; `underscores` admits `_dmarc.example.com`.

    Raises BadParameter where the text is no name, TargetRefused where the door never visits such a name.
    """
    if not text or not text.strip():
        raise BadParameter("Give a name, such as example.com.")
    if len(text) > 4 * MAX_NAME_BYTES:
        raise BadParameter(f"The name is longer than {MAX_NAME_BYTES} bytes.")
    _refuse_disguises(text)
    name = _to_ascii(text)
    if len(name) > MAX_NAME_BYTES:
        raise BadParameter(f"The name is longer than {MAX_NAME_BYTES} bytes.")
    labels = name.split(".")
    pattern = _DNS_LABEL if underscores else _LABEL
    for label in labels:
        if not label:
            raise BadParameter("The name has two dots in a row, or begins with a dot.")
        if len(label) > MAX_LABEL_BYTES:
            raise BadParameter(f"A part of the name is longer than {MAX_LABEL_BYTES} bytes.")
        if not pattern.fullmatch(label) and not _NUMERIC.fullmatch(label):
            raise BadParameter(f"“{_shown(label)}” cannot be part of a host name.")
    _refuse_local(labels)
    return name


def _refuse_disguises(text: str) -> None:
    """Refuse what is not a bare name: a user part, a zone, a port, brackets, an address."""
    if "@" in text:
        raise TargetRefused("A host name has no user part; leave out everything up to the @.")
    if "%" in text:
        raise TargetRefused("A host name has no zone and no percent sign.")
    if text.startswith("[") or text.endswith("]") or read_address(text) is not None:
        raise TargetRefused("An address stands where a name is expected.")
    if ":" in text:
        is_port = _PORT_AT_END.fullmatch(text) is not None
        raise TargetRefused(
            "Leave out the port; each check knows its own."
            if is_port
            else "An address stands where a name is expected."
        )


def _to_ascii(text: str) -> str:
    """UTS 46 mapping and IDNA 2008 encoding, the final dot taken off; ASCII names change in case only."""
    bare = text.lower()
    if not text.isascii():
        try:
            bare = idna.encode(text, uts46=True, std3_rules=True, transitional=False).decode("ascii")
        except (idna.IDNAError, UnicodeError) as problem:
            raise BadParameter(f"This is not a valid international name: {_shown(str(problem))}.") from problem
    elif "xn--" in bare:
        _must_decode(bare)
    return bare.removesuffix(".")


def _must_decode(name: str) -> None:
    """An A-label must stand for something (RFC 5891 section 5.4)."""
    try:
        for label in name.split("."):
            if label.startswith("xn--"):
                idna.ulabel(label)
    except (idna.IDNAError, UnicodeError) as problem:
        raise BadParameter(f"This is not a valid international name: {_shown(str(problem))}.") from problem


def _refuse_local(labels: list[str]) -> None:
    if _NUMERIC.fullmatch(labels[-1]):  # the URL standard reads any host that ends in a number as an IPv4 address
        raise TargetRefused("An address must be written as four plain decimal numbers, or as plain IPv6 text.")
    if labels[-1] in LOCAL_SUFFIXES:
        raise TargetRefused(f"Names under .{labels[-1]} are local to a network; we cannot visit them.")
    if len(labels) == 1:
        raise TargetRefused("A name of one part is local to a network; give the full name.")


def _shown(text: str) -> str:
    """The offending text, cut and with nothing in it that a terminal or page would act on."""
    return "".join(c if c.isprintable() else "�" for c in text[:80])
