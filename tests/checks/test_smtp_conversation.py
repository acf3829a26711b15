"""One connection to a mail server serves every check of a diagnosis, each part told as soon as it is over."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from app.checks.runner import Call, Runner
from app.core.checking import CheckResult
from tests.lab import Lab
from tests.lab.left_behind import tasks_left
from tests.lab.smtp import Peer, SmtpServer
from tests.lab.trial import QUICK, evidence, open_connections

MX = "mx1.example.com"
HOSTS = {"hosts": [MX]}
SAM, ANN = "sam@example.com", "ann@example.com"
EVERYTHING = (
    Call("connect", "smtp.connect", HOSTS),
    Call("banner", "smtp.banner", HOSTS),
    Call("ehlo", "smtp.ehlo", HOSTS),
    Call("starttls", "smtp.starttls", HOSTS),
    Call("certificate", "tls.certificate", {"host": MX, "port": 25}),
    Call("mailfrom", "smtp.mailfrom", HOSTS),
    Call("recipient", "smtp.recipient", {**HOSTS, "recipient": SAM}),
)
EHLO = "EHLO probe.lab.test"
RCPT = f"RCPT TO:<{SAM}>"


def run(lab: Lab, *calls: Call) -> Mapping[str, CheckResult]:
    """The results by key, in the order they came; fails where a task or a connection outlives them."""
    lab.dns.zone("example.com", "@ MX 10 mx1\nmx1 A 127.0.0.2")

    async def go() -> Mapping[str, CheckResult]:
        runner = Runner(lab.as_settings(), budgets=QUICK)
        found = {key: result async for key, result in runner.run_many(calls)}
        left = await tasks_left()
        assert not left, f"tasks left behind: {left}"
        return found

    found = asyncio.run(go())
    assert not open_connections(lab), "connections left behind"
    return found


async def connected(server: SmtpServer) -> None:
    while not server.connections:  # noqa: ASYNC110 (it lives in another thread)
        await asyncio.sleep(0)


def codes(found: Mapping[str, CheckResult]) -> dict[str, str]:
    return {key: result.code for key, result in found.items()}


def good(lab: Lab, **script: object) -> SmtpServer:
    return lab.smtp("127.0.0.2", tls=lab.tls(MX), **script)  # type: ignore[arg-type]


def test_everything_is_asked_on_one_connection(lab: Lab) -> None:
    server = good(lab)
    found = run(lab, *EVERYTHING)
    assert set(codes(found).values()) == {"open", "ok", "accepted"}
    assert server.connections == 1
    assert server.commands == [
        *(EHLO, "MAIL FROM:<>", "RSET", "STARTTLS"),
        *(EHLO, "MAIL FROM:<>", RCPT, "RSET", "QUIT"),
    ]
    assert "220 mx.lab.test ESMTP" in evidence(found["recipient"])
    assert RCPT in evidence(found["recipient"])


def test_each_part_is_told_as_soon_as_it_is_over(lab: Lab) -> None:
    good(lab, late_s={"MAIL": 0.1, "STARTTLS": 0.1, "RCPT": 0.1})
    order = list(run(lab, *reversed(EVERYTHING)))
    assert order[0] == "connect"
    assert order[1] == "mailfrom"
    assert order[-1] == "recipient"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ({"extensions": ["SIZE 1000"]}, {}),
        ({"demands_tls": True}, {"mailfrom": "tls-required"}),
        ({"demands_tls": True, "extensions": []}, {"mailfrom": "tls-required"}),
        ({"replies": {"MAIL": "550 5.7.1 no"}}, {"mailfrom": "null-refused", "recipient": "policy"}),
        ({"replies": {"RCPT": "550 5.1.1 User unknown"}}, {"recipient": "unknown-user"}),
        ({"replies": {"RCPT": ""}}, {"recipient": "no-connection"}),
        ({"replies": {"STARTTLS": "454 4.7.0 not now"}}, {"starttls": "refused", "certificate": "no-connection"}),
        (
            {"replies": {"STARTTLS": ""}},
            {"starttls": "handshake", "certificate": "no-connection", "recipient": "no-connection"},
        ),
    ],
)
def test_it_says_what_separate_conversations_would(
    lab: Lab, script: dict[str, object], expected: dict[str, str]
) -> None:
    server = good(lab, **script)
    sound = {call.key: "ok" for call in EVERYTHING} | {"connect": "open", "recipient": "accepted"}
    together = codes(run(lab, *EVERYTHING))
    assert together == sound | expected
    assert server.connections == 1
    assert together == {call.key: codes(run(lab, call))[call.key] for call in EVERYTHING}


def test_a_second_recipient_gets_a_connection_of_its_own(lab: Lab) -> None:
    server = good(lab)
    found = run(
        lab,
        Call("sam", "smtp.recipient", {**HOSTS, "recipient": SAM}),
        Call("ann", "smtp.recipient", {**HOSTS, "recipient": ANN}),
        Call("for-me", "smtp.recipient", {**HOSTS, "recipient": SAM, "sender": ANN}),
        Call("anybody", "smtp.catch-all", {**HOSTS, "domain": "example.com"}),
    )
    assert set(codes(found).values()) == {"accepted", "accepts-all"}
    assert (server.connections, server.most_at_once) == (4, 1)


def test_two_senders_are_named_one_after_the_other(lab: Lab) -> None:
    server = good(lab)
    found = run(
        lab,
        Call("null", "smtp.mailfrom", HOSTS),
        Call("recipient", "smtp.recipient", {**HOSTS, "recipient": SAM, "sender": ANN}),
    )
    assert codes(found) == {"null": "ok", "recipient": "accepted"}
    assert server.connections == 1
    assert server.commands.count(f"MAIL FROM:<{ANN}>") == 1


def test_a_server_that_hangs_up_over_a_sender_is_surveyed_all_the_same(lab: Lab) -> None:
    server = good(lab, replies={"MAIL": ""})
    found = codes(run(lab, *EVERYTHING))
    assert (found["starttls"], found["certificate"], found["banner"]) == ("ok", "ok", "ok")
    assert (found["mailfrom"], found["recipient"]) == ("no-connection", "no-connection")
    assert server.connections == 2


def test_text_injected_behind_the_answers_of_a_group_is_found(lab: Lab) -> None:
    async def inject(peer: Peer) -> None:
        await peer.send(b"220 mx\r\n")
        await peer.line()
        await peer.send(b"250-mx\r\n250-PIPELINING\r\n250 STARTTLS\r\n")
        for _ in range(3):
            await peer.line()
        await peer.send(b"250 ok\r\n250 ok\r\n220 go\r\n250 injected\r\n")
        await peer.line()

    lab.serve(inject, "127.0.0.2")
    found = run(lab, *EVERYTHING)
    assert (found["starttls"].code, found["mailfrom"].code) == ("handshake", "ok")
    assert "before the encryption" in found["starttls"].summary


def test_whoever_only_knocks_does_not_introduce_us(lab: Lab) -> None:
    server = good(lab)
    assert codes(run(lab, EVERYTHING[0])) == {"connect": "open"}
    assert server.commands == ["QUIT"]


def test_a_late_greeting_is_not_lost_between_the_parts(lab: Lab) -> None:
    """Some come just when it has been watched for long enough whether the connection is cut again."""
    good(lab, delay_s=QUICK.grace_s)
    found = run(lab, *EVERYTHING)
    assert codes(found)["banner"] == "ok"
    assert found["banner"].facts["delay_ms"] >= QUICK.grace_s * 1000


def test_whoever_is_stopped_leaves_the_others_their_conversation(lab: Lab) -> None:
    server = good(lab, delay_s=0.1)
    lab.dns.zone("example.com", "@ MX 10 mx1\nmx1 A 127.0.0.2")

    async def go() -> str:
        runner = Runner(lab.as_settings(), budgets=QUICK)
        connect = asyncio.ensure_future(runner.run("smtp.connect", HOSTS))
        banner = asyncio.ensure_future(runner.run("smtp.banner", HOSTS))
        await connected(server)
        connect.cancel()
        return (await banner).code

    assert asyncio.run(go()) == "ok"
    assert not open_connections(lab)


def test_stopping_everybody_leaves_nothing(lab: Lab) -> None:
    server = good(lab, delay_s=5)
    lab.dns.zone("example.com", "@ MX 10 mx1\nmx1 A 127.0.0.2")

    async def go() -> list[asyncio.Task[object]]:
        runner = Runner(lab.as_settings(), budgets=QUICK)
        works = [asyncio.ensure_future(runner.run(call.name, call.params)) for call in EVERYTHING]
        await connected(server)
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)
        return await tasks_left()

    assert asyncio.run(go()) == []
    assert not open_connections(lab)
