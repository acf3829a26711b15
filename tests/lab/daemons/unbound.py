"""Unbound: a resolver that checks signatures."""

from __future__ import annotations

from collections.abc import Iterable

from tests.lab.daemons.process import Daemons


def start_unbound(
    daemons: Daemons, address: str, port: int, zones: Iterable[str], server: tuple[str, int], anchors: Iterable[str]
) -> None:
    """Resolve these zones by asking `server`; `anchors` are DS records of those whose signatures are checked."""
    home = daemons.home(f"unbound-{address}")
    lines = [
        "server:",
        f"  interface: {address}@{port}",
        f'  directory: "{home}"',
        '  username: ""',
        '  chroot: ""',
        f'  pidfile: "{home}/unbound.pid"',
        "  use-syslog: no",
        "  num-threads: 1",
        "  do-ip6: no",
        "  do-not-query-localhost: no",
        "  do-daemonize: no",
        '  module-config: "validator iterator"',
        '  local-zone: "test." nodefault',
        "  ede: yes",
        *(f'  trust-anchor: "{anchor}"' for anchor in anchors),
        "remote-control:",
        "  control-enable: no",
    ]
    for zone in zones:
        lines += ["stub-zone:", f'  name: "{zone}"', f"  stub-addr: {server[0]}@{server[1]}", "  stub-prime: no"]
    config = home / "unbound.conf"
    config.write_text("\n".join(lines) + "\n", encoding="ascii")
    daemons.start(["unbound", "-d", "-c", str(config)], [(address, port)])
