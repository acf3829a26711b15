"""All servers of one lab, and the settings that lead Unsnag to them."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import ssl
import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from types import TracebackType

from app.checks.parameters import PORTS
from app.settings import Settings
from tests.lab import dns
from tests.lab.certificates import Authority
from tests.lab.loop import LoopThread
from tests.lab.smtp import Script, SmtpServer, serve

UNREACHABLE = "127.255.255.255"  # a broadcast address: the system itself says that there is no way to it


class Lab:
    """A network of its own on loopback. Every 127.x.y.z is a machine; well-known ports are kept at high ones.

    >>> with Lab() as lab:
    ...     lab.dns.zone("example.com", "@ MX 10 mx1\\nmx1 A 127.0.0.2")
    ...     server = lab.smtp("127.0.0.2", banner="421 Busy")
    ...     settings = Settings(**lab.overrides())      # or `lab.settings()` for the environment
    """

    def __init__(self) -> None:
        self._thread = LoopThread()
        self._servers: list[asyncio.Server] = []
        self._sockets: list[socket.socket] = []
        self._name_servers: list[dns.DnsServer] = []
        self.control = ""
        self.trust_roots = ""
        self.filled: set[tuple[str, int]] = set()
        self.mail_servers: list[SmtpServer] = []
        self.ports: dict[int, int] = {}
        self.dns: dns.DnsServer

    def start(self) -> Lab:
        self._thread.start()
        self.dns = dns.start_in(self._thread)
        self.ports = _free_ports(PORTS)
        return self

    def stop(self) -> None:
        self._thread.call(self._close())
        for sock in self._sockets:
            sock.close()
        self._thread.stop()
        if self.trust_roots:
            Path(self.trust_roots).unlink(missing_ok=True)

    def __enter__(self) -> Lab:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def name_server(self, address: str) -> dns.DnsServer:
        """A name server of a zone, at port 53 of this loopback address, that answers with authority."""
        server = dns.start_in(self._thread, address, self.ports[53])
        server.authoritative = True
        self._name_servers.append(server)
        return server

    def smtp(self, address: str, *, port: int = 25, **script: object) -> SmtpServer:
        """A mail server at this loopback address; keywords are those of SmtpServer."""
        server = SmtpServer(**script)  # type: ignore[arg-type]
        self.mail_servers.append(server)
        self.serve(server, address, port)
        return server

    def serve(self, script: Script, address: str, port: int = 25, tls: ssl.SSLContext | None = None) -> None:
        """Any peer at all: the script gets each connection, encrypted from the start where `tls` is given."""
        self._servers.append(self._thread.call(serve(script, address, self.ports[port], tls)))

    def listen(self, make: Callable[[], asyncio.BaseProtocol], address: str, port: int = 25) -> None:
        """A server that somebody else wrote, by the protocol that it makes for each connection."""
        self._servers.append(self._thread.call(self._thread.loop.create_server(make, address, self.ports[port])))

    @cached_property
    def authority(self) -> Authority:
        """The lab's own certificate authority, which `overrides` lets Unsnag trust from the first use on."""
        made = Authority()
        handle, path = tempfile.mkstemp(suffix=".pem")
        with os.fdopen(handle, "wb") as file:
            file.write(made.pem)
        self.trust_roots = path
        return made

    def tls(self, *names: str) -> ssl.SSLContext:
        """A server's side of TLS, with a good certificate for these names."""
        return self.authority.issue(*names).context()

    def silent(self, address: str, port: int = 25) -> None:
        """An address that answers no connection: its queue is one long, and full."""
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, self.ports[port]))
        listener.listen(0)
        self._sockets.append(listener)
        self.filled.add((address, self.ports[port]))
        for _ in range(3):
            filler = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            filler.setblocking(False)
            filler.connect_ex((address, self.ports[port]))
            self._sockets.append(filler)

    def overrides(self) -> dict[str, object]:
        """Keywords for `Settings`."""
        return {
            "resolver": f"{self.dns.address}:{self.dns.port}",
            "allow_networks": "127.0.0.0/8,::1/128",
            "port_map": dict(self.ports),
            "control_smtp": self.control,
            "trust_roots": self.trust_roots,
            "smtp_name": "probe.lab.test",
        }

    def settings(self) -> dict[str, str]:
        """The same as UNSNAG_… for an environment."""
        values = dict(self.overrides())
        values["port_map"] = ",".join(f"{ours}={theirs}" for ours, theirs in self.ports.items())
        return {f"UNSNAG_{name.upper()}": str(value) for name, value in values.items() if value}

    def as_settings(self, **more: object) -> Settings:
        return Settings(_env_file=None, **{**self.overrides(), **more})  # type: ignore[arg-type]

    async def _close(self) -> None:
        for name_server in (self.dns, *self._name_servers):
            name_server.stop()
        for server in self._servers:
            server.close()


def _free_ports(wanted: tuple[int, ...]) -> dict[int, int]:
    """A free port for each, below the range from which the system takes ports for outgoing connections."""
    found: dict[int, int] = {}
    chance = random.SystemRandom()
    while len(found) < len(wanted):
        port = chance.randrange(20000, 32000)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
            try:
                sock.bind(("0.0.0.0", port))
            except OSError:
                continue
        if port not in found.values():
            found[wanted[len(found)]] = port
    return found
