"""What servers of many makes write, in full, and what it is about: (text, enhanced code, class, server)."""

from __future__ import annotations

import pytest

from app.checks.bounce_text import read_bounce

QMAIL = """Hi. This is the qmail-send program at mail.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.

<sam@example.com>:
192.0.2.25 does not like recipient.
Remote host said: 550 5.1.1 no such user
Giving up on 192.0.2.25.

--- Below this line is a copy of the message.
"""
GMAIL = """** Address not found **
Your message wasn't delivered to sam@example.com because the address couldn't be found.
The response from the remote server was:
550-5.1.1 The email account that you tried to reach does not exist.
"""
EXCHANGE = """Delivery has failed to these recipients or groups:

sam@example.com
The e-mail address you entered couldn't be found.

Diagnostic information for administrators:

Generating server: EX01.example.net

sam@example.com
#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##

Original message headers:

Received: from ex01.example.net
"""
DOMINO = """Domino Delivery Failure Report
Your message: Hello
was not delivered to: sam@example.com
because: User sam (sam@example.com) not listed in Domino Directory
"""
SENDMAIL = """   ----- The following addresses had permanent fatal errors -----
<sam@example.com>
    (reason: 552 5.2.2 <sam@example.com>... Mailbox full)

   ----- Transcript of session follows -----
... while talking to mx.example.com.:
>>> DATA
<<< 552 5.2.2 <sam@example.com>... Mailbox full
"""
TWO_RECIPIENTS = """Reporting-MTA: dns; mail.example.net

Final-Recipient: rfc822; ann@example.com
Action: delivered
Status: 2.0.0
Diagnostic-Code: smtp; 250 2.0.0 Ok

Final-Recipient: rfc822; sam@example.com
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full
"""
KINDS = [
    (QMAIL, "5.1.1", "unknown-user", "192.0.2.25"),
    (GMAIL, "5.1.1", "unknown-user", ""),
    (EXCHANGE, "5.1.1", "unknown-user", "ex01.example.net"),
    (DOMINO, "", "unknown-user", ""),
    (SENDMAIL, "5.2.2", "full", ""),
    (TWO_RECIPIENTS, "5.2.2", "full", "mail.example.net"),
]


@pytest.mark.parametrize(("text", "enhanced", "meaning", "server"), KINDS)
@pytest.mark.parametrize("mark", ["", "> ", "  "], ids=["as it is", "quoted", "indented"])
def test_each_kind_is_recognised(text: str, enhanced: str, meaning: str, server: str, mark: str) -> None:
    found = read_bounce("\n".join(mark + line for line in text.split("\n")))
    assert found is not None
    assert (found.enhanced, found.meaning, found.server) == (enhanced, meaning, server)


def test_a_report_of_success_is_no_bounce() -> None:
    assert read_bounce(TWO_RECIPIENTS.partition("\n\nFinal-Recipient: rfc822; sam")[0]) is None
