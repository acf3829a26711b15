"""`mail.roundtrip` against real servers: every code, what is sent, when, to whom, and when not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from email import message_from_string, policy
from pathlib import Path
from typing import Any

import pytest

from app.checks.ledger import MOST_TO_ONE
from app.checks.runner import Runner
from app.core.checking import CheckResult
from tests.actions.factories import Clock
from tests.lab import Lab
from tests.lab.reader import Reader, code_of
from tests.lab.smtp import SmtpServer
from tests.lab.trial import QUICK, check, evidence

NAME = "mail.roundtrip"
TOKEN = "0123456789abcdef0123456789abcdef"
SAM = "sam@example.com"
PARAMS = {"domain": "example.com", "proof": TOKEN, "recipient": SAM}
PROOF = f'_unsnag TXT "unsnag-proof={TOKEN}"'
ZONE = f"@ MX 10 mx\nmx A 127.0.0.2\n{PROOF}"
BRIEF = replace(QUICK, check_s=1.0)  # for nobody to confirm anything


class Desk:
    """A ledger that lives on between checks, and a clock that is moved by hand."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.clock = Clock()
        self.ledger = Reader(self.clock)

    def run(self, inbox: SmtpServer | None = None, after: float = 0.0, **change: object) -> CheckResult:
        """One check, by a runner of its own. With an inbox, what comes to it is confirmed."""
        self.ledger.inbox, self.ledger.after = inbox, after
        budgets = QUICK if inbox else BRIEF
        runner = Runner(self.lab.as_settings(), budgets=budgets, ledger=self.ledger)
        return asyncio.run(runner.run(NAME, {**PARAMS, **change}))


def parsed(message: str) -> Any:
    return message_from_string(message, policy=policy.default)


@pytest.fixture
def desk(lab: Lab) -> Desk:
    lab.dns.zone("example.com", ZONE)
    return Desk(lab)


def test_a_message_that_is_confirmed_has_arrived(lab: Lab, desk: Desk) -> None:
    server = lab.smtp("127.0.0.2")
    result = desk.run(server, after=42)
    assert (result.code, result.status, result.facts) == ("arrived", "pass", {"seconds": 42.0})
    assert "MAIL FROM:<>" in server.commands
    assert f"RCPT TO:<{SAM}>" in server.commands


def test_one_that_nobody_confirms_is_waited_for_by_the_next_run(lab: Lab, desk: Desk) -> None:
    server = lab.smtp("127.0.0.2")
    first = desk.run()
    assert (first.code, first.status) == ("not-arrived", "fail")
    assert "12:00 UTC" in first.summary
    assert "run this check again" in first.advice
    desk.clock.move(minutes=10)
    assert desk.ledger.confirm(code_of(server.messages[0]))
    desk.clock.move(minutes=10)
    again = desk.run()
    assert (again.code, again.facts) == ("arrived", {"seconds": 600.0})
    assert len(server.messages) == 1
    assert "we send no other" in evidence(again)


def test_a_verdict_is_not_kept_for_whoever_asks_next(lab: Lab, desk: Desk) -> None:
    server = lab.smtp("127.0.0.2")
    runner = Runner(lab.as_settings(), budgets=BRIEF, ledger=desk.ledger)

    async def twice() -> list[str]:
        first = await runner.run(NAME, PARAMS)
        assert desk.ledger.confirm(code_of(server.messages[0]))
        return [first.code, (await runner.run(NAME, PARAMS)).code]

    assert asyncio.run(twice()) == ["not-arrived", "arrived"]


def test_after_an_hour_another_message_is_sent_and_three_a_day_are_enough(lab: Lab, desk: Desk) -> None:
    server = lab.smtp("127.0.0.2")
    for _ in range(MOST_TO_ONE):
        assert desk.run().code == "not-arrived"
        desk.clock.move(minutes=61)
    result = desk.run()
    assert (result.code, result.status) == ("limit", "unknown")
    assert len(server.messages) == MOST_TO_ONE
    desk.clock.move(days=1)
    assert desk.run(server, after=1).code == "arrived"


def test_a_domain_has_a_limit_of_its_own(lab: Lab, desk: Desk) -> None:
    server = lab.smtp("127.0.0.2", replies={"RCPT": "550 5.1.1 No such user"})
    codes = [desk.run(recipient=f"sam{number}@example.com").code for number in range(11)]
    assert codes == ["refused"] * 10 + ["limit"]
    assert server.connections == 10


@pytest.mark.parametrize(
    "replies",
    [
        {"MAIL": "550 5.7.1 no empty sender"},
        {"RCPT": "550 5.1.1 <sam@example.com>: no such user"},
        {"DATA": "554 5.7.1 not from you"},
        {"DOT": "554 5.7.1 looks like spam"},
    ],
)
def test_a_refusal_at_any_point_is_a_refusal(lab: Lab, desk: Desk, replies: Mapping[str, str]) -> None:
    lab.smtp("127.0.0.2", replies=replies)
    result = desk.run()
    assert (result.code, result.status) == ("refused", "fail")
    assert next(iter(replies.values())) in result.summary


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "DOT"])
def test_to_be_put_off_is_no_verdict_and_does_not_count(lab: Lab, desk: Desk, verb: str) -> None:
    lab.smtp("127.0.0.2", replies={verb: "451 4.7.1 Greylisted, come back"})
    for _ in range(MOST_TO_ONE + 1):
        result = desk.run()
        assert (result.code, result.status) == ("no-connection", "unknown")
    assert "come back" in result.summary


