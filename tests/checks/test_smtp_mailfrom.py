"""`smtp.mailfrom` against real servers: every code."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.trial import check

TLS_FIRST = "530 5.7.0 Must issue a STARTTLS command first"


@pytest.mark.parametrize(
    ("replies", "sender", "code", "status"),
    [
        ({}, "", "ok", "pass"),
        ({}, "someone@example.org", "ok", "pass"),
        ({"MAIL FROM:<>": "550 5.7.1 no null sender"}, "", "null-refused", "fail"),
        ({"MAIL FROM:<>": "501 what?"}, "someone@example.org", "null-refused", "fail"),
        ({"MAIL FROM:<SOMEONE@EXAMPLE.ORG>": "553 5.1.8 no such domain"}, "someone@example.org", "refused", "fail"),
        ({"MAIL": TLS_FIRST}, "", "null-refused", "fail"),
    ],
)
def test_verdicts(lab: Lab, replies: dict[str, str], sender: str, code: str, status: str) -> None:
    server = lab.smtp("127.0.0.2", replies=replies)
    result = check(lab, "smtp.mailfrom", {"hosts": "127.0.0.2", "sender": sender})
    assert (result.code, result.status) == (code, status)
    assert result.facts["reply"]
    assert not any(line.upper().startswith(("RCPT", "DATA", "AUTH", "VRFY")) for line in server.commands)


def test_encryption_is_asked_for(lab: Lab) -> None:
    server = lab.smtp("127.0.0.2", tls=lab.tls("127.0.0.2"), demands_tls=True)
    result = check(lab, "smtp.mailfrom", {"hosts": "127.0.0.2"})
    assert (result.code, result.status) == ("tls-required", "warn")
    assert result.facts["reply"].startswith("530")
    assert server.commands.count("MAIL FROM:<>") == 2


@pytest.mark.parametrize(
    "reply", ["451 4.7.1 Greylisted, come back", "421 4.3.2 too busy", "nonsense", "250-without an end"]
)
def test_to_be_put_off_or_not_understood_is_no_refusal(lab: Lab, reply: str) -> None:
    lab.smtp("127.0.0.2", replies={"MAIL": reply})
    result = check(lab, "smtp.mailfrom", {"hosts": "127.0.0.2"})
    assert (result.code, result.status) == ("no-connection", "unknown")


@pytest.mark.parametrize(
    "sender",
    [
        "a@b@c.example",
        "a b@example.com",
        "a\r\nDATA@example.com",
        "<a@example.com>",
        '"a"@example.com',
        "é@example.com",
    ],
)
def test_no_command_is_smuggled_in(lab: Lab, sender: str) -> None:
    server = lab.smtp("127.0.0.2")
    result = check(lab, "smtp.mailfrom", {"hosts": "127.0.0.2", "sender": sender})
    assert result.code == "bad-input"
    assert server.commands == []


def test_one_server_that_takes_it_is_enough(lab: Lab) -> None:
    lab.smtp("127.0.0.2", replies={"MAIL": "550 no"})
    lab.smtp("127.0.0.3")
    assert check(lab, "smtp.mailfrom", {"hosts": "127.0.0.2,127.0.0.3"}).code == "ok"


def test_without_a_conversation_there_is_nothing_to_judge(lab: Lab) -> None:
    lab.smtp("127.0.0.2", banner="554 no")
    assert check(lab, "smtp.mailfrom", {"hosts": "127.0.0.2"}).code == "no-connection"
