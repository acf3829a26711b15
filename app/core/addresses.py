"""Domains, hosts, mail addresses and IP addresses as people type them → the one form in which they are kept.

Every function takes a text without control characters and raises `ValueError` with a sentence for the person.
Sources: RFC 1123 section 2.1 (host names), RFC 5890 to 5892 and UTS 46 (international names), RFC 5321 section 4.1.2
and RFC 6531 (mailboxes), RFC 5952 (text of IPv6 addresses).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Final

import idna

MAX_NAME: Final = 253
_LDH = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_LOCAL = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*")
_QUOTED = re.compile(r'"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])+"')


def domain(text: str) -> str:
    """A domain of two labels or more in lower-case A-labels, without the last dot."""
    if "@" in text:
        raise ValueError("Enter only the part after the @ sign.")
    name = host_name(text)
    if "." not in name:
        raise ValueError("Enter the whole domain, with its ending, such as example.com.")
    if name.rsplit(".", 1)[1].isdigit():
        raise ValueError("Enter a domain name such as example.com: this looks like an IP address.")
    return name


def host(text: str) -> str:
    """A host name in lower-case A-labels, or an IP address in its canonical form."""
    if "@" in text:
        raise ValueError("Enter only the name of the host, without anything before the @ sign.")
    if (":" in text and "://" not in text) or re.fullmatch(r"[0-9.\[\]]+", text):
        try:
            return ip(text)
        except ValueError as error:
            if text.count(":") == 1 and "[" not in text:
                raise ValueError("Enter only the name of the host, without a port.") from error
            raise
    return host_name(text)


def host_name(text: str) -> str:
    """One label or more in lower-case A-labels, without the last dot."""
    if "://" in text or "/" in text:
        raise ValueError("Enter only the name, without https:// before it and without a path after it.")
    if any(character.isspace() for character in text):
        raise ValueError("Take the spaces out: a name on the internet has none.")
    if len(text) > 4 * MAX_NAME:
        raise ValueError(f"Shorten this: a name has at most {MAX_NAME} characters.")
    name = _to_ascii(text)
    if len(name) > MAX_NAME:
        raise ValueError(f"Shorten this: a name has at most {MAX_NAME} characters.")
    return name


def _to_ascii(text: str) -> str:
    if text.isascii():
        mapped = text.lower()
    else:
        try:
            mapped = idna.uts46_remap(text, std3_rules=False, transitional=False)
        except (idna.IDNAError, UnicodeError, IndexError) as error:
            raise ValueError("Take out the characters that a name on the internet cannot have.") from error
    labels = mapped.removesuffix(".").split(".")
    if not all(labels):
        raise ValueError("Put one dot between the parts of the name, and none at the beginning.")
    return ".".join(_label(label) for label in labels)


def _label(label: str) -> str:
    if label.isascii() and not label.startswith("xn--"):
        if _LDH.fullmatch(label):
            return label
        if len(label) > 63:
            raise ValueError("Shorten this: each part between two dots has at most 63 characters.")
        raise ValueError("Use letters, digits and hyphens only, and no hyphen at the ends of a part.")
    try:
        return idna.alabel(label).decode("ascii")
    except (idna.IDNAError, UnicodeError, IndexError) as error:
        raise ValueError("Take out the characters that a name on the internet cannot have.") from error


def email(text: str) -> str:
    """A mailbox: the local part as typed, in NFC; the domain as `domain` gives it."""
    if "<" in text or ">" in text:
        raise ValueError("Enter only the address, without the name and the angle brackets around it.")
    local, at, name = text.rpartition("@")
    if not at:
        raise ValueError("Enter the whole address, with an @ sign, such as name@example.com.")
    if not local or not name:
        raise ValueError("Enter what stands before and after the @ sign, such as name@example.com.")
    local = unicodedata.normalize("NFC", local)
    if len(local.encode("utf-8", "replace")) > 64:
        raise ValueError("Shorten the part before the @ sign: it has at most 64 characters.")
    quoted = local.startswith('"')
    if not (_QUOTED if quoted else _LOCAL).fullmatch(local) or (not quoted and any(c.isspace() for c in local)):
        raise ValueError("Check the part before the @ sign: it has a character or a dot where none can be.")
    address = f"{local}@{domain(name)}"
    if len(address.encode("utf-8", "replace")) > 254:
        raise ValueError("Shorten this: a mail address has at most 254 characters.")
    return address


def ip(text: str) -> str:
    """An IPv4 or IPv6 address in its canonical form, without brackets; zones (`%eth0`) are not taken."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    if "%" in bare:
        raise ValueError("Leave out the % sign and what follows it.")
    if "/" in bare:
        raise ValueError("Enter one address, not a network: leave out the slash and what follows it.")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError as error:
        raise ValueError("Enter an IP address, such as 192.0.2.1 or 2001:db8::1.") from error