def test_the_next_server_is_tried_where_the_first_is_away_or_puts_us_off(lab: Lab, desk: Desk) -> None:
    lab.dns.zone(
        "example.com", f"@ MX 10 a\n@ MX 20 b\n@ MX 30 c\na A 127.0.0.2\nb A 127.0.0.3\nc A 127.0.0.4\n{PROOF}"
    )
    lab.smtp("127.0.0.3", replies={"RCPT": "450 later"})
    third = lab.smtp("127.0.0.4")
    assert desk.run(third, after=2).code == "arrived"


def test_a_server_that_falls_silent_after_the_message_may_have_taken_it(lab: Lab, desk: Desk) -> None:
    server = lab.smtp("127.0.0.2", replies={"DOT": ""})
    assert desk.run().code == "not-arrived"
    assert desk.run().code == "not-arrived"
    assert len(server.messages) == 1


def test_the_connection_is_encrypted_where_the_server_can(lab: Lab, desk: Desk) -> None:
    server = lab.smtp("127.0.0.2", tls=lab.tls("mx.example.com"), demands_tls=True)
    assert desk.run(server).code == "arrived"
    assert server.commands.index("STARTTLS") < server.commands.index("MAIL FROM:<>")


def test_a_broken_handshake_does_not_keep_the_message_back(lab: Lab, desk: Desk) -> None:
    server = lab.smtp(
        "127.0.0.2",
        extensions=("STARTTLS",),
        replies={"STARTTLS": "220 2.0.0 Ready, and then I talk on in the clear"},
    )
    result = desk.run(server)
    assert result.code == "arrived"
    assert server.connections == 2


@pytest.mark.parametrize("record", ["", "unsnag-proof=another-token-altogether", TOKEN, f"unsnag-proof={TOKEN}x"])
def test_without_proof_nothing_is_sent(lab: Lab, record: str) -> None:
    lab.dns.zone("example.com", f'@ MX 10 mx\nmx A 127.0.0.2\n_unsnag TXT "{record}"')
    server = lab.smtp("127.0.0.2")
    result = check(lab, NAME, PARAMS)
    assert (result.code, result.status) == ("not-proved", "unknown")
    assert server.connections == 0


@pytest.mark.parametrize(
    "recipient",
    ["sam@example.net", "sam@mail.example.com", "sam@example.com.example.net", "example.com", "",
     "sam@example.com>\r\nRCPT TO:<eve@example.net", "sam\r\nBcc: eve@example.net\r\n@example.com",
     "sam@example.com\nsubject: x", '"a b"@example.com', "<sam@example.com>", "sam@example.com, eve@example.com"],
)  # fmt: skip
def test_nobody_else_is_written_to(lab: Lab, recipient: str) -> None:
    lab.dns.zone("example.com", ZONE)
    server = lab.smtp("127.0.0.2")
    result = check(lab, NAME, {**PARAMS, "recipient": recipient})
    assert result.code in ("bad-input", "not-allowed")
    assert server.connections == 0


def test_a_domain_without_mail_is_left_alone(lab: Lab) -> None:
    lab.dns.zone("example.com", f"@ MX 0 .\n@ A 127.0.0.2\n{PROOF}")
    server = lab.smtp("127.0.0.2")
    result = check(lab, NAME, PARAMS)
    assert (result.code, server.connections) == ("no-connection", 0)
    assert "takes no mail" in result.summary


def test_a_domain_without_mx_is_written_to_at_its_own_address(lab: Lab, desk: Desk) -> None:
    lab.dns.zone("example.com", f"@ A 127.0.0.2\n{PROOF}")
    assert desk.run(lab.smtp("127.0.0.2")).code == "arrived"


def test_the_door_holds_for_the_servers_that_a_message_goes_to(lab: Lab) -> None:
    lab.dns.zone("example.com", f"@ MX 10 mx\nmx A 10.0.0.1\n{PROOF}")
    assert check(lab, NAME, PARAMS).code == "not-allowed"


def test_the_message_says_what_it_is(lab: Lab) -> None:
    lab.dns.zone("example.com", ZONE)
    server = lab.smtp("127.0.0.2")
    result = check(
        lab, NAME, PARAMS, budgets=BRIEF, site_name="Help\r\nBcc: eve@example.net", base_url="https://help.example.com/"
    )
    raw = server.messages[0]
    message = parsed(raw)
    assert all(len(line) <= 78 and line.isascii() for line in raw.split("\r\n"))
    assert raw.count("\n") == raw.count("\r\n")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.tzinfo is not None
    assert message["Message-ID"].endswith("@probe.lab.test>")
    assert (message["To"], message["Bcc"]) == (SAM, None)
    assert message["From"].addresses[0].addr_spec == "unsnag@probe.lab.test"
    text = message.get_content()
    assert f"https://help.example.com/arrived/{message['Subject'].removeprefix('Test message: ')}" in text
    assert "https://help.example.com/arrived" in result.summary


def test_whoever_looks_at_the_evidence_does_not_see_the_code(lab: Lab) -> None:
    lab.dns.zone("example.com", ZONE)
    server = lab.smtp("127.0.0.2")
    result = check(lab, NAME, PARAMS, budgets=BRIEF)
    code = code_of(server.messages[0])
    told = (evidence(result) + result.summary + result.advice).replace("-", "")
    assert code not in told
    assert TOKEN in told


def test_only_one_module_can_say_data() -> None:
    folder = Path(__file__).resolve().parents[2] / "app" / "checks"
    saying = {path.name for path in folder.glob("*.py") if '"DATA"' in path.read_text("utf-8")}
    assert saying == {"smtp_delivery.py"}
    importing = {
        p.name
        for p in folder.glob("*.py")
        if "import" in p.read_text("utf-8") and "smtp_delivery" in p.read_text("utf-8")
    }
    assert importing == {"mail_roundtrip.py"}
