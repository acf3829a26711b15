"""What a process still holds open of its own connections, by its open file descriptors; the lab's servers aside."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from pathlib import Path

from tests.lab.lab import Lab

PATIENCE_S = 5.0  # what was told to stop may need a few turns of the loop to do so, and a busy machine gives them late


async def tasks_left() -> list[asyncio.Task[object]]:
    """The tasks that do not come to their end by themselves."""
    until = time.monotonic() + PATIENCE_S
    while True:
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        if not left or time.monotonic() > until:
            return left
        await asyncio.sleep(0)


def client_sockets(lab: Lab) -> frozenset[str]:
    """Every socket of this process for the internet protocols that is not bound to a port of the lab, as `socket:[…]`.

    Datagram sockets are among them, which have no peer to be known by.
    """
    theirs = {*lab.ports.values(), lab.dns.port}
    found = set()
    for entry in Path("/proc/self/fd").iterdir():
        name, port = _bound(int(entry.name))
        if port is not None and port not in theirs:
            found.add(name)
    return frozenset(found)


def _bound(fd: int) -> tuple[str, int | None]:
    """The name of an open file, and its port where it is such a socket; 0 is one that has none yet."""
    try:
        name = str(Path(f"/proc/self/fd/{fd}").readlink())
        if not name.startswith("socket:"):
            return name, None
        copy = os.dup(fd)
    except OSError:  # closed in the meantime
        return "", None
    with socket.socket(fileno=copy) as sock:
        if sock.family not in (socket.AF_INET, socket.AF_INET6):
            return name, None
        return name, int(sock.getsockname()[1])
