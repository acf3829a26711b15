"""The addresses of this host, which the door does not visit (rule 3)."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from app.checks.names import Address

_SIOCGIFADDR = 0x8915
_INET6 = Path("/proc/net/if_inet6")


def own_addresses() -> frozenset[Address]:
    """Every address of this host's interfaces, as far as the system tells."""
    return frozenset((*_v4(), *_v6(), *_by_name()))


def own_name() -> str:
    """Our EHLO name where none is set: the host's full name, or an address literal (RFC 5321 section 4.1.3)."""
    name = socket.gethostname().lower()
    if "." in name and name.isascii() and name.replace("-", "").replace(".", "").isalnum():
        return name
    first = next((a for a in sorted(own_addresses(), key=str) if a.version == 4 and not a.is_loopback), "127.0.0.1")
    return f"[{first}]"


def _v4() -> Iterator[IPv4Address]:
    try:
        import fcntl
    except ImportError:  # not a Unix system
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for _, name in socket.if_nameindex():
            with contextlib.suppress(OSError):
                found = fcntl.ioctl(sock.fileno(), _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
                yield IPv4Address(found[20:24])


def _v6() -> Iterator[IPv6Address]:
    with contextlib.suppress(OSError):
        for line in _INET6.read_text().splitlines():
            yield IPv6Address(int(line.split()[0], 16))


def _by_name() -> Iterator[Address]:
    """What the host's own name leads to, for systems that have neither of the above."""
    if _INET6.exists():
        return
    with contextlib.suppress(OSError):
        for family, _, _, _, where in socket.getaddrinfo(socket.gethostname(), None):
            text = str(where[0]).partition("%")[0]
            yield IPv4Address(text) if family == socket.AF_INET else IPv6Address(text)
