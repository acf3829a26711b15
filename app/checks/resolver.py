"""Asking the configured name server, and reading what it says: follows aliases itself, tells whose fault a silence is.

Sources: RFC 1034 section 5.3 (aliases), RFC 6840 section 5.7 (the AD bit), RFC 8914 (extended errors).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import dns.asyncquery
import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.resolver

from app.checks.budgets import Budgets
from app.checks.flights import Flights
from app.checks.resolver_address import Server
from app.core.errors import BudgetSpent, ResolverFailed

Verdict = Literal["ok", "no-data", "nxdomain", "servfail", "timeout", "cname-loop"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the name server said to one question. `aliases` are the CNAMEs followed, first to last."""

    name: str
    kind: str
    verdict: Verdict
    records: tuple[dns.rdata.Rdata, ...] = ()
    aliases: tuple[str, ...] = ()
    ttl: int = 0
    authentic: bool = False
    said: str = ""  # an extended error's text, where the server gave one

    def texts(self) -> tuple[str, ...]:
        """The records in presentation form (RFC 1035 section 5), names without the final dot and in lower case."""
        return tuple(_presentation(record) for record in self.records)

    def strings(self) -> tuple[str, ...]:
        """TXT records, the pieces of each put together (RFC 7208 section 3.3); bytes that are no UTF-8 become `�`."""
        whole = (b"".join(getattr(record, "strings", ())) for record in self.records)
        return tuple(data.decode("utf-8", "replace") for data in whole)


@dataclass(frozen=True, slots=True)
class DirectAnswer:
    """What one server said: the response code by name, whether with authority, and the records as text."""

    rcode: str
    authoritative: bool
    texts: tuple[str, ...]


def _presentation(record: dns.rdata.Rdata) -> str:
    text = record.to_text()
    if record.rdtype in (dns.rdatatype.TXT, dns.rdatatype.CAA):
        return text
    return " ".join(part[:-1].lower() if len(part) > 1 and part.endswith(".") else part for part in text.split(" "))


def system_servers() -> tuple[Server, ...]:
    """The name servers this machine is set up with."""
    try:
        return tuple((str(host), 53) for host in dns.resolver.Resolver().nameservers)
    except (dns.resolver.NoResolverConfiguration, OSError):
        return ()


