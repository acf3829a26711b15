"""A conversation with peers in good and in bad order: rules 7, 9 and 10."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import TypeVar

import pytest

from app.checks.budgets import Budgets
from app.checks.dialogue import Dialogue, DialogueEnded
from app.checks.network import Network
from app.checks.smtp_talk import command, receive
from tests.lab import Lab
from tests.lab.smtp import Peer
from tests.lab.trial import open_connections

T = TypeVar("T")
HERE = ip_address("127.0.0.2")
SMALL = Budgets(connect_s=0.5, check_s=0.6, dialogue_bytes=8192, line_bytes=512)


def talk(lab: Lab, work: Callable[[Dialogue], Awaitable[T]], budgets: Budgets = SMALL) -> T:
    async def go() -> T:
        network = Network(lab.as_settings(), budgets)
        async with network.reach(await network.vet(str(HERE)), HERE, 25) as contact:
            assert contact.dialogue is not None
            return await work(contact.dialogue)

    try:
        return asyncio.run(go())
    finally:
        assert not open_connections(lab)


def sends(data: bytes, *, drip: float = 0.0, then: str = "wait") -> Callable[[Peer], Awaitable[None]]:
    async def script(peer: Peer) -> None:
        if drip:
            await peer.drip(data, drip)
        else:
            await peer.send(data)
        if then == "wait":
            await peer.line()
        if then == "reset":
            peer.reset()

    return script


def ending(lab: Lab, script: Callable[[Peer], Awaitable[None]], budgets: Budgets = SMALL) -> str:
    lab.serve(script, str(HERE))
    with pytest.raises(DialogueEnded) as caught:
        talk(lab, receive, budgets)
    return caught.value.ending


def test_lines_are_read_whatever_way_they_are_cut(lab: Lab) -> None:
    lab.serve(sends(b"220-one\r\n220-two\n220 three\r\n"), str(HERE))
    assert talk(lab, receive).raw == ("220-one", "220-two", "220 three")


def test_a_line_in_pieces_is_one_line(lab: Lab) -> None:
    lab.serve(sends(b"220 mx\r\n", drip=0.001), str(HERE))
    assert talk(lab, receive).raw == ("220 mx",)


def test_a_byte_at_a_time_ends_with_the_time_of_the_check(lab: Lab) -> None:
    started = time.monotonic()
    assert ending(lab, sends(b"220 mx.example.com ESMTP\r\n", drip=0.05)) == "timeout"
    assert time.monotonic() - started < 1.5


def test_a_line_without_end_is_cut(lab: Lab) -> None:
    assert ending(lab, sends(b"220 " + b"x" * 10_000_000)) == "too-long"


def test_a_long_line_with_an_end_is_cut_too(lab: Lab) -> None:
    assert ending(lab, sends(b"220 " + b"x" * 600 + b"\r\n")) == "too-long"


def test_lines_without_end_are_cut(lab: Lab) -> None:
    async def read_on(dialogue: Dialogue) -> None:
        while True:
            await dialogue.read_line()

    lab.serve(sends(b"220-x\r\n" * 100_000), str(HERE))
    with pytest.raises(DialogueEnded) as caught:
        talk(lab, read_on)
    assert caught.value.ending == "too-much"


def test_hanging_up_and_cutting_are_told_apart(lab: Lab) -> None:
    assert ending(lab, sends(b"220 half a li", then="close")) == "closed"

    async def cut(peer: Peer) -> None:
        await peer.send(b"220 mx\r\n")
        await peer.line()
        peer.reset()

    lab.serve(cut, "127.0.0.4")

    async def go() -> str:
        network = Network(lab.as_settings(), SMALL)
        vetted = await network.vet("127.0.0.4")
        async with network.reach(vetted, vetted.addresses[0], 25) as contact:
            assert contact.dialogue is not None
            await receive(contact.dialogue)
            with pytest.raises(DialogueEnded) as caught:
                await command(contact.dialogue, "NOOP")
            return caught.value.ending

    assert asyncio.run(go()) == "reset"


def test_controls_and_html_stay_text(lab: Lab) -> None:
    lab.serve(sends(b"220 \x1b]0;owned\x07<script>alert(1)</script>\x00\xe2\x80\xae\r\n"), str(HERE))

    async def say(dialogue: Dialogue) -> str:
        await dialogue.read_line()
        return dialogue.transcript.lines()[-1].text

    assert talk(lab, say) == "220 ␛]0;owned␇<script>alert(1)</script>␀<U+202E>"


def test_a_line_of_ours_is_one_line(lab: Lab) -> None:
    server = lab.smtp(str(HERE))

    async def try_to_break_out(dialogue: Dialogue) -> None:
        await receive(dialogue)
        for text in ("EHLO x\r\nDATA", "EHLO x\nDATA", "EHLO \x00", "EHLO ü", "EHLO x\x85DATA"):
            with pytest.raises(ValueError):
                await dialogue.send_line(text)
        await command(dialogue, "EHLO probe.lab.test")

    talk(lab, try_to_break_out)
    assert server.commands == ["EHLO probe.lab.test"]


def test_a_reply_of_a_thousand_lines_is_none(lab: Lab) -> None:
    assert ending(lab, sends(b"220-x\r\n" * 1000)) == "too-much"


def test_an_answer_that_nobody_asked_for_is_not_taken_for_one(lab: Lab) -> None:
    lab.serve(sends(b"220 mx\r\n250 ok\r\n"), str(HERE))

    async def ask(dialogue: Dialogue) -> str:
        await receive(dialogue)
        with pytest.raises(DialogueEnded) as caught:
            await command(dialogue, "EHLO probe.lab.test")
        return caught.value.ending

    assert talk(lab, ask) == "out-of-turn"
