"""Every check against peers that mean harm: it ends in its time, says something clear, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace

import dns.message
import dns.rrset
import pytest

from app.checks import declarations
from app.checks.runner import Call, Runner
from app.core.checking import CheckResult
from tests.lab import Lab
from tests.lab.dns import Lie
from tests.lab.hostile import DNS_LIES, PEERS, include_bomb
from tests.lab.left_behind import client_sockets, tasks_left
from tests.lab.trial import QUICK

BRIEF = replace(QUICK, check_s=0.6, connect_s=0.5, diagnosis_s=2.0, dns_tries_s=(0.3,), dns_control_s=0.2)
GRACE_S = 3.0  # beyond the budget, for a machine that is busy with other things
TOKEN = "0123456789abcdef0123456789abcdef"
KNOWN = declarations()
ALL_PORTS = (25, 80, 110, 143, 443, 465, 587, 993, 995)

PORTS_OF: Mapping[str, tuple[int, ...]] = {
    **{"imap.login": (143, 993), "pop3.login": (110, 995), "smtp.submission": (587, 465), "993": (993,)},
    **{"http.get": (80,), "https": (443,), "dns.mta-sts": (443,)},
}


def _calls() -> list[Call]:
    """Each check that asks anybody, of a domain and a server of its own, so that all can be asked at once."""
    found = []
    for name in sorted(KNOWN):
        host, domain = f"{_label(name)}.example.com", f"{_label(name)}.example.net"
        have: dict[str, object] = {"hosts": [host], "host": host, "domain": domain, "url": f"http://{host}/"}
        have |= {"port": 25, "name": domain, "type": "TXT", "pattern": ".*", "selector": "s1", "proof": TOKEN}
        have |= {"addresses": [_address(name)], "recipient": f"sam@{'example.org' if name == 'smtp.relay' else domain}"}
        wanted = {key for key, field in KNOWN[name].params.model_fields.items() if field.is_required()}
        if name not in ("mail.bounce", "mail.headers"):
            found.append(Call(name, name, {key: have[key] for key in sorted(wanted)}))
    https = f"{_label('https')}.example.com"
    return [*found, Call("https", "http.get", {"url": f"https://{https}/"}),
            Call("993", "tls.certificate", {"host": f"{_label('993')}.example.com", "port": 993})]  # fmt: skip


def _label(key: str) -> str:
    return key.replace(".", "-")


def _address(key: str) -> str:
    keys = sorted([*KNOWN, "https", "993"])
    return f"127.0.6.{keys.index(key) + 1}"


CALLS = _calls()


def _town(lab: Lab) -> None:
    """The names that lead each check to a server of its own."""
    lab.dns.authentic = True
    for call in CALLS:
        label, address = _label(call.key), _address(call.key)
        lab.dns.zone("example.com", f"{label} A {address}\n_25._tcp.{label} TLSA 3 1 1 {'00' * 32}")
        lab.dns.zone(
            f"{label}.example.net",
            f"@ MX 10 {label}.example.com.\n@ NS {label}.example.com.\nmta-sts A {address}\n"
            f'_mta-sts TXT "v=STSv1; id=1"\n_unsnag TXT "unsnag-proof={TOKEN}"',
        )


def _run(lab: Lab, calls: Iterable[Call] = CALLS, **settings: object) -> Mapping[str, CheckResult]:
    """All results; fails where anything takes longer than it may, is unclear, or is left behind."""
    before = client_sockets(lab)

    async def go() -> dict[str, CheckResult]:
        runner = Runner(lab.as_settings(checks_at_once=100, blocklists="lists.test", **settings), budgets=BRIEF)
        found = {key: result async for key, result in runner.run_many(calls)}
        assert await tasks_left() == []
        for _ in range(3):  # a transport that is closed lets go of its socket in the loop's next turn
            await asyncio.sleep(0)
        gc.disable()
        assert client_sockets(lab) - before == set()
        return found

    began = time.monotonic()
    try:
        found = asyncio.run(go())
    finally:
        gc.enable()
    assert time.monotonic() - began <= BRIEF.check_s + GRACE_S
    for key, result in found.items():
        _must_be_clear(key, result)
    return found


def _must_be_clear(key: str, result: CheckResult) -> None:
    name = {"https": "http.get", "993": "tls.certificate"}.get(key, key)
    outcome = KNOWN[name].outcome(result.code)
    assert outcome is not None
    assert result.status == outcome.status
    assert result.summary.startswith(outcome.say)
    assert "went wrong" not in result.summary
    assert result.elapsed_ms <= (BRIEF.check_s + GRACE_S) * 1000
    assert len(result.evidence) <= BRIEF.transcript_lines + 1
    texts = [result.summary, result.advice, *(line.text for line in result.evidence), *_texts(result.facts)]
    for text in texts:
        assert len(text) <= 4 * BRIEF.line_bytes + len(" … (cut)")  # a byte may be shown as four characters
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in text), repr(text)


def _texts(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for key, one in value.items() for text in (*_texts(key), *_texts(one))]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


UNHEARD = {f"smtp.{name}": "no-connection" for name in ("ehlo", "starttls", "mailfrom", "recipient", "relay")}
NO_TLS = {"smtp.starttls": "handshake", "smtp.ehlo": "ok", "tls.certificate": "no-connection", "smtp.banner": "ok"}
BELIEVED = {"smtp.banner": "ok", "smtp.ehlo": "ok", "smtp.recipient": "accepted", "imap.login": "malformed"}
# Beside what holds for all: the verdicts that tell most about each.
EXPECTED: Mapping[str, Mapping[str, str]] = {
    "a byte at a time": {**UNHEARD, "smtp.connect": "open", "http.get": "timeout", "imap.login": "malformed"},
    "answers of a byte at a time": {**UNHEARD, "smtp.banner": "ok"},
    "10 MB without a line end": {**UNHEARD, "smtp.banner": "malformed", "dns.dane": "no-connection"},
    "an answer of 10 MB": {**UNHEARD, "smtp.banner": "ok"},
    "lines without an end": {**UNHEARD, "smtp.banner": "malformed"},
    "NULs": {**UNHEARD, "smtp.banner": "malformed"},
    "only NULs": {**UNHEARD, "smtp.banner": "malformed", "pop3.login": "malformed"},
    "terminal escapes": {**UNHEARD, "smtp.banner": "malformed", "imap.login": "malformed"},
    "HTML": BELIEVED,
    "answers before the questions": {**UNHEARD, "smtp.banner": "ok"},
    "two answers to each question": {**UNHEARD, "smtp.ehlo": "ok", "smtp.starttls": "not-offered"},
    "an answer in an answer, by CR": {**UNHEARD, "smtp.ehlo": "refused", "smtp.starttls": "not-offered"},
    "an answer in an answer, by LF": {**UNHEARD, "smtp.ehlo": "ok", "smtp.starttls": "not-offered"},
    "an answer that changes its code": {**UNHEARD, "smtp.ehlo": "refused", "smtp.starttls": "not-offered"},
    "a cut in the greeting": UNHEARD,  # whether before or after the first bytes is a matter of chance
    "hangs up in the middle of STARTTLS": NO_TLS,
    "cuts in the middle of STARTTLS": NO_TLS,
    "half a handshake": NO_TLS,
    "nonsense for a handshake": NO_TLS,
    "clear text before the handshake": NO_TLS,
}


@pytest.mark.parametrize("peer", PEERS)
def test_peers(peer: str) -> None:
    with Lab() as lab:
        _town(lab)
        for call in CALLS:
            for port in PORTS_OF.get(call.key, (25,)):
                lab.serve(PEERS[peer], _address(call.key), port)
        # Where the message is taken, the round trip would wait for its reader until its time is over.
        waits = EXPECTED[peer] in (NO_TLS, BELIEVED)
        found = _run(lab, [call for call in CALLS if not waits or call.key != "mail.roundtrip"])
    for key, code in EXPECTED[peer].items():  # or, where our own machine is slow, that it is, or that we do not know
        assert found[key].code in (code, "slow") or found[key].status == "unknown", key


@pytest.mark.parametrize("lie", [*DNS_LIES, "garbage", "silent"], ids=lambda lie: getattr(lie, "__name__", lie))
def test_name_servers(lie: Lie) -> None:
    with Lab() as lab:
        lab.dns.lie_always(lie)
        found = _run(lab)
        queries = len(lab.dns.queries)
    good = {key for key, result in found.items() if result.status == "pass"}
    assert good <= ({"dns.record", "dns.blocklist"} if lie is include_bomb else set())  # to which it is no lie
    assert queries <= 1000


def test_an_include_bomb_is_cut() -> None:
    with Lab() as lab:
        lab.dns.lie_always(include_bomb)
        found = _run(lab, [call for call in CALLS if call.key == "dns.spf"])
        queries = len(lab.dns.queries)
    assert found["dns.spf"].code == "too-many-lookups"
    assert queries <= 60


@pytest.mark.parametrize("first", [True, False], ids=["good first", "bad first"])
def test_names_that_lead_elsewhere_the_second_time(first: bool) -> None:
    """Nobody is ever led to an address that the door refuses, whatever a name server says, and in what order."""
    good, bad = "127.0.6.1", "127.0.7.1"
    seen: set[str] = set()

    def rebind(query: dns.message.Message) -> dns.message.Message:
        name = query.question[0].name.to_text()
        address = good if (name not in seen) is first else bad
        reply = dns.message.make_response(query)
        if query.question[0].rdtype.name == "A":
            seen.add(name)
            reply.answer.append(dns.rrset.from_text(name, 0, "IN", "A", address))
        return reply

    with Lab() as lab:
        _town(lab)
        for call in CALLS:
            for name in (f"{_label(call.key)}.example.com", f"mta-sts.{_label(call.key)}.example.net"):
                lab.dns.lie(name, rebind, "A")
        victims = [lab.smtp(bad, port=port) for port in ALL_PORTS]
        servers = [lab.smtp(good, port=port) for port in ALL_PORTS]
        for _ in range(2):
            _run(lab, allow_networks="127.0.6.0/24")
        assert [victim.connections for victim in victims] == [0] * len(victims)
        assert sum(server.connections for server in servers) > 0