class Resolver:
    """Questions to one recursive name server; equal ones are shared while under way, and for a moment after."""

    def __init__(
        self,
        servers: tuple[Server, ...],
        budgets: Budgets | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.servers = servers
        self._budgets = budgets or Budgets()
        self._clock = clock
        self._flights: Flights[Answer] = Flights()
        self._kept: dict[tuple[str, str], tuple[float, Answer]] = {}

    async def ask(self, name: str, kind: str, since: float | None = None) -> Answer:
        """All records of one type at a name, aliases followed. An answer from before `since` does not serve.

        Raises ResolverFailed where our own name server is silent or refuses us, BudgetSpent where the answer is too
        large to be in earnest.
        """
        key = (name.lower(), kind)
        oldest = self._clock() - self._budgets.answers_s
        kept = self._kept.get(key)
        if kept and kept[0] >= (oldest if since is None else max(oldest, since)):
            return kept[1]
        answer = await self._flights.share(key, lambda: self._follow(name, kind))
        self._keep(key, answer)
        return answer

    def _keep(self, key: tuple[str, str], answer: Answer) -> None:
        now = self._clock()
        if len(self._kept) >= 512:
            self._kept = {k: v for k, v in self._kept.items() if now - v[0] < self._budgets.answers_s}
        self._kept[key] = (now, answer)

    async def _follow(self, name: str, kind: str) -> Answer:
        wanted = dns.rdatatype.from_text(kind)
        aliases: list[str] = []
        try:
            at = dns.name.from_text(name)
        except (dns.exception.DNSException, UnicodeError):  # a name that cannot be in the DNS, such as SPF may make
            return Answer(name, kind, "nxdomain")
        seen = {at}
        while True:
            reply = await self._exchange(at, wanted)
            if reply is None:
                return Answer(name, kind, "timeout", aliases=tuple(aliases))
            steps, at = _aliases(reply, at, wanted)
            for step in steps:
                aliases.append(_plain(step))
                if step in seen or len(aliases) > self._budgets.cnames:
                    return Answer(name, kind, "cname-loop", aliases=tuple(aliases))
                seen.add(step)
            done = self._read(reply, at, wanted)
            if done is not None or not steps:
                return _answer(name, kind, done or ("no-data", (), 0), aliases, reply)

    def _read(
        self, reply: dns.message.Message, at: dns.name.Name, wanted: dns.rdatatype.RdataType
    ) -> tuple[Verdict, tuple[dns.rdata.Rdata, ...], int] | None:
        """The verdict of one reply, or None where it ends in an alias that must be asked about."""
        rcode = reply.rcode()
        if rcode == dns.rcode.NXDOMAIN:
            return "nxdomain", (), 0
        if rcode != dns.rcode.NOERROR:
            return "servfail", (), 0
        for rrset in reply.answer:
            if rrset.rdtype == wanted and rrset.name == at:
                if len(rrset) > self._budgets.records:
                    raise BudgetSpent(f"{_plain(at)} has {len(rrset)} {rrset.rdtype.name} records; we read no more.")
                return "ok", tuple(rrset), int(rrset.ttl)
        return None

    async def _exchange(self, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> dns.message.Message | None:
        """One question, tried as the budget says. None: our server is there, but silent about this name."""
        if not self.servers:
            raise ResolverFailed("This machine has no name server set up.")
        for number, seconds in enumerate(self._budgets.dns_tries_s):
            reply = await self._once(self.servers[number % len(self.servers)], name, kind, seconds)
            if reply is not None:
                break
        if reply is None and await self._is_there() is None:
            raise ResolverFailed("Our own name server did not answer.")
        if reply is not None and reply.rcode() == dns.rcode.REFUSED:
            raise ResolverFailed("Our own name server refused the question.")
        if reply is not None and reply.rcode() == dns.rcode.SERVFAIL:
            control = await self._is_there()
            if control is not None and control.rcode() == dns.rcode.SERVFAIL:
                raise ResolverFailed("Our own name server cannot find out anything at the moment.")
        return reply

    async def is_bogus(self, name: str) -> bool:
        """Whether a broken answer comes from a failed signature: without checking (the CD bit), there is one."""
        query = dns.message.make_query(name, "SOA", use_edns=0, payload=1232)
        query.flags |= dns.flags.CD
        reply = await _exchanged(query, self.servers[0], self._budgets.dns_tries_s[-1]) if self.servers else None
        return reply is not None and reply.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN)

    async def ask_directly(self, server: Server, name: str, kind: str) -> DirectAnswer | None:
        """What one authoritative server says by itself, without recursion; None for silence."""
        query = dns.message.make_query(name, kind, use_edns=0, payload=1232)
        query.flags &= ~dns.flags.RD
        for seconds in self._budgets.dns_tries_s:
            reply = await _exchanged(query, server, seconds)
            if reply is not None:
                wanted = dns.rdatatype.from_text(kind)
                found = tuple(_presentation(r) for s in reply.answer if s.rdtype == wanted for r in s)
                authoritative = bool(reply.flags & dns.flags.AA)
                return DirectAnswer(dns.rcode.to_text(reply.rcode()), authoritative, found[: self._budgets.records])
        return None

    async def _is_there(self) -> dns.message.Message | None:
        """A control question, for the root's name servers, which every resolver in working order answers at once."""
        return await self._once(self.servers[0], dns.name.root, dns.rdatatype.NS, self._budgets.dns_control_s)

    async def _once(
        self, server: Server, name: dns.name.Name, kind: dns.rdatatype.RdataType, seconds: float
    ) -> dns.message.Message | None:
        query = dns.message.make_query(name, kind, use_edns=0, payload=1232)
        query.flags |= dns.flags.AD
        return await _exchanged(query, server, seconds)


async def _exchanged(query: dns.message.Message, server: Server, seconds: float) -> dns.message.Message | None:
    """The reply to one message, over TCP where it is too large for a datagram; None for silence."""
    try:
        async with asyncio.timeout(seconds):
            reply, _ = await dns.asyncquery.udp_with_fallback(
                query, server[0], port=server[1], ignore_unexpected=True, ignore_errors=True
            )
            return reply
    except (TimeoutError, OSError, EOFError, dns.exception.DNSException):
        return None


def _aliases(
    reply: dns.message.Message, at: dns.name.Name, wanted: dns.rdatatype.RdataType
) -> tuple[list[dns.name.Name], dns.name.Name]:
    """The aliases that this reply leads through, and where it ends; a circle is cut where it closes."""
    targets = {}
    if wanted != dns.rdatatype.CNAME:
        for rrset in reply.answer:
            if rrset.rdtype == dns.rdatatype.CNAME:
                targets[rrset.name] = rrset[0].to_text()
    steps: list[dns.name.Name] = []
    seen = {at}
    while at in targets:
        at = dns.name.from_text(targets[at])
        steps.append(at)
        if at in seen:
            break
        seen.add(at)
    return steps, at


def _answer(
    name: str,
    kind: str,
    found: tuple[Verdict, tuple[dns.rdata.Rdata, ...], int],
    aliases: list[str],
    reply: dns.message.Message,
) -> Answer:
    said = "; ".join(o.to_text() for o in reply.options if isinstance(o, dns.edns.EDEOption))
    authentic = bool(reply.flags & dns.flags.AD)
    return Answer(name, kind, found[0], found[1], tuple(aliases), found[2], authentic, said)


def _plain(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()
