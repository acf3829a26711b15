"""A mail lab in a process of its own, at a distance: every round trip to its servers takes as long as is set."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from dns import reversename

from tests.bench import machine
from tests.lab import Lab
from tests.lab.http import Page, WebServer
from tests.lab.smtp import Peer, Script, SmtpServer

LARGE = "large.example"
POLICY = b"version: STSv1\nmode: enforce\nmx: *.%b\nmax_age: 604800\n"
_BLOCKS = " ".join(f"include:block{number}.provider.example" for number in range(4))
_SERVICES = "\n".join(
    [
        f'_spf TXT "v=spf1 {_BLOCKS} -all"',
        *(f'block{number} TXT "v=spf1 ip4:192.0.{number}.0/24 -all"' for number in range(4)),
        *(f'{name} TXT "v=spf1 ip4:198.51.100.0/24 -all"' for name in ("news", "shop", "desk", "crm")),
    ]
)
Chunks = asyncio.Queue[tuple[float, bytes]]


def domain(number: int) -> str:
    return f"site{number}.example"


@dataclass
class Distance:
    """Seconds of one round trip."""

    seconds: float = 0.0


@dataclass(frozen=True)
class Relay:
    """A server seen from afar: connecting takes one round trip, and every word half of one each way.

    The far server notices the connection half a round trip after the client does, as with a real handshake.
    """

    distance: Distance
    host: str
    port: int

    async def __call__(self, near: Peer) -> None:
        trip = self.distance.seconds
        await asyncio.sleep(trip)
        there: Chunks = asyncio.Queue()
        listening = asyncio.ensure_future(_listen(near.reader, there, trip / 2))
        try:
            await asyncio.sleep(trip / 2)
            reader, writer = await asyncio.open_connection(self.host, self.port)
            back: Chunks = asyncio.Queue()
            await asyncio.gather(
                _deliver(there, writer), _listen(reader, back, trip / 2), _deliver(back, near.writer), listening
            )
            writer.close()
        finally:
            listening.cancel()


async def _listen(reader: asyncio.StreamReader, chunks: Chunks, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    chunk = b"-"
    while chunk:
        try:
            chunk = await reader.read(65536)
        except ConnectionError:
            chunk = b""
        chunks.put_nowait((loop.time() + seconds, chunk))


async def _deliver(chunks: Chunks, writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    while True:
        due, chunk = await chunks.get()
        if due > loop.time():
            await asyncio.sleep(due - loop.time())
        with contextlib.suppress(ConnectionError):
            if not chunk:
                writer.close()
                return
            writer.write(chunk)


def _build(lab: Lab, count: int, distance: Distance) -> None:
    """`LARGE`, with the five mail servers and the five services of a larger company, and as many small domains."""
    lab.dns.zone("provider.example", _SERVICES)
    lab.dns.zone("reports.example", '*._report._dmarc TXT "v=DMARC1"\n' + f'{LARGE}._report._dmarc TXT "v=DMARC1"')
    services = " ".join(f"include:{service}.provider.example" for service in ("_spf", "news", "shop", "desk", "crm"))
    _site(lab, distance, LARGE, [f"1.{number}" for number in range(1, 6)], services, "reports.example")
    for number in range(count):
        place = f"{2 + number // 200}.{1 + number % 200}"
        _site(lab, distance, domain(number), [place], "include:news.provider.example", domain(number))


def _site(lab: Lab, distance: Distance, name: str, places: list[str], services: str, reports: str) -> None:
    """A domain in good order: a mail server at each place, and a web server elsewhere."""
    hosts = {f"mx{at}": f"127.10.{place}" for at, place in enumerate(places, 1)}
    web_at = hosts["mx1"].replace("127.10.", "127.11.")
    records = [f"@ MX {at * 10} {host}\n{host} A {address}" for at, (host, address) in enumerate(hosts.items(), 1)]
    lab.dns.zone(
        name,
        "\n".join(records) + f'\nmta-sts A {web_at}\n@ TXT "v=spf1 mx {services} -all"\n'
        f'_dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@{reports}"\n_mta-sts TXT "v=STSv1; id=1"\n'
        f'_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@{name}"\n',
    )
    for host, address in hosts.items():
        lab.dns.zone(".", f"{reversename.from_address(address)} PTR {host}.{name}.")
        mail = SmtpServer(name=f"{host}.{name}", tls=lab.tls(f"{host}.{name}"))
        _serve(lab, distance, mail, address, 25)
    web = WebServer({"/.well-known/mta-sts.txt": Page(body=POLICY % name.encode())})
    _serve(lab, distance, web, web_at, 443, lab.tls(f"mta-sts.{name}"))


def _serve(
    lab: Lab, distance: Distance, script: Script, near: str, port: int, tls: ssl.SSLContext | None = None
) -> None:
    far = near.replace("127.1", "127.2", 1)
    lab.serve(script, far, port, tls)
    lab.serve(Relay(distance, far, lab.ports[port]), near, port)


def _live(pipe: Connection, count: int) -> None:
    machine.pin_to_server()
    distance = Distance()
    with Lab() as lab:
        _build(lab, count, distance)
        pipe.send(lab.overrides())
        while (seconds := pipe.recv()) is not None:
            distance.seconds = lab.dns.delay_s = seconds
            pipe.send(seconds)


@dataclass
class FarLab:
    """The lab as the measuring process sees it. `overrides` are keywords of Settings."""

    overrides: dict[str, Any]
    pipe: Connection

    def move(self, seconds: float) -> None:
        """So far away, as the time of one round trip, from the next connection on."""
        self.pipe.send(seconds)
        self.pipe.recv()


@contextmanager
def far_lab(count: int) -> Iterator[FarLab]:
    """A lab with a large domain, and so many small ones, `domain(0)` and on."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_live, args=(theirs, count), daemon=True)
    process.start()
    try:
        yield FarLab(ours.recv(), ours)
        ours.send(None)
        process.join(20)
    finally:
        process.terminate()
        process.join()
