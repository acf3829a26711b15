"""The one door: nothing else in Unsnag resolves a name or opens a connection for a visitor.

A check asks it in three steps: `look_up` or `vet` a host (rules 1 to 3), `reach` one of the vetted addresses (rules 4,
6, 7, 8), and talk (rules 9 and 10, in `dialogue`). Rules 5 and 11 are in `http` and in the settings.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING

from app.checks.addresses import is_inside, refusal
from app.checks.budgets import Budgets
from app.checks.dialogue import Dialogue
from app.checks.flights import Flights, Keeping, Turns, side_by_side
from app.checks.hosts import Contact, Located, Vetted
from app.checks.interfaces import own_addresses, own_name
from app.checks.knocking import CONTROL_PORT
from app.checks.ledger import Ledger, MemoryLedger
from app.checks.names import Address, read_address, read_host
from app.checks.phrases import CONTROL, NO_ADDRESS, REACHED, SAID
from app.checks.quotas import Quotas
from app.checks.resolver import Answer, DirectAnswer, Resolver, Verdict, system_servers
from app.checks.resolver_address import read_server
from app.checks.sockets import open_socket
from app.checks.transcript import Transcript
from app.checks.trust import Trust
from app.core.errors import CheckError, NoConnection, ResolverFailed, TargetRefused
from app.settings import Settings

WORDS_FIRST = 0.96  # of its time is a check's own; what is left is for putting its findings into words

if TYPE_CHECKING:
    from app.checks.smtp_conversation import Conversation
    from app.checks.smtp_talk import Talk
    from app.checks.smtp_wish import Wish


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all runs of one process have in common."""

    settings: Settings
    resolver: Resolver
    quotas: Quotas
    own: frozenset[Address]
    turns: Turns
    controls: Flights[bool | None]
    trust: Trust
    talks: Keeping[Talk]
    conversations: dict[tuple[str, Address], Conversation]
    ledger: Ledger


