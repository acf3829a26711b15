"""Dovecot: IMAP and POP3, several of them at addresses of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.lab.certificates import Leaf
from tests.lab.daemons.process import Daemons

SERVICES: Mapping[str, Mapping[str, int]] = {"imap": {"imap": 143, "imaps": 993}, "pop3": {"pop3": 110, "pop3s": 995}}
# Users, groups and changed roots of its own are for servers that start as root; this one never does.
ROOTED = ("anvil", "imap-login", "pop3-login", "auth", "log", "stats", "ipc", "dict", "config")


@dataclass(frozen=True)
class Box:
    """One server to fetch from: its address, and the certificate it shows; None does without encryption."""

    address: str
    leaf: Leaf | None


def start_dovecot(daemons: Daemons, ports: Mapping[int, int], boxes: Sequence[Box]) -> Path:
    """Serve IMAP and POP3 from these addresses. Gives the socket at which a mail server may check passwords."""
    home = daemons.home("dovecot")
    user = daemons.user
    lines = [
        *("protocols = imap pop3", f"listen = {', '.join(box.address for box in boxes)}"),
        *(f"base_dir = {home}/run", f"state_dir = {home}/state", f"log_path = {home}/dovecot.log"),
        *(f"default_internal_user = {user}", f"default_login_user = {user}", "default_internal_group = "),
        *("mail_location = maildir:/nonexistent", "disable_plaintext_auth = yes"),
        "passdb {\n driver = static\n args = password=never-used\n}",
        "userdb {\n driver = static\n args = uid=65534 gid=65534 home=/nonexistent\n}",
        *(f"service {name} {{\n chroot =\n user = {user}\n}}" for name in ROOTED),
        "service auth {\n unix_listener for-mail {\n  mode = 0666\n }\n}",
    ]
    for protocol, listeners in SERVICES.items():
        places = [f" inet_listener {name} {{\n  port = {ports[port]}\n }}" for name, port in listeners.items()]
        lines += [f"service {protocol}-login {{", *places, "}"]
    lines += _encryption(next(box for box in boxes if box.leaf), home)  # it must be said for all first
    for box in boxes:
        lines += [f"local {box.address} {{", *_encryption(box, home), "}"]
    config = home / "dovecot.conf"
    config.write_text("\n".join(lines) + "\n", encoding="ascii")
    ready = [(box.address, ports[port]) for box in boxes for port in (143, 993, 110, 995)]
    daemons.start(["dovecot", "-F", "-c", str(config)], ready)
    return home / "run" / "for-mail"


def _encryption(box: Box, home: Path) -> list[str]:
    if box.leaf is None:
        return [" ssl = no"]
    pem = home / f"{box.address}.pem"
    pem.write_bytes(box.leaf.pem)
    return [" ssl = yes", f" ssl_cert = <{pem}", f" ssl_key = <{pem}"]
