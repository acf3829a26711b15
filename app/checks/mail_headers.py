"""`mail.headers`: which way a message took, and how long each step lasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from app.checks.header_text import Trace, read_trace
from app.checks.mail_bounce import read_pasted
from app.checks.parameters import Parameters, naming
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

DELAYED_S = 600.0


class HeadersParameters(Parameters):
    text: Annotated[str, naming(read_pasted)]


def _hop(sender: str, receiver: str, at: str, delay: float) -> dict[str, object]:
    return {"from": sender, "by": receiver, "with": "esmtps", "at": at, "delay": delay}


_FIRST = _hop("client.example.org", "smtp.example.org", "2026-11-24T08:00:00+00:00", 0.0)
_QUICK = [_FIRST, _hop("smtp.example.org", "mx1.example.com", "2026-11-24T08:00:02+00:00", 2.0)]
_SLOW = [_FIRST, _hop("smtp.example.org", "mx1.example.com", "2026-11-24T09:00:00+00:00", 3600.0)]

DECLARATION = Declaration(
    name="mail.headers",
    title="The way of a message",
    about="Which servers a message passed, how long each step took, and whether its sender passed the tests.",
    params=HeadersParameters,
    facts={"hops": "hops", "slowest": "number"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The message came through without a long wait anywhere.",
            "Nothing to do here.",
            {"hops": _QUICK, "slowest": 2.0},
        ),
        Outcome(
            "delayed",
            "warn",
            "The message waited ten minutes or more at one step.",
            "Ask whoever runs the server before that step; its queue or the next server's log says why.",
            {"hops": _SLOW, "slowest": 3600.0},
        ),
        Outcome(
            "failed-auth",
            "warn",
            "The message came through, but could not prove that it comes from its sender.",
            "See what the checks of SPF, DKIM and DMARC say about the sender's domain.",
            {"hops": _QUICK, "slowest": 2.0},
        ),
        Outcome(
            "unreadable",
            "warn",
            "We found no Received headers in this text.",
            "Paste all headers of the message; in your mail program look for “show source” or “show original”.",
            {"hops": [], "slowest": 0.0},
        ),
        Outcome(
            "loop",
            "fail",
            "The message goes round in a circle between servers.",
            "Look at forwarding and routing of the servers that appear again and again.",
            {"hops": _SLOW, "slowest": 3600.0},
        ),
    ),
)


class MailHeaders:
    """Reads the text; nothing is looked up and nothing is kept."""

    declaration = DECLARATION

    async def run(self, params: HeadersParameters, network: Network) -> CheckResult:
        trace = read_trace(params.text)
        if trace is None:
            return conclude(DECLARATION, "unreadable", network.transcript, {"hops": [], "slowest": 0})
        for hop in trace.hops:
            network.transcript.note(f"{hop.at.isoformat()} {hop.sender} → {hop.receiver} (+{hop.delay_s:g} s)")
        for method, result in trace.results.items():
            network.transcript.note(f"{method}: {result}")
        hops = [_hop(h.sender, h.receiver, h.at.isoformat(), h.delay_s) | {"with": h.protocol} for h in trace.hops]
        facts = {"hops": hops, "slowest": trace.slowest}
        code, detail = _judge(trace)
        return conclude(DECLARATION, code, network.transcript, facts, detail)


def _judge(trace: Trace) -> tuple[str, str]:
    if trace.circles:
        return "loop", f"It passed {len(trace.hops)} servers."
    if trace.slowest >= DELAYED_S:
        hop = max(trace.hops, key=lambda one: one.delay_s)
        return "delayed", f"It took {hop.delay_s / 60:.0f} minutes to come from {hop.sender} to {hop.receiver}."
    if trace.unproved:
        return "failed-auth", ", ".join(f"{method}: {result}" for method, result in trace.results.items()) + "."
    return "ok", f"It passed {len(trace.hops)} servers."


CHECK = MailHeaders()
