"""Checks on a machine that has no way to the world but its own loopback: a network namespace of its own.

`python -m tests.lab.island` is run inside it, and prints the code that each check of `CALLS` ends with.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping

from app.checks.runner import Runner
from app.core.checking import CheckResult
from tests.lab.lab import Lab
from tests.lab.trial import QUICK

# Every host has an address of a family that the island knows no way to; `both` has one on loopback beside it.
ZONE = """\
@ NS ns1
@ MX 10 mx1
_mta-sts TXT "v=STSv1; id=1"
ns1 AAAA 2001:db8::53
mx1 AAAA 2001:db8::25
mta-sts AAAA 2001:db8::80
www AAAA 2001:db8::80
box AAAA 2001:db8::93
both AAAA 2001:db8::25
both A 127.0.0.2
"""
DOMAIN, BOX, MX = {"domain": "example.com"}, {"host": "box.example.com"}, {"hosts": ["mx1.example.com"]}
CALLS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    **{name: (name, DOMAIN) for name in ("dns.delegation", "dns.mta-sts", "dns.dane")},
    **{name: (name, BOX) for name in ("imap.login", "pop3.login", "smtp.submission")},
    **{name: (name, MX) for name in ("smtp.connect", "smtp.banner")},
    "dns.propagation": ("dns.propagation", {"name": "www.example.com", "type": "A"}),
    "http.get": ("http.get", {"url": "http://www.example.com/"}),
    "tls.certificate": ("tls.certificate", {**BOX, "port": 993}),
    "both": ("smtp.connect", {"hosts": ["both.example.com"]}),
}


def run_on_island() -> dict[str, str] | None:
    """The codes by the keys of `CALLS`, from a process of its own; None where nobody may make such a network here."""
    alone = shutil.which("unshare")
    if alone is None or subprocess.run([alone, "--net", "--map-root-user", "true"], capture_output=True).returncode:
        return None
    command = [alone, "--net", "--map-root-user", sys.executable, "-m", "tests.lab.island"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    codes: dict[str, str] = json.loads(done.stdout)
    return codes


def _raise_loopback() -> None:
    """Switch the loopback interface on, as `ip link set lo up` does (netdevice(7): SIOCSIFFLAGS, IFF_UP)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, 0x8914, struct.pack("16sh", b"lo", 1))


async def _run(lab: Lab) -> dict[str, CheckResult]:
    runner = Runner(lab.as_settings(allow_networks="127.0.0.0/8,2001:db8::/32"), budgets=QUICK)
    return {key: await runner.run(name, params) for key, (name, params) in CALLS.items()}


def main() -> None:
    _raise_loopback()
    with Lab() as lab:
        lab.dns.zone("example.com", ZONE)
        lab.smtp("127.0.0.2")
        results = asyncio.run(_run(lab))
    print(json.dumps({key: result.code for key, result in results.items()}))


if __name__ == "__main__":
    main()
