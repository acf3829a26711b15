"""Postfix: mail servers that take, refuse and demand, each at an address of its own. Nothing is ever delivered."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab.certificates import Leaf
from tests.lab.daemons.process import Daemons

OWNER, DROP = "postfix", "postdrop"  # users that the package brings
QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace")
# What smtpd needs beside it; no queue manager and no delivery agent, so that no mail can ever leave.
BESIDE = """\
cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class MailHost:
    """One server: its address and well-known port, and what it is set to beside the rest, as in main.cf."""

    address: str
    port: int = 25
    settings: Mapping[str, str] = field(default_factory=dict)


def start_postfix(
    daemons: Daemons, ports: Mapping[int, int], hosts: Sequence[MailHost], leaf: Leaf, main: Mapping[str, str]
) -> None:
    """Serve SMTP from these places; `main` is main.cf beside what the lab needs there."""
    home = daemons.folder / "postfix"
    home.mkdir(mode=0o755)
    _make_queue(home)
    pem = home / "server.pem"
    pem.write_bytes(leaf.pem)
    settings = {
        "queue_directory": str(home / "queue"),
        "data_directory": str(home / "data"),
        "maillog_file": str(home / "mail.log"),
        "maillog_file_prefixes": str(daemons.folder),
        "compatibility_level": "3.6",
        "mail_owner": OWNER,
        "setgid_group": DROP,
        "in_flow_delay": "0",
        "inet_protocols": "ipv4",
        "smtpd_peername_lookup": "no",
        "smtpd_tls_chain_files": str(pem),
        "alias_maps": "",
        "local_recipient_maps": "",  # everybody is known, unless a host says who is
        "mynetworks": "192.0.2.0/32",
        **main,
    }
    (home / "main.cf").write_text("".join(f"{key} = {value}\n" for key, value in settings.items()))
    (home / "master.cf").write_text(BESIDE + "".join(_service(host, ports) for host in hosts))
    ready = [(host.address, ports[host.port]) for host in hosts]
    daemons.start(["master", "-d", "-c", str(home)], ready, as_root=True)


def _make_queue(home: Path) -> None:
    for name in ("data", *(f"queue/{folder}" for folder in ("pid", "public", "maildrop", *QUEUES))):
        folder = home / name
        folder.mkdir(parents=True, mode=0o755)
        if not name.endswith("pid"):
            shutil.chown(folder, OWNER, DROP if name.endswith(("public", "maildrop")) else None)


def _service(host: MailHost, ports: Mapping[int, int]) -> str:
    options = "".join(f"  -o {{ {key} = {value} }}\n" for key, value in host.settings.items())
    return f"{host.address}:{ports[host.port]} inet n - n - - smtpd\n{options}"