class Network:
    """The door as one run of a check sees it: its own transcript and deadline, all else shared."""

    def __init__(
        self,
        settings: Settings,
        budgets: Budgets | None = None,
        clock: Callable[[], float] = time.monotonic,
        calendar: Callable[[], datetime] = lambda: datetime.now(UTC),
        ledger: Ledger | None = None,
        quotas: Quotas | None = None,
    ) -> None:
        self.budgets = budgets or Budgets()
        self.clock = clock
        self.calendar = calendar
        servers = (read_server(settings.resolver),) if settings.resolver else system_servers()
        resolver = Resolver(servers, self.budgets, clock)
        self._shared = _Shared(
            settings,
            resolver,
            quotas or Quotas(settings),
            own_addresses(),
            Turns(),
            Flights(),
            Trust(settings.trust_roots),
            Keeping(clock, self.budgets.talk_s),
            {},
            ledger or MemoryLedger(calendar),
        )
        self._deadline = clock() + WORDS_FIRST * self.budgets.check_s
        self._since: float | None = None
        self.transcript = self._blank()

    @property
    def settings(self) -> Settings:
        return self._shared.settings

    @property
    def quotas(self) -> Quotas:
        return self._shared.quotas

    @property
    def ledger(self) -> Ledger:
        return self._shared.ledger

    @property
    def trust(self) -> Trust:
        return self._shared.trust

    @property
    def own_name(self) -> str:
        """How we present ourselves to mail servers."""
        return self.settings.smtp_name or own_name()

    async def share_talk(self, key: object, hold: Callable[[], Awaitable[Talk]]) -> Talk:
        """One conversation for all checks that need it, with its words put into the transcript of each."""
        talk = await self._shared.talks.share(key, hold, self._since)
        self.transcript.quote(talk.lines, talk.started)
        return talk

    def converse(self, vetted: Vetted, address: Address, wish: Wish | None = None) -> Conversation:
        """The conversation with this address that one can still join, or a new one."""
        from app.checks.smtp_conversation import Conversation

        under_way, key = self._shared.conversations, (vetted.host, address)

        def over(ended: Conversation) -> None:
            if under_way.get(key) is ended:
                del under_way[key]

        found = under_way.get(key)
        if found is None or not found.takes(wish):
            found = under_way[key] = Conversation(vetted, address, self.branch_apart(), over)
        return found

    def for_run(self, since: float | None = None) -> Network:
        """A door for one run: a new transcript, the whole time of a check, and no answers from before `since`."""
        twin = self._copy(self._blank(), self.clock() + WORDS_FIRST * self.budgets.check_s)
        twin._since = since
        return twin

    def branch(self) -> Network:
        """A door for a part of a run that goes on beside other parts; its transcript keeps its own place."""
        return self._copy(self.transcript.branch(), self._deadline)

    def branch_apart(self) -> Network:
        """A door whose transcript belongs to nobody yet: for a conversation that several checks will quote."""
        return self._copy(self._blank(), self._deadline)

    def remaining_s(self) -> float:
        return self._deadline - self.clock()

    def port(self, port: int) -> int:
        """Where a lab keeps this port; itself everywhere else."""
        return self.settings.port_map.get(port, port)

    async def ask(self, name: str, kind: str) -> Answer:
        """Records of one type, with the question and the answer written down."""
        self.transcript.sent(f"DNS: {name} {kind}?")
        answer = await self._shared.resolver.ask(name, kind, self._since)
        for alias in answer.aliases:
            self.transcript.received(f"DNS: … is an alias of {alias}")
        for text in answer.texts()[:32]:
            self.transcript.received(f"DNS: {name} {answer.ttl} {kind} {text}")
        if answer.verdict != "ok":
            self.transcript.received(f"DNS: {name} {kind}: {SAID[answer.verdict]} {answer.said}".rstrip())
        return answer

    async def ask_reverse(self, address: str) -> Answer:
        """The names that an address is given in the reverse zones (RFC 1035 section 3.5, RFC 3596 section 2.5)."""
        return await self.ask(ip_address(address).reverse_pointer, "PTR")

    async def ask_addresses(self, host: str) -> tuple[Answer, Answer]:
        """A and AAAA, asked side by side. One that our resolver cannot find out does not hide the other."""
        found = await side_by_side([self._ask_or_fail(host, kind) for kind in ("A", "AAAA")])
        known = [one for one in found if isinstance(one, Answer) and one.verdict == "ok"]
        for problem in found:
            if isinstance(problem, ResolverFailed):
                if not known:
                    raise problem
                self.transcript.note(f"DNS: {host}: {problem.message}")
        v4, v6 = (one if isinstance(one, Answer) else Answer(host, "", "servfail") for one in found)
        return v4, v6

    async def _ask_or_fail(self, host: str, kind: str) -> Answer | ResolverFailed:
        try:
            return await self.ask(host, kind)
        except ResolverFailed as problem:
            return problem

    async def is_bogus(self, name: str) -> bool:
        """Whether a name's broken answer comes from a failed DNSSEC signature."""
        found = await self._shared.resolver.is_bogus(name)
        self.transcript.note(f"DNS: {name} without checking signatures: {'an answer' if found else 'no answer either'}")
        return found

    async def ask_server(self, vetted: Vetted, address: Address, name: str, kind: str) -> DirectAnswer | None:
        """Ask one vetted name server itself; None for silence. Raises TargetRefused (rules 3, 4), BudgetSpent (8)."""
        if address not in vetted.addresses:
            raise TargetRefused(f"{address} was not vetted for {vetted.host}.")
        self._refuse(vetted.host, address)
        if not is_inside(address, self.settings.allow_networks):
            await self.quotas.spend_name_server(str(address))
        self.transcript.sent(f"DNS to {vetted.host} {address}: {name} {kind}?")
        said = await self._shared.resolver.ask_directly((str(address), self.port(53)), name, kind)
        if said is None:
            self.transcript.note(f"{vetted.host} {address}: no answer in time")
        else:
            authority = "with" if said.authoritative else "without"
            self.transcript.received(f"{said.rcode}, {authority} authority: {'; '.join(said.texts[:8]) or 'nothing'}")
        return said

    async def look_up(self, host: str) -> Located:
        """Every address of a host, by one pair of questions (rule 2), and whether the door takes it (rule 3).

        Raises TargetRefused or BadParameter by rule 1, ResolverFailed where our name server is down.
        """
        host = read_host(host)
        literal = read_address(host)
        if literal is not None:
            return self._judged(Located(host, "ok", (literal,)))
        v4, v6 = await self.ask_addresses(host)
        texts = (*v4.texts(), *v6.texts())
        addresses = tuple(a for text in texts if (a := read_address(text)) is not None)
        verdict: Verdict = "ok" if addresses else _worse(v4.verdict, v6.verdict)
        return self._judged(Located(host, verdict, addresses, v4.aliases or v6.aliases))

    def permit(self, address: Address) -> None:
        """Refuse, by rule 3, an address that is only asked about: private names are nobody's business."""
        self._refuse(str(address), address)

    async def vet(self, host: str) -> Vetted:
        """The host with addresses that may be visited, or TargetRefused; NoConnection where it has no address."""
        located = await self.look_up(host)
        if located.refused:
            self.transcript.note(located.refused)
            shown = " ".join(map(str, located.addresses))
            raise TargetRefused(located.refused, host=host, addresses=shown)
        if not located.addresses:
            raise NoConnection(f"{host} {NO_ADDRESS[located.verdict]}.", host=host)
        return Vetted(located.host, located.addresses)

    @asynccontextmanager
    async def reach(
        self, vetted: Vetted, address: Address, port: int, seconds: float | None = None
    ) -> AsyncIterator[Contact]:
        """A connection to one vetted address, closed at the end of the block; one at a time for a host and an address.

        Raises TargetRefused by rules 3, 4 and 6, BudgetSpent by rule 8.
        """
        if address not in vetted.addresses:
            raise TargetRefused(f"{address} was not vetted for {vetted.host}.")
        self._refuse(vetted.host, address)
        if not is_inside(address, self.settings.allow_networks):  # an operator's own network is not spared
            await self.quotas.spend_target(vetted.host, str(address))
        async with self._shared.turns.take(vetted.host), self._shared.turns.take(address):
            started = self.clock()
            where = " ".join(dict.fromkeys((vetted.host, str(address), f"port {port}")))
            self.transcript.note(f"Connecting to {where}" + self._mapped(port))
            patience = min(self.budgets.connect_s, max(0.0, self.remaining_s()), seconds or self.budgets.connect_s)
            outcome, sock = await open_socket(address, self.port(port), patience)
            ms = round((self.clock() - started) * 1000, 1)
            self.transcript.note(f"{where}: {REACHED[outcome]} ({ms:g} ms)")
            try:
                dialogue = Dialogue(sock, self.transcript, self.budgets, self.remaining_s) if sock else None
                yield Contact(outcome, ms, dialogue)
            finally:
                if sock is not None:
                    sock.close()

    async def is_blocked_here(self) -> bool | None:
        """The control probe: True where a mail server known to be good stays silent too; None where there is none.

        A control server that refuses answers, so the network lets port 25 through.
        """
        host = self.settings.control_smtp
        if not host:
            self.transcript.note(
                "No control server is set, so “their firewall” and “our network” cannot be told apart."
            )
            return None
        self.transcript.note(f"Control probe: is our own way to port 25 open? Asking {host}")
        verdict = await self._shared.controls.share(host, lambda: self._control(host))
        self.transcript.note(f"Control probe: {host} {CONTROL[verdict]}")
        return verdict

    async def _control(self, host: str) -> bool | None:
        door = self.for_run()
        try:
            vetted = await door.vet(host)
            outcomes = []
            for address in vetted.addresses[:2]:
                async with door.reach(vetted, address, CONTROL_PORT) as contact:
                    outcomes.append(contact.outcome)
        except CheckError:
            return None
        return not any(outcome in ("open", "refused", "reset") for outcome in outcomes)

    def _judged(self, located: Located) -> Located:
        for address in located.addresses:
            why = self._why(address)
            if why:
                text = f"We do not connect to {located.host} ({address}): {why}."
                return replace(located, refused=text, private=True)
        return located

    def _refuse(self, host: str, address: Address) -> None:
        why = self._why(address)
        if why:
            raise TargetRefused(f"We do not connect to {host} ({address}): {why}.", host=host)

    def _why(self, address: Address) -> str | None:
        return refusal(address, self.settings.allow_networks, self._shared.own)

    def _mapped(self, port: int) -> str:
        return f" (kept at {self.port(port)} here)" if self.port(port) != port else ""

    def _blank(self) -> Transcript:
        return Transcript(self.clock, most_lines=self.budgets.transcript_lines, line_chars=self.budgets.line_bytes)

    def _copy(self, transcript: Transcript, deadline: float) -> Network:
        twin = object.__new__(Network)
        twin.budgets, twin.clock, twin.calendar, twin._shared = self.budgets, self.clock, self.calendar, self._shared
        twin.transcript, twin._deadline, twin._since = transcript, deadline, self._since
        return twin


_WORST: tuple[Verdict, ...] = ("nxdomain", "cname-loop", "servfail", "timeout", "no-data", "ok")


def _worse(one: Verdict, other: Verdict) -> Verdict:
    return min(one, other, key=_WORST.index)
