"""`smtp.banner`: how the mail server greets (RFC 5321 sections 3.1 and 4.2)."""

from __future__ import annotations

from app.checks.parameters import Hosts, Parameters
from app.core.checking import Declaration, Outcome


class BannerParameters(Parameters):
    hosts: Hosts


DECLARATION = Declaration(
    name="smtp.banner",
    title="Greeting of the mail server",
    about="What the mail server says first, how long it takes, and whether something in between rewrites it.",
    params=BannerParameters,
    facts={"banner": "text", "delay_ms": "number"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The mail server greets as it should.",
            "Nothing to do here.",
            {"banner": "220 mx1.example.com ESMTP", "delay_ms": 120.0},
        ),
        Outcome(
            "slow",
            "warn",
            "The mail server takes long to greet. Some senders give up before it does.",
            "If the delay is not meant to slow down spammers, look at DNS look-ups and load on the server.",
            {"banner": "220 mx1.example.com ESMTP", "delay_ms": 6500.0},
        ),
        Outcome(
            "busy",
            "warn",
            "The mail server says that it is busy and asks to come back later.",
            "Senders try again by themselves. If it lasts, look at the server's load, disk and limits on connections.",
            {"banner": "421 mx1.example.com Too many connections, try later", "delay_ms": 120.0},
        ),
        Outcome(
            "rewritten",
            "warn",
            "Something between us and the mail server rewrites what it says, most often a firewall.",
            "Switch off SMTP inspection (“fixup”, “ALG”) in the firewall; it breaks encryption and large mail.",
            {"banner": "220 ****************************************", "delay_ms": 120.0},
        ),
        Outcome(
            "rejects",
            "fail",
            "The mail server answers, but refuses to talk to us.",
            "Read its words in the evidence: it may refuse everybody, or only senders on a list.",
            {"banner": "554 mx1.example.com No SMTP service here", "delay_ms": 120.0},
        ),
        Outcome(
            "malformed",
            "fail",
            "Something answers, but it does not speak like a mail server.",
            "Check that port 25 leads to the mail server, and not to another service or a proxy.",
            {"banner": "SSH-2.0-OpenSSH_9.6", "delay_ms": 120.0},
        ),
    ),
)
