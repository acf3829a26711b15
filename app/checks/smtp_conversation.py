"""One connection to one mail server for all checks that want something of it: does it hold, what is said, envelopes.

Whoever comes before the server has introduced itself joins in. Each part is told as soon as it is over, and whoever
waits last sees the parting through, so that nothing is left behind.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from app.checks.dialogue import Dialogue, DialogueEnded
from app.checks.names import Address, read_address
from app.checks.smtp_reply import Reply
from app.checks.smtp_talk import Greeting, Talk, command, greet, in_turn, offers, part
from app.checks.smtp_wish import Envelope, Wish, asks_for_tls
from app.checks.sockets import Knock
from app.checks.transcript import visible
from app.core.errors import NoConnection

if TYPE_CHECKING:
    from app.checks.hosts import Contact, Vetted
    from app.checks.network import Network

V = TypeVar("V")
PORT = 25
SPARE_S = 1.5  # kept back from the time of the check, to part in good manners


class Conversation:
    """Begins when somebody first waits for a part of it, by the door of whoever made it."""

    def __init__(
        self, vetted: Vetted, address: Address, network: Network, over: Callable[[Conversation], object] = id
    ) -> None:
        self._vetted, self._address, self._network, self._over = vetted, address, network, over
        self._patience = network.budgets.connect_s
        self._surveyed, self._joinable = False, True
        self._wishes: list[Wish] = []
        self._why = NoConnection(f"{vetted.host} {address}: no connection came about.")
        self._loop = asyncio.get_running_loop()
        self._knocked: asyncio.Future[Knock] = self._loop.create_future()
        self._talked: asyncio.Future[Talk] = self._loop.create_future()
        self._task: asyncio.Task[None] | None = None
        self._waiting = 0

    def takes(self, wish: Wish | None = None) -> bool:
        """Whether one can still join; one recipient a connection (rule 9)."""
        asked = [other for other in self._wishes if other.recipient] if wish and wish.recipient else []
        taken = any((other.sender, other.recipient) != (wish.sender, wish.recipient) for other in asked if wish)
        return self._joinable and not taken and self._loop is asyncio.get_running_loop()

    async def knock(self, seconds: float) -> Knock:
        """Whether a connection comes about within these seconds, and holds."""
        self._patience = min(self._patience, seconds)
        return await self._wait(self._knocked)

    async def survey(self) -> Talk:
        """Greeting, EHLO, STARTTLS, handshake, certificate, EHLO again."""
        self._surveyed = True
        return await self._wait(self._talked)

    async def offer(self, wish: Wish) -> Envelope:
        """The envelope that was wished for. Raises NoConnection where the server does not let us come so far."""
        self._wishes.append(wish)
        return await self._wait(wish.envelope)

    async def _wait(self, part_of_it: asyncio.Future[V]) -> V:
        task = self._task = self._task or asyncio.ensure_future(self._hold())
        self._waiting += 1
        try:
            either: set[asyncio.Future[Any]] = {part_of_it, task}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if self._waiting == 1:
                await asyncio.wait({task})
            if part_of_it.done():
                return part_of_it.result()
            task.result()  # raises what kept us from it
            raise self._why
        finally:
            self._waiting -= 1
            if self._waiting == 0 and not task.done():
                task.cancel()
                await asyncio.wait({task})
            if task.done() and not task.cancelled():
                task.exception()  # seen, so that asyncio does not report it a second time

    async def _hold(self) -> None:
        try:
            async with self._network.reach(self._vetted, self._address, PORT, self._patience) as contact:
                talk = Talk(self._vetted.host, str(self._address), contact.outcome)
                if contact.dialogue is None:
                    self._knocked.set_result(Knock(contact.outcome, contact.ms))
                    self._tell(talk)
                else:
                    await self._begin(talk, contact, contact.dialogue)
        finally:
            self._joinable = False
            self._over(self)

    def _tell(self, talk: Talk) -> None:
        transcript = self._network.transcript
        self._joinable = False
        if not self._talked.done():
            self._talked.set_result(replace(talk, lines=transcript.lines(), started=transcript.started))

    async def _begin(self, talk: Talk, contact: Contact, dialogue: Dialogue) -> None:
        """Watch for a moment whether the connection is cut again; go on only if somebody wants more than that."""
        before = dialogue.elapsed_ms
        try:
            spoke = await dialogue.watch(self._network.budgets.grace_s)
        except DialogueEnded as ended:
            self._knocked.set_result(Knock("reset" if ended.ending == "reset" else "open", contact.ms))
            waited = dialogue.elapsed_ms - before
            self._tell(replace(talk, greeting=Greeting(None, waited, ended.ending, visible(ended.partial))))
            return
        self._knocked.set_result(Knock("open", contact.ms))
        if self._surveyed or self._wishes:
            greeting = await greet(dialogue, max(0.0, self._network.remaining_s() - SPARE_S))
            greeting = replace(greeting, delay_ms=round(dialogue.elapsed_ms - before, 1))
            await self._converse(replace(talk, greeting=greeting), dialogue)
            return
        self._joinable = False
        if spoke:
            with contextlib.suppress(DialogueEnded):
                await dialogue.read_line(self._network.budgets.grace_s)
                await part(dialogue)

    async def _converse(self, talk: Talk, dialogue: Dialogue) -> None:
        if talk.greeting is None or talk.greeting.reply is None or talk.greeting.reply.kind != 2:
            self._why = NoConnection("The server does not let us begin.")
            self._tell(talk)
            await part(dialogue)
            return
        try:
            talk = await self._introduce(talk, dialogue)
            first = talk.helo or talk.ehlo
            if first is None or first.kind != 2:
                self._why = NoConnection("The server breaks off after our greeting.")
                self._tell(talk)
                await part(dialogue)
                return
            talk = await self._to_encryption(talk, dialogue)
        except _Broken as broken:
            self._why = broken.ended
            self._tell(broken.talk)
            return
        except Spoilt as spoilt:
            self._why = spoilt
            return
        self._tell(talk)
        await self._offer_all(talk, dialogue)

    async def _introduce(self, talk: Talk, dialogue: Dialogue) -> Talk:
        """EHLO, or HELO where the server does not know it. Nobody joins after this."""
        own_name = self._network.own_name
        with _breaking(talk):
            talk = replace(talk, ehlo=await command(dialogue, f"EHLO {own_name}"))
        self._joinable = False
        if talk.ehlo is not None and talk.ehlo.kind != 2:
            with _breaking(talk):
                return replace(talk, helo=await command(dialogue, f"HELO {own_name}"))
        return talk

    async def _to_encryption(self, talk: Talk, dialogue: Dialogue) -> Talk:
        """What is wished for in the clear, then STARTTLS where anybody wants it (RFC 3207), the last of its group."""
        if not offers(talk, "STARTTLS"):
            return talk
        senders = tuple(dict.fromkeys(wish.sender for wish in self._wishes if not wish.encrypt))
        asked = [line for sender in senders for line in (f"MAIL FROM:<{sender}>", "RSET")]
        wanted = self._surveyed or any(wish.encrypt for wish in self._wishes)
        replies: list[Reply] = []
        try:
            group = [*asked, "STARTTLS"] if wanted else asked
            async for reply in in_turn(dialogue, group, at_once=offers(talk, "PIPELINING")):
                replies.append(reply)
                if len(replies) % 2 and len(replies) < len(asked):
                    self._heard_in_clear(talk, senders[len(replies) // 2], reply)
            if not wanted and any(wish.plain for wish in self._wishes):
                replies.append(await command(dialogue, "STARTTLS"))
        except DialogueEnded as ended:
            if len(replies) < len(asked):
                raise Spoilt(ended) from ended
            raise _Broken(_at_fault(talk, ended), ended) from ended
        if len(replies) == len(asked):
            return talk
        talk = replace(talk, starttls=replies[-1])
        return await self._encrypt(talk, dialogue) if replies[-1].code == 220 else talk

    def _heard_in_clear(self, talk: Talk, sender: str, reply: Reply) -> None:
        for wish in self._wishes:
            if not wish.encrypt and wish.sender == sender:
                if asks_for_tls(reply):
                    wish.plain = reply
                else:
                    wish.grant(Envelope(talk.host, talk.address, reply))

    async def _encrypt(self, talk: Talk, dialogue: Dialogue) -> Talk:
        """The handshake, and EHLO again (RFC 3207 section 4.2)."""
        name = None if read_address(talk.host) else talk.host
        try:
            talk = replace(talk, tls=await dialogue.start_tls(self._network.trust.open_context, name))
        except DialogueEnded as ended:
            raise _Broken(_at_fault(talk, ended), ended) from ended
        with _breaking(talk):
            return replace(talk, ehlo_again=await command(dialogue, f"EHLO {self._network.own_name}"))

    async def _offer_all(self, talk: Talk, dialogue: Dialogue) -> None:
        """The envelopes that are still wished for, a sender at a time; then part."""
        open_wishes = [wish for wish in self._wishes if wish.open]
        undo: Sequence[str] = ()
        try:
            for sender in dict.fromkeys(wish.sender for wish in open_wishes):
                for line in undo:
                    await command(dialogue, line)
                undo = await self._offer(talk, [wish for wish in open_wishes if wish.sender == sender], dialogue)
        except DialogueEnded as ended:
            self._why = ended
            return
        await part(dialogue, undo, at_once=offers(talk, "PIPELINING"))

    async def _offer(self, talk: Talk, wishes: Sequence[Wish], dialogue: Dialogue) -> Sequence[str]:
        """One sender, and the recipient if one is wished for; what takes it back."""
        recipient = next((wish.recipient for wish in wishes if wish.recipient), "")
        mail = await command(dialogue, f"MAIL FROM:<{wishes[0].sender}>")
        for wish in wishes:
            if not wish.recipient or mail.kind != 2:
                wish.grant(Envelope(talk.host, talk.address, mail, None, wish.plain))
        if mail.kind != 2:
            return ()
        if recipient:
            answer: Reply = await command(dialogue, f"RCPT TO:<{recipient}>")
            for wish in wishes:
                wish.grant(Envelope(talk.host, talk.address, mail, answer, wish.plain))
        return ("RSET",)

    def quote_into(self, network: Network) -> None:
        """Write down, for a check that waited, what has been said so far."""
        network.transcript.quote(self._network.transcript.lines(), self._network.transcript.started)


class Spoilt(NoConnection):
    """The server hung up over an envelope before it could be surveyed; a conversation without envelopes may do."""

    def __init__(self, ended: DialogueEnded) -> None:
        super().__init__(ended.message)


class _Broken(Exception):
    """The conversation ended within a survey; `talk` is how far it came."""

    def __init__(self, talk: Talk, ended: DialogueEnded) -> None:
        super().__init__(ended.message)
        self.talk, self.ended = talk, ended


@contextlib.contextmanager
def _breaking(talk: Talk) -> Iterator[None]:
    try:
        yield
    except DialogueEnded as ended:
        raise _Broken(talk, ended) from ended


def _at_fault(talk: Talk, ended: DialogueEnded) -> Talk:
    return replace(talk, tls_fault=f"{ended.ending}: {ended.message}")
