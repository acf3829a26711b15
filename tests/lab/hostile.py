"""Peers that mean harm, or act as if they did: scripts for `Lab.serve`, and lies for its name server."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Mapping

import dns.message
import dns.rdatatype
import dns.rrset

from tests.lab.smtp import Peer, Script

LONG = 10_000_000
ESCAPES = b"\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b1m"
OFFER = b"250-mx1.example.com\r\n250-PIPELINING\r\n250 STARTTLS\r\n"
GO = b"220 2.0.0 go ahead\r\n"


def _says(first: bytes, again: bytes = b"") -> Script:
    """Opens with `first`, and answers every line with `again`."""

    async def script(peer: Peer) -> None:
        await peer.send(first)
        while await peer.line():
            await peer.send(again)

    return script


def _until_starttls(then: bytes, *, cut: bool = False) -> Script:
    """Speaks SMTP up to STARTTLS, answers that with `then`, and hangs up or cuts the connection."""

    async def script(peer: Peer) -> None:
        await peer.send(b"220 mx1.example.com ESMTP\r\n")
        while said := (await peer.line()).upper():
            if said.startswith(b"EHLO"):
                await peer.send(OFFER)
            elif said == b"STARTTLS":
                await peer.send(then)
                await peer.reader.read(1)
                break
            else:
                await peer.send(b"250 2.0.0 ok\r\n")
        if cut:
            peer.reset()

    return script


async def _byte_by_byte(peer: Peer) -> None:
    await peer.drip(b"220 mx1.example.com ESMTP\r\n", 0.25)


async def _answers_byte_by_byte(peer: Peer) -> None:
    await peer.send(b"220 mx1.example.com ESMTP\r\n")
    while await peer.line():
        await peer.drip(b"250-and-on-and-on-and-on\r\n" * 10, 0.25)


async def _floods(peer: Peer) -> None:
    with contextlib.suppress(ConnectionError):
        for _ in range(200):
            await peer.send(b"220-and on\r\n" * 10_000)


async def _cuts(peer: Peer) -> None:
    await peer.send(b"220 mx1.exam")
    peer.reset()


PEERS: Mapping[str, Script] = {
    "a byte at a time": _byte_by_byte,
    "answers of a byte at a time": _answers_byte_by_byte,
    "10 MB without a line end": _says(b"220 " + b"x" * LONG),
    "an answer of 10 MB": _says(b"220 mx1.example.com\r\n", b"250 " + b"x" * LONG + b"\r\n"),
    "lines without an end": _floods,
    "NULs": _says(b"220 mx1\x00.example.com\r\n", b"250 \x00\x00 ok\r\n"),
    "only NULs": _says(b"\x00" * 5000),
    "terminal escapes": _says(b"220 mx1.example.com " + ESCAPES + b"\r\n", b"250 " + ESCAPES + b"\r\n"),
    "HTML": _says(b"220 mx1.example.com <script>alert(1)</script>\r\n", b"250 <img src=x onerror=alert(1)>\r\n"),
    "answers before the questions": _says(b"220 mx1.example.com\r\n250 ok\r\n250 ok\r\n250 ok\r\n", b"250 ok\r\n"),
    "two answers to each question": _says(b"220 mx1.example.com\r\n", b"250 2.0.0 ok\r\n550 5.7.1 no\r\n"),
    "an answer in an answer, by CR": _says(b"220 mx1.example.com\r\n", b"250 ok\r550 5.7.1 no\r\n"),
    "an answer in an answer, by LF": _says(b"220 mx1.example.com\r\n", b"250 ok\n550 5.7.1 no\r\n"),
    "an answer that changes its code": _says(b"220 mx1.example.com\r\n", b"250-ok\r\n550 5.7.1 no\r\n"),
    "a cut in the greeting": _cuts,
    "hangs up in the middle of STARTTLS": _until_starttls(GO),
    "cuts in the middle of STARTTLS": _until_starttls(GO, cut=True),
    "half a handshake": _until_starttls(GO + b"\x16\x03\x03\x40\x00" + b"\x02" * 100),
    "nonsense for a handshake": _until_starttls(GO + b"\xff" * 70_000),
    "clear text before the handshake": _until_starttls(GO + b"250-injected\r\n250 AUTH PLAIN\r\n"),
}


def _answer(query: dns.message.Message, kind: str, *texts: str) -> dns.message.Message:
    reply = dns.message.make_response(query)
    reply.answer.append(dns.rrset.from_text_list(query.question[0].name, 0, "IN", kind, list(texts)))
    return reply


def to_itself(query: dns.message.Message) -> dns.message.Message:
    """Every name is an alias of itself."""
    return _answer(query, "CNAME", query.question[0].name.to_text())


def to_and_fro(query: dns.message.Message) -> dns.message.Message:
    """Every name is an alias of another, and that one of it."""
    other = {"a.example.net.": "b.example.net."}.get(query.question[0].name.to_text(), "a.example.net.")
    return _answer(query, "CNAME", other)


_NUMBERS = itertools.count()


def on_and_on(query: dns.message.Message) -> dns.message.Message:
    """Every name is an alias of one that nobody has asked for yet."""
    return _answer(query, "CNAME", f"n{next(_NUMBERS)}.example.net.")


def another_question(query: dns.message.Message) -> dns.message.Message:
    """Answers what was not asked."""
    return dns.message.make_response(dns.message.make_query("other.example.net", "A", id=query.id))


def nonsense(query: dns.message.Message) -> bytes:
    """A header that promises records, and a name that points to itself (RFC 1035 section 4.1.4)."""
    return query.id.to_bytes(2, "big") + b"\x81\x80\x00\x01\xff\xff\xff\xff\xff\xff" + b"\xc0\x0c" * 40


def cut_short(query: dns.message.Message) -> bytes:
    return dns.message.make_response(query).to_wire()[:-3]


def include_bomb(query: dns.message.Message) -> dns.message.Message:
    """Every SPF record draws in ten others."""
    if query.question[0].rdtype != dns.rdatatype.TXT:
        return dns.message.make_response(query)
    names = [f"include:n{next(_NUMBERS)}.example.net" for _ in range(10)]
    return _answer(query, "TXT", '"v=spf1 " "' + " ".join(names[:5]) + ' " "' + " ".join(names[5:]) + ' -all"')


DNS_LIES = (to_itself, to_and_fro, on_and_on, another_question, nonsense, cut_short, include_bomb)
