"""`smtp.banner`: how the mail server greets (RFC 5321 sections 3.1 and 4.2)."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.parameters import Hosts, Parameters
from app.checks.smtp_survey import survey_host, talked
from app.checks.smtp_talk import Greeting
from app.checks.transcript import visible_lines
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import CheckError, NoConnection

if TYPE_CHECKING:
    from app.checks.network import Network

_MASKED = re.compile(r"\*{5,}|\*{2}[0-9 *]*\*{3}")  # a firewall's stars where the server's words were
_PASSABLE = ("ok", "slow", "rewritten")


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


class SmtpBanner:
    """Greets every host; tells of the first one through which mail could pass, or else of the first that answered."""

    declaration = DECLARATION

    async def run(self, params: BannerParameters, network: Network) -> CheckResult:
        slow = network.budgets.slow_s
        found = await side_by_side(survey_host(host, network.branch()) for host in params.hosts)
        judged = [(talk, judge(talk.greeting, slow)) for one in found for talk in one.talks if talk.greeting]
        if not judged:
            talked(found)
            raise NoConnection("No connection came about.")
        talk, code = next((one for one in judged if one[1] in _PASSABLE), judged[0])
        greeting = talk.greeting
        assert greeting is not None
        said = greeting.reply.text if greeting.reply else greeting.partial
        facts = {"banner": visible_lines(said), "delay_ms": round(greeting.delay_ms, 1)}
        await side_by_side(_compare_with_pointer(network, one.address, one.greeting) for one, _ in judged)
        return conclude(DECLARATION, code, network.transcript, facts, _detail(talk.host, greeting))


def judge(greeting: Greeting, slow_s: float) -> str:
    """The outcome code of one greeting."""
    reply = greeting.reply
    if reply is None:
        return "slow" if greeting.ended == "timeout" else "malformed"
    if reply.kind == 4:
        return "busy"
    if reply.kind == 5:
        return "rejects"
    if reply.code != 220:
        return "malformed"
    if _MASKED.search(reply.text):
        return "rewritten"
    return "slow" if greeting.delay_ms >= slow_s * 1000 else "ok"


async def _compare_with_pointer(network: Network, address: str, greeting: Greeting | None) -> None:
    """Put into the evidence whether the server calls itself what its address is called; nobody is judged by it here."""
    if greeting is None or greeting.reply is None:
        return
    name = (greeting.reply.texts[0].split() or [""])[0].lower().rstrip(".")
    with contextlib.suppress(CheckError):
        pointers = (await network.ask_reverse(address)).texts()
        if pointers:
            word = "agrees with" if name in pointers else "differs from"
            network.transcript.note(
                f"The greeting says {name or 'no name'}, which {word} the reverse name of {address}"
            )


def _detail(host: str, greeting: Greeting) -> str:
    seconds = f"{greeting.delay_ms / 1000:.1f} s"
    if greeting.reply is None:
        return f"{host}: {greeting.ended} after {seconds}."
    return f"{host} answered {greeting.reply.code or 'something else'} after {seconds}."


CHECK = SmtpBanner()
