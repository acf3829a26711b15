"""`smtp.recipient` against real servers: every code, by the words of real ones."""

from __future__ import annotations

import pytest

from app.checks.recipient_reply import read_meaning
from app.checks.smtp_reply import read_reply
from tests.lab import Lab
from tests.lab.trial import check

WORDS = [
    ("250 2.1.5 Ok", "accepted"),
    ("251 User not local; will forward", "accepted"),
    ("450 4.2.0 <a@b>: Recipient address rejected: Greylisted, see http://postgrey.example", "greylisted"),
    ("451 4.7.1 Please try again later", "greylisted"),
    ("451 4.7.1 Greylisting in action, please come back in 00:04:59", "greylisted"),
    ("450 4.7.1 Client host rejected: cannot find your hostname", "temporary"),
    ("451 4.3.0 Temporary lookup failure", "temporary"),
    ("421 4.4.5 Too many connections", "temporary"),
    ("550 5.1.1 <a@b>: Recipient address rejected: User unknown in virtual mailbox table", "unknown-user"),
    ("550 No such user here", "unknown-user"),
    ("550 5.4.1 Recipient address rejected: Access denied", "unknown-user"),
    ("553 sorry, that address is not in my list: no mailbox here by that name", "unknown-user"),
    ("550 5.2.1 The email account that you tried to reach is disabled", "unknown-user"),
    ("550 Requested action not taken: mailbox unavailable", "unknown-user"),
    ("552 5.2.2 Over quota", "full"),
    ("452 4.2.2 Mailbox full", "full"),
    ("550 5.7.1 Unable to relay", "relay-denied"),
    ("554 5.7.1 <a@b>: Relay access denied", "relay-denied"),
    ("454 4.7.1 <a@b>: Relay access denied", "relay-denied"),
    ("550 5.7.64 TenantAttribution; Relay Access Denied", "relay-denied"),
    ("550 relay not permitted", "relay-denied"),
    ("554 5.7.1 Service unavailable; Client host blocked using a list", "policy"),
    ("550 5.7.1 Message rejected due to local policy", "policy"),
    ("571 Blocked", "policy"),
]


@pytest.mark.parametrize(("reply", "meaning"), WORDS)
def test_what_servers_mean(reply: str, meaning: str) -> None:
    assert read_meaning(read_reply([reply.encode()])) == meaning


@pytest.mark.parametrize(
    "index", [0, 2, 6, 8, 14, 17, 22], ids=["accepted", "greylisted", "temporary", "unknown", "full", "relay", "policy"]
)
def test_verdicts(lab: Lab, index: int) -> None:
    reply, code = WORDS[index]
    server = lab.smtp("127.0.0.2", replies={"RCPT": reply})
    result = check(lab, "smtp.recipient", {"hosts": "127.0.0.2", "recipient": "info@Example.com"})
    assert result.code == code
    assert result.status == {"accepted": "pass", "greylisted": "warn", "temporary": "warn"}.get(code, "fail")
    assert result.facts["reply"] == reply
    assert server.commands == ["EHLO probe.lab.test", "MAIL FROM:<>", "RCPT TO:<info@example.com>", "RSET", "QUIT"]


def test_over_an_encrypted_connection_where_it_is_offered(lab: Lab) -> None:
    server = lab.smtp("127.0.0.2", tls=lab.tls("127.0.0.2"), demands_tls=True)
    params = {"hosts": "127.0.0.2", "recipient": "info@example.com", "sender": "me@example.org"}
    assert check(lab, "smtp.recipient", params).code == "accepted"
    assert "MAIL FROM:<me@example.org>" in server.commands
    assert server.commands.index("STARTTLS") < server.commands.index("MAIL FROM:<me@example.org>")


@pytest.mark.parametrize(("reply", "code"), [("550 5.7.1 no", "policy"), ("451 4.3.0 later", "temporary")])
def test_a_refused_sender_is_a_refusal_of_us(lab: Lab, reply: str, code: str) -> None:
    lab.smtp("127.0.0.2", replies={"MAIL": reply})
    assert check(lab, "smtp.recipient", {"hosts": "127.0.0.2", "recipient": "info@example.com"}).code == code


def test_the_first_server_that_accepts_tells(lab: Lab) -> None:
    lab.smtp("127.0.0.2", replies={"RCPT": "451 4.3.0 later"})
    lab.smtp("127.0.0.3")
    assert check(lab, "smtp.recipient", {"hosts": "127.0.0.2,127.0.0.3", "recipient": "a@b.example"}).code == "accepted"


@pytest.mark.parametrize(
    "recipient", ["", "nobody", "a@localhost", "a@b..c", "a>\r\nDATA\r\n@b.example", "x" * 65 + "@b.example"]
)
def test_what_is_no_address_is_not_asked_about(lab: Lab, recipient: str) -> None:
    server = lab.smtp("127.0.0.2")
    assert check(lab, "smtp.recipient", {"hosts": "127.0.0.2", "recipient": recipient}).status == "unknown"
    assert server.commands == []


def test_a_server_that_hangs_up_in_the_middle(lab: Lab) -> None:
    lab.smtp("127.0.0.2", replies={"RCPT": ""})
    result = check(lab, "smtp.recipient", {"hosts": "127.0.0.2", "recipient": "info@example.com"})
    assert (result.code, result.status) == ("no-connection", "unknown")
