"""The least that a whole diagnosis takes: bare asyncio that walks its critical path, judges nothing and keeps nothing.

One connection to the mail server for everything, everything else beside it, each question as soon as it can be asked.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import dns.message
import dns.reversename

Server = tuple[str, int]


class _Question(asyncio.DatagramProtocol):
    def __init__(self, query: dns.message.Message) -> None:
        self.query = query
        self.answered: asyncio.Future[dns.message.Message] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        transport.sendto(self.query.to_wire())

    def datagram_received(self, data: bytes, addr: Server) -> None:
        if not self.answered.done():
            self.answered.set_result(dns.message.from_wire(data))


class Path:
    """A walk to one domain. `ports` says where the lab keeps 25 and 443."""

    def __init__(self, resolver: Server, ports: dict[int, int], trust_roots: str) -> None:
        self._resolver, self._ports = resolver, ports
        self._tls = ssl.create_default_context(cafile=trust_roots)

    async def walk(self, domain: str, recipient: str) -> None:
        await asyncio.gather(self._mail(domain, recipient), self._spf(domain), self._sts(domain), self._texts(domain))

    async def _ask(self, name: str, kind: str) -> list[Any]:
        question = _Question(dns.message.make_query(name, kind, use_edns=0))
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: question, remote_addr=self._resolver)
        try:
            return [record for rrset in (await question.answered).answer for record in rrset]
        finally:
            transport.close()

    async def _locate(self, host: str) -> str:
        found = await asyncio.gather(self._ask(host, "A"), self._ask(host, "AAAA"))
        return str(found[0][0].address)

    async def _mail(self, domain: str, recipient: str) -> None:
        hosts = [str(record.exchange) for record in await self._ask(domain, "MX")]
        await asyncio.gather(*(self._host(host, recipient) for host in hosts))

    async def _host(self, host: str, recipient: str) -> None:
        address = await self._locate(host)
        await asyncio.gather(self._converse(host.rstrip("."), address, recipient), self._reverse(address))

    async def _converse(self, host: str, address: str, recipient: str) -> None:
        reader, writer = await asyncio.open_connection(address, self._ports[25])
        await _reply(reader)
        for line in ("EHLO probe.lab.test", "STARTTLS"):
            await _say(reader, writer, line)
        await writer.start_tls(self._tls, server_hostname=host)
        for line in ("EHLO probe.lab.test", "MAIL FROM:<>", f"RCPT TO:<{recipient}>"):
            await _say(reader, writer, line)
        writer.write(b"RSET\r\nQUIT\r\n")
        await _reply(reader)
        await _reply(reader)
        writer.close()

    async def _reverse(self, address: str) -> None:
        name = (await self._ask(str(dns.reversename.from_address(address)), "PTR"))[0].target
        await asyncio.gather(self._ask(str(name), "A"), self._ask(str(name), "AAAA"))

    async def _spf(self, name: str) -> None:
        texts = b" ".join(text for record in await self._ask(name, "TXT") for text in record.strings).decode()
        drawn_in = [term[8:] for term in texts.split(" ") if term.startswith("include:")]
        mail = [self._ask(name, "MX")] if " mx " in texts else []
        await asyncio.gather(*mail, *(self._spf(one) for one in drawn_in))

    async def _sts(self, domain: str) -> None:
        await self._ask(f"_mta-sts.{domain}", "TXT")
        host = f"mta-sts.{domain}"
        address = await self._locate(host)
        reader, writer = await asyncio.open_connection(address, self._ports[443], ssl=self._tls, server_hostname=host)
        writer.write(f"GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        await reader.read()
        writer.close()

    async def _texts(self, domain: str) -> None:
        await asyncio.gather(self._dmarc(domain), self._ask(f"_smtp._tls.{domain}", "TXT"))

    async def _dmarc(self, domain: str) -> None:
        text = (await self._ask(f"_dmarc.{domain}", "TXT"))[0].strings[0].decode()
        receiver = text.rpartition("@")[2]
        if receiver != domain:
            await self._ask(f"{domain}._report._dmarc.{receiver}", "TXT")


async def _reply(reader: asyncio.StreamReader) -> None:
    while (await reader.readline())[3:4] == b"-":
        pass


async def _say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: str) -> None:
    writer.write(f"{line}\r\n".encode())
    await _reply(reader)
