"""`smtp.catch-all` and `smtp.role-accounts` against real servers: every code."""

from __future__ import annotations

import pytest

from tests.lab import Lab
from tests.lab.trial import check

PARAMS = {"hosts": "127.0.0.2", "domain": "example.com"}


@pytest.mark.parametrize(
    ("reply", "code", "status"),
    [
        ("550 5.1.1 User unknown", "refuses", "pass"),
        ("554 5.7.1 Relay access denied", "refuses", "pass"),
        ("250 2.1.5 Ok", "accepts-all", "warn"),
        ("451 4.7.1 Greylisted, try again later", "greylisted", "warn"),
        ("451 4.3.0 Temporary lookup failure", "greylisted", "warn"),
    ],
)
def test_catch_all(lab: Lab, reply: str, code: str, status: str) -> None:
    server = lab.smtp("127.0.0.2", replies={"RCPT": reply})
    result = check(lab, "smtp.catch-all", PARAMS)
    assert (result.code, result.status) == (code, status)
    asked = next(line for line in server.commands if line.startswith("RCPT"))
    assert asked.startswith("RCPT TO:<unsnag-")
    assert asked.endswith("@example.com>")


def test_the_made_up_name_is_another_each_time(lab: Lab) -> None:
    server = lab.smtp("127.0.0.2", replies={"RCPT": "550 5.1.1 no"})
    for _ in range(2):
        check(lab, "smtp.catch-all", PARAMS)
    assert len({line for line in server.commands if line.startswith("RCPT")}) == 2


@pytest.mark.parametrize(
    ("replies", "code", "status"),
    [
        ({}, "ok", "pass"),
        ({"RCPT TO:<ABUSE@EXAMPLE.COM>": "550 5.1.1 no such user"}, "missing", "warn"),
        ({"RCPT TO:<POSTMASTER@EXAMPLE.COM>": "550 5.1.1 no such user"}, "missing", "warn"),
        ({"RCPT": "450 4.2.0 Greylisted"}, "ok", "pass"),
    ],
)
def test_role_accounts(lab: Lab, replies: dict[str, str], code: str, status: str) -> None:
    lab.smtp("127.0.0.2", replies=replies)
    result = check(lab, "smtp.role-accounts", PARAMS)
    assert (result.code, result.status) == (code, status)


@pytest.mark.parametrize("name", ["smtp.catch-all", "smtp.role-accounts"])
def test_a_refused_sender_leaves_us_not_knowing(lab: Lab, name: str) -> None:
    lab.smtp("127.0.0.2", replies={"MAIL": "550 no"})
    assert check(lab, name, PARAMS).code == "no-connection"
