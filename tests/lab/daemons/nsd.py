"""NSD: a name server of zones, signed or not."""

from __future__ import annotations

from collections.abc import Mapping

from tests.lab.daemons.process import Daemons


def start_nsd(daemons: Daemons, address: str, port: int, zones: Mapping[str, str]) -> None:
    """Serve these zones, whole master files by origin, from this address."""
    home = daemons.home(f"nsd-{address}")
    lines = [
        "server:",
        f"  ip-address: {address}@{port}",
        '  username: ""',
        '  chroot: ""',
        "  server-count: 1",
        f'  zonesdir: "{home}"',
        f'  pidfile: "{home}/nsd.pid"',
        f'  zonelistfile: "{home}/zone.list"',
        f'  xfrdfile: "{home}/xfrd.state"',
        f'  xfrdir: "{home}"',
        '  database: ""',
        "remote-control:",
        "  control-enable: no",
    ]
    for number, (origin, text) in enumerate(zones.items()):
        (home / f"{number}.zone").write_text(text, encoding="ascii")
        lines += ["zone:", f'  name: "{origin}"', f'  zonefile: "{number}.zone"']
    config = home / "nsd.conf"
    config.write_text("\n".join(lines) + "\n", encoding="ascii")
    daemons.start(["nsd", "-d", "-c", str(config)], [(address, port)])
