"""A scriptable name server: answers UDP and TCP from zone text, and lies where it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import random
import struct
from collections.abc import Callable
from typing import Literal, cast

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import dns.zonefile

from tests.lab.loop import LoopThread

_CHANCE = random.SystemRandom()
Lie = Literal["servfail", "silent", "refused", "nxdomain", "garbage"] | Callable[[dns.message.Message], object]


class DnsServer:
    """Behaves like a recursive resolver that knows only the zones it was given.

    `zone` adds records, `lie` makes one name misbehave (a callable gets the query and returns the reply, bytes, or None
    for silence), `queries` lists what was asked as (name, type), `delay_s` holds every answer back.
    """

    def __init__(self) -> None:
        self.queries: list[tuple[str, str]] = []
        self.delay_s = 0.0
        self.authoritative = False  # sets the AA bit
        self.authentic = False  # sets the AD bit, as a resolver does that has checked signatures
        self.address = "127.0.0.1"
        self.port = 0
        self._records: dict[tuple[dns.name.Name, dns.rdatatype.RdataType], dns.rrset.RRset] = {}
        self._names: set[dns.name.Name] = {dns.name.root}
        self._lies: dict[tuple[dns.name.Name, str], Lie] = {}
        self._always: Lie | None = None
        self._closers: list[Callable[[], object]] = []

    def zone(self, origin: str, text: str) -> None:
        """Records in zone-file form, relative to `origin`, no SOA needed; replaces those of the same name and type.

        >>> server.zone("example.com", "@ MX 10 mx1\\nmx1 A 127.0.0.2")
        """
        whole = "\n".join(line.strip() for line in text.splitlines()) + "\n"
        for rrset in dns.zonefile.read_rrsets(whole, origin=origin, relativize=False, default_ttl=300):
            self._records[(rrset.name, rrset.rdtype)] = rrset
            self._know(rrset.name)

    def forget(self, name: str, kind: str) -> None:
        self._records.pop((dns.name.from_text(name), dns.rdatatype.from_text(kind)), None)

    def lie(self, name: str, lie: Lie, kind: str = "*") -> None:
        self._lies[(dns.name.from_text(name), kind)] = lie

    def lie_always(self, lie: Lie) -> None:
        """About every name that no other lie is about."""
        self._always = lie

    async def start(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self.address = address
        if port:
            server, self.port = await asyncio.start_server(self._serve_tcp, address, port), port
        else:
            server, self.port = await self._listen()
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: _Udp(self), (self.address, self.port))
        self._closers = [transport.close, server.close]

    async def _listen(self) -> tuple[asyncio.Server, int]:
        """TCP at a port that is most likely free for UDP too: not one of those that outgoing connections take."""
        while True:
            port = _CHANCE.randrange(12000, 20000)
            with contextlib.suppress(OSError):
                return await asyncio.start_server(self._serve_tcp, self.address, port), port

    def stop(self) -> None:
        for close in self._closers:
            close()

    async def reply(self, wire: bytes) -> bytes | None:
        """The reply to one message, whole; None for silence."""
        try:
            query = dns.message.from_wire(wire)
        except dns.exception.DNSException:
            return None
        question = query.question[0]
        kind = dns.rdatatype.to_text(question.rdtype)
        self.queries.append((question.name.to_text(omit_final_dot=True), kind))
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        lie = self._lies.get((question.name, kind), self._lies.get((question.name, "*"), self._always))
        if lie is None:
            return self._truth(query).to_wire(max_size=65535)
        return _lied(lie, query)

    def _know(self, name: dns.name.Name) -> None:
        while name != dns.name.root:  # an empty node on the way exists too (RFC 8020)
            self._names.add(name)
            name = name.parent()

    def _truth(self, query: dns.message.Message) -> dns.message.Message:
        reply = _reply_to(query)
        reply.flags |= (dns.flags.AA if self.authoritative else 0) | (dns.flags.AD if self.authentic else 0)
        at, kind = query.question[0].name, query.question[0].rdtype
        seen: set[dns.name.Name] = set()
        while at not in seen:
            seen.add(at)
            found = self._records.get((at, kind))
            alias = self._records.get((at, dns.rdatatype.CNAME))
            if found is not None:
                reply.answer.append(found)
                return reply
            if alias is None:
                reply.set_rcode(dns.rcode.NOERROR if at in self._names else dns.rcode.NXDOMAIN)
                return reply
            reply.answer.append(alias)
            at = alias[0].target
        return reply

    async def _serve_tcp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                size = struct.unpack("!H", await reader.readexactly(2))[0]
                reply = await self.reply(await reader.readexactly(size))
                if reply is not None:
                    writer.write(struct.pack("!H", len(reply)) + reply)
                    await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def _reply_to(query: dns.message.Message) -> dns.message.Message:
    reply = dns.message.make_response(query, recursion_available=True)
    reply.flags |= dns.flags.RA
    return reply


def _lied(lie: Lie, query: dns.message.Message) -> bytes | None:
    if callable(lie):
        made = lie(query)
        return made.to_wire(max_size=65535) if isinstance(made, dns.message.Message) else made  # type: ignore[return-value]
    if lie == "silent":
        return None
    if lie == "garbage":
        return b"\xff" * 40
    reply = _reply_to(query)
    reply.set_rcode(dns.rcode.from_text(lie.upper()))
    return reply.to_wire()


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, server: DnsServer) -> None:
        self._server = server
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        task = asyncio.ensure_future(self._answer(data, addr))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = await self._server.reply(data)
        if reply is None or self._transport.is_closing():
            return
        if len(reply) > 1232:  # too large for a datagram: ask again over TCP
            query = dns.message.from_wire(data)
            cut = _reply_to(query)
            cut.flags |= dns.flags.TC
            reply = cut.to_wire()
        self._transport.sendto(reply, addr)


def start_in(thread: LoopThread, address: str = "127.0.0.1", port: int = 0) -> DnsServer:
    server = DnsServer()
    thread.call(server.start(address, port))
    return server
