"""`smtp.ehlo` against real servers: every code."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.trial import check


@pytest.mark.parametrize(
    ("replies", "code", "status"),
    [
        ({}, "ok", "pass"),
        ({"EHLO": "250 mx"}, "ok", "pass"),
        ({"EHLO": "502 5.5.1 no"}, "helo-only", "warn"),
        ({"EHLO": "500 no", "HELO": "550 no"}, "refused", "fail"),
        ({"EHLO": "550 5.7.1 not from you", "HELO": "550 not from you"}, "refused", "fail"),
        ({"EHLO": "421 later", "HELO": ""}, "refused", "fail"),
        ({"EHLO": "nonsense", "HELO": "nonsense"}, "refused", "fail"),
    ],
)
def test_verdicts(lab: Lab, replies: dict[str, str], code: str, status: str) -> None:
    lab.smtp("127.0.0.2", replies=replies)
    result = check(lab, "smtp.ehlo", {"hosts": "127.0.0.2"})
    assert (result.code, result.status) == (code, status)


def test_extensions_and_size_are_facts(lab: Lab) -> None:
    lab.smtp("127.0.0.2", extensions=["PIPELINING", "size 1000", "8BITMIME", "X-ODD <b>"])
    facts = check(lab, "smtp.ehlo", {"hosts": "127.0.0.2"}).facts
    assert facts == {"extensions": ["PIPELINING", "size 1000", "8BITMIME", "X-ODD <b>"], "size": 1000.0}


def test_controls_in_an_extension_make_the_reply_unreadable(lab: Lab) -> None:
    lab.smtp("127.0.0.2", extensions=["X-\x1b[2J"])
    assert check(lab, "smtp.ehlo", {"hosts": "127.0.0.2"}).code == "helo-only"


def test_one_working_server_is_enough(lab: Lab) -> None:
    lab.smtp("127.0.0.2", replies={"EHLO": "550 no", "HELO": "550 no"})
    lab.smtp("127.0.0.3")
    assert check(lab, "smtp.ehlo", {"hosts": "127.0.0.2,127.0.0.3"}).code == "ok"


def test_without_a_conversation_there_is_nothing_to_judge(lab: Lab) -> None:
    lab.smtp("127.0.0.2", banner="554 no")
    assert check(lab, "smtp.ehlo", {"hosts": "127.0.0.2"}).code == "no-connection"
    assert check(lab, "smtp.ehlo", {"hosts": "127.0.0.9"}).code == "no-connection"
    assert check(lab, "smtp.ehlo", {"hosts": "10.0.0.1"}).code == "not-allowed"
