"""`smtp.ehlo`: what the mail server can do (RFC 5321 section 4.1.1.1, RFC 1870 for SIZE)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.parameters import Hosts, Parameters
from app.checks.smtp_survey import survey_host, talked
from app.checks.smtp_talk import Talk
from app.checks.transcript import visible
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

_SIZE = re.compile(r"SIZE\s+([0-9]{1,18})", re.IGNORECASE)
_ORDER = ("ok", "helo-only", "refused")


class EhloParameters(Parameters):
    hosts: Hosts


DECLARATION = Declaration(
    name="smtp.ehlo",
    title="What the mail server offers (EHLO)",
    about="How the mail server answers EHLO, what it offers, and how large a message may be.",
    params=EhloParameters,
    facts={"extensions": "texts", "size": "number"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The mail server says what it can do.",
            "Nothing to do here.",
            {"extensions": ["PIPELINING", "SIZE 52428800", "STARTTLS", "8BITMIME"], "size": 52428800.0},
        ),
        Outcome(
            "helo-only",
            "warn",
            "The mail server knows only the old greeting (HELO), so it can offer neither encryption nor large mail.",
            "Switch off SMTP inspection in the firewall, or bring the mail server up to date.",
            {"extensions": [], "size": 0.0},
        ),
        Outcome(
            "refused",
            "fail",
            "The mail server breaks off after our greeting.",
            "Read its words in the evidence; it may refuse senders by their name or their address.",
            {"extensions": [], "size": 0.0},
        ),
    ),
)


class SmtpEhlo:
    """Tells of the first server through which mail could pass, or else of the first that answered."""

    declaration = DECLARATION

    async def run(self, params: EhloParameters, network: Network) -> CheckResult:
        talks = talked(await side_by_side(survey_host(host, network.branch()) for host in params.hosts))
        talk = min(talks, key=lambda one: _ORDER.index(_code(one)))
        offered = [visible(text) for text in talk.ehlo.texts[1:]] if talk.ehlo and talk.ehlo.kind == 2 else []
        size = next((float(found[1]) for text in offered if (found := _SIZE.fullmatch(text))), 0.0)
        facts = {"extensions": offered, "size": size}
        return conclude(DECLARATION, _code(talk), network.transcript, facts, f"It is {talk.host} {talk.address}.")


def _code(talk: Talk) -> str:
    if talk.ehlo is not None and talk.ehlo.kind == 2:
        return "ok"
    return "helo-only" if talk.helo is not None and talk.helo.kind == 2 else "refused"


CHECK = SmtpEhlo()
