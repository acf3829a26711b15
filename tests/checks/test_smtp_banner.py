"""`smtp.banner` against real servers that greet well, badly, late or not at all: every code."""

from __future__ import annotations

import pytest

from app.checks.smtp_banner import judge
from app.checks.smtp_reply import read_reply
from app.checks.smtp_talk import Greeting
from tests.lab import Lab
from tests.lab.smtp import Peer
from tests.lab.trial import check, evidence


@pytest.mark.parametrize(
    ("banner", "code", "status"),
    [
        ("220 mx.example.com ESMTP", "ok", "pass"),
        (["220-mx.example.com", "220 welcome"], "ok", "pass"),
        ("220", "ok", "pass"),
        ("220 *****************************************", "rewritten", "warn"),
        ("220 **************2******0*****", "rewritten", "warn"),
        ("421 4.3.2 mx.example.com too busy", "busy", "warn"),
        ("450 later", "busy", "warn"),
        ("554 mx.example.com no service here", "rejects", "fail"),
        ("550 5.7.1 listed", "rejects", "fail"),
        ("250 mx.example.com", "malformed", "fail"),
        ("SSH-2.0-OpenSSH_9.6", "malformed", "fail"),
        ("HTTP/1.1 400 Bad Request", "malformed", "fail"),
        ("220 nul \x00 in it", "malformed", "fail"),
        (["220-mx", "250 mx"], "malformed", "fail"),
        ("220 " + "x" * 3000, "malformed", "fail"),
    ],
)
def test_verdicts(lab: Lab, banner: str | list[str], code: str, status: str) -> None:
    lab.smtp("127.0.0.2", banner=banner)
    result = check(lab, "smtp.banner", {"hosts": "127.0.0.2"})
    assert (result.code, result.status) == (code, status)
    assert 0 <= result.facts["delay_ms"] < 2000


def test_the_greeting_and_its_delay_are_facts(lab: Lab) -> None:
    lab.smtp("127.0.0.2", banner=["220-mx.example.com ESMTP", "220 \x1b[1mhello"], delay_s=0.1)
    facts = check(lab, "smtp.banner", {"hosts": "127.0.0.2"}).facts
    assert facts["banner"] == "220-mx.example.com ESMTP\n220 ␛[1mhello"
    assert 100 <= facts["delay_ms"] < 2000


def test_a_late_greeting_is_slow(lab: Lab) -> None:
    lab.smtp("127.0.0.2", delay_s=0.3)
    result = check(lab, "smtp.banner", {"hosts": "127.0.0.2"})
    assert (result.code, result.status) == ("slow", "warn")
    assert result.facts["banner"] == "220 mx.lab.test ESMTP"


def test_a_tarpit_is_slow_too_within_the_time_of_a_check(lab: Lab) -> None:
    async def drip(peer: Peer) -> None:
        await peer.drip(b"220 mx.example.com ESMTP\r\n", 0.2)

    lab.serve(drip, "127.0.0.2")
    result = check(lab, "smtp.banner", {"hosts": "127.0.0.2"})
    assert result.code == "slow"
    assert result.facts["banner"].startswith("220"[:2])


def test_a_server_that_hangs_up_without_a_word_is_no_mail_server(lab: Lab) -> None:
    async def leave(peer: Peer) -> None:
        return

    lab.serve(leave, "127.0.0.2")
    assert check(lab, "smtp.banner", {"hosts": "127.0.0.2"}).code == "malformed"


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("421 busy", "220 ok", "ok"),
        ("554 no", "220 ok", "ok"),
        ("220 ok", "554 no", "ok"),
        ("554 no", "421 busy", "rejects"),
        ("421 busy", "554 no", "busy"),
    ],
)
def test_the_first_host_through_which_mail_could_pass_tells(lab: Lab, first: str, second: str, code: str) -> None:
    lab.smtp("127.0.0.2", banner=first)
    lab.smtp("127.0.0.3", banner=second)
    result = check(lab, "smtp.banner", {"hosts": "127.0.0.2,127.0.0.3"})
    assert result.code == code
    assert first in evidence(result)
    assert second in evidence(result)


def test_no_connection_is_not_judged_here(lab: Lab) -> None:
    result = check(lab, "smtp.banner", {"hosts": "127.0.0.9"})
    assert (result.code, result.status) == ("no-connection", "unknown")
    lab.smtp("127.0.0.2")
    assert check(lab, "smtp.banner", {"hosts": "127.0.0.9,127.0.0.2"}).code == "ok"


def test_a_refused_host_is_not_greeted(lab: Lab) -> None:
    assert check(lab, "smtp.banner", {"hosts": "10.0.0.1"}).code == "not-allowed"


@pytest.mark.parametrize(("name", "word"), [("mx.lab.test", "agrees with"), ("other.example.net", "differs from")])
def test_the_reverse_name_is_compared_in_the_evidence(lab: Lab, name: str, word: str) -> None:
    lab.dns.zone("2.0.0.127.in-addr.arpa", f"@ PTR {name}.")
    lab.smtp("127.0.0.2")
    assert word in evidence(check(lab, "smtp.banner", {"hosts": "127.0.0.2"}))


def test_it_presents_itself_and_parts_in_good_manners(lab: Lab) -> None:
    server = lab.smtp("127.0.0.2")
    check(lab, "smtp.banner", {"hosts": "127.0.0.2"})
    assert server.commands == ["EHLO probe.lab.test", "QUIT"]


def test_a_server_that_turns_us_away_is_only_told_good_bye(lab: Lab) -> None:
    server = lab.smtp("127.0.0.2", banner="554 no")
    check(lab, "smtp.banner", {"hosts": "127.0.0.2"})
    assert server.commands == ["QUIT"]


def test_judging_needs_no_network() -> None:
    assert judge(Greeting(read_reply([b"220 mx"]), 5000.0), 5.0) == "slow"
    assert judge(Greeting(read_reply([b"220 mx"]), 4999.0), 5.0) == "ok"
    assert judge(Greeting(None, 100.0, "closed"), 5.0) == "malformed"
