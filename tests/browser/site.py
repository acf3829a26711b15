"""The product, served from a thread of the tests on a port of its own, beside the lab that its checks reach."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

import trustme
import uvicorn

from app.main import create_app
from app.settings import Settings
from tests.lab.lab import UNREACHABLE, Lab

ROOT = Path(__file__).resolve().parents[2]


class _Announced(uvicorn.Server):
    """Says when it takes requests."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class Site(AbstractContextManager["Site"]):
    """`url` of a running product. Its lab knows these domains: see `furnish`."""

    def __init__(self, folder: Path, lab: Lab) -> None:
        self.lab = lab
        authority = furnish(lab)
        roots = folder / "roots.pem"
        roots.write_bytes(authority.cert_pem.bytes())
        self.settings: Settings = lab.as_settings(
            trust_roots=str(roots),
            database=f"sqlite:///{folder / 'site.sqlite'}",
            content=ROOT / "content",
            static=ROOT / "static",
            migrations=ROOT / "migrations",
            checks_per_minute=100_000,  # all tests are one visitor
        )
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        config = uvicorn.Config(
            create_app(self.settings),
            loop="asyncio",
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=2,
        )
        self._server = _Announced(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],), daemon=True)

    def __enter__(self) -> Site:
        self._thread.start()
        assert self._server.ready.wait(60), "the product did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self._listener.close()


def furnish(lab: Lab) -> trustme.CA:
    """The domains the tests walk with; the authority that signed the certificates of those in good order.

    `example.com` is in good order; `nomx.example` has neither a mail exchanger nor an address; `closed.example` names a
    host where nothing listens; `busy.example` a host that greets with 421.
    """
    lab.dns.zone("example.com", "@ MX 10 mx1\n@ MX 20 mx2\nmx1 A 127.0.0.2\nmx2 A 127.0.0.3\nimap A 127.0.0.2")
    lab.dns.zone("nomx.example", "@ TXT here")
    lab.dns.zone("closed.example", "@ MX 10 mx\nmx A 127.0.0.4")
    lab.dns.zone("busy.example", "@ MX 10 mx\nmx A 127.0.0.5")
    lab.dns.zone("gone.example", f"@ MX 10 mx\nmx A {UNREACHABLE}")
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("mx1.example.com", "mx2.example.com").configure_cert(tls)
    lab.smtp("127.0.0.2", name="mx1.example.com", tls=tls)
    lab.smtp("127.0.0.3", name="mx2.example.com", tls=tls)
    lab.smtp("127.0.0.5", name="mx.busy.example", banner="421 4.3.2 Come back later")
    return authority
