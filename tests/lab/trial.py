"""Running one check in the lab, and holding it to leaving nothing behind."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.checks.budgets import Budgets
from app.checks.ledger import Ledger
from app.checks.runner import Runner
from app.core.checking import CheckResult
from tests.lab.lab import Lab
from tests.lab.left_behind import client_sockets, tasks_left

QUICK = Budgets(
    connect_s=0.4,
    check_s=2.0,
    diagnosis_s=4.0,
    dns_tries_s=(0.15, 0.15),
    dns_control_s=0.3,
    slow_s=0.25,
    grace_s=0.1,
)
# For answers so large that the lab itself takes its time over them.
PATIENT = replace(QUICK, dns_tries_s=(2.0, 2.0), check_s=8.0)
# For a second try, on a machine that was too busy with other things for the first.
UNHURRIED = replace(PATIENT, connect_s=3.0, dns_control_s=2.0, diagnosis_s=25.0)
LATE_S = 3.0  # how much later a busy machine may notice that a time is over


def check(
    lab: Lab,
    name: str,
    params: Mapping[str, object],
    *,
    budgets: Budgets = QUICK,
    ledger: Ledger | None = None,
    **settings: object,
) -> CheckResult:
    """The result of one check against the lab; fails where a task or a connection outlives it."""

    async def go() -> CheckResult:
        runner = Runner(lab.as_settings(**settings), budgets=budgets, ledger=ledger)
        before = client_sockets(lab)
        result = await runner.run(name, params)
        left = await tasks_left()
        assert not left, f"tasks left behind: {left}"
        for _ in range(3):  # a transport that is closed lets go of its socket in the loop's next turn
            await asyncio.sleep(0)
        assert client_sockets(lab) - before == set(), "sockets left behind"
        return result

    result = asyncio.run(go())
    assert not open_connections(lab), "connections left behind"
    assert result.elapsed_ms <= (budgets.check_s + LATE_S) * 1000
    return result


def evidence(result: CheckResult) -> str:
    return "\n".join(f"{line.direction}: {line.text}" for line in result.evidence)


def open_connections(lab: Lab) -> list[tuple[str, int]]:
    """Where this process is still connected to as a client of the lab, by its open file descriptors."""
    theirs = {*lab.ports.values(), lab.dns.port}
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        peer = _peer(int(entry.name))
        if peer and peer[1] in theirs and peer not in lab.filled:
            found.append(peer)
    return found


def _peer(fd: int) -> tuple[str, int] | None:
    try:
        copy = os.dup(fd)
    except OSError:
        return None
    try:
        sock = socket.socket(fileno=copy)
    except OSError:  # a file, a pipe
        os.close(copy)
        return None
    with sock:
        try:
            name = sock.getpeername()
        except OSError:
            return None
    return (str(name[0]), int(name[1])) if isinstance(name, tuple) else None
