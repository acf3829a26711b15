"""Opening one TCP connection to one address, and telling what became of it."""

from __future__ import annotations

import asyncio
import errno
import socket
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal

from app.checks.names import Address
from app.core.errors import TargetRefused

Reached = Literal["open", "refused", "timeout", "reset", "unreachable", "no-route"]


@dataclass(frozen=True, slots=True)
class Knock:
    """How one attempt ended that was only to see whether a connection holds, and how long the connection took."""

    outcome: Reached
    ms: float


# Far addresses of each family, of the root name servers, to ask our routing table about; nothing is sent to them.
_FAR = {4: "198.41.0.4", 6: "2001:503:ba3e::2:30"}
_BY_ERROR: dict[int, Reached] = {
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "reset",
    errno.ECONNABORTED: "reset",
    errno.ENOTCONN: "reset",  # cut again before we could look who it is
    errno.ETIMEDOUT: "timeout",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.EHOSTDOWN: "unreachable",
    errno.EACCES: "no-route",  # our own firewall or routing forbids it
    errno.EPERM: "no-route",
    errno.EADDRNOTAVAIL: "no-route",
    errno.EAFNOSUPPORT: "no-route",
}


async def open_socket(address: Address, port: int, seconds: float) -> tuple[Reached, socket.socket | None]:
    """A connected socket, or None and why. Raises TargetRefused where the peer is not who was asked for (rule 4)."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        sock = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
    except OSError:
        return "no-route", None
    try:
        async with asyncio.timeout(seconds):
            await asyncio.get_running_loop().sock_connect(sock, (str(address), port))
        peer = ip_address(sock.getpeername()[0])
        if peer != address:
            raise TargetRefused(f"The connection to {address} led to {peer}.")
    except TimeoutError as problem:
        sock.close()
        return _outcome(problem, address), None
    except OSError as problem:
        sock.close()
        return _outcome(problem, address), None
    except BaseException:
        sock.close()
        raise
    return "open", sock


def _outcome(problem: OSError, address: Address) -> Reached:
    reached = _BY_ERROR.get(problem.errno or errno.ETIMEDOUT, "unreachable")
    return "no-route" if reached == "unreachable" and not has_way(address) else reached


def has_way(address: Address) -> bool:
    """Whether this machine knows a way to the address, or at least to far ones of its family."""
    return _routed(str(address)) or _routed(_FAR[address.version])


def _routed(address: str) -> bool:
    """Whether this machine itself knows a way there. Sends nothing: a datagram socket is only given its peer."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.connect((address, 9))
    except OSError as problem:
        return problem.errno not in (errno.ENETUNREACH, errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)
    return True
