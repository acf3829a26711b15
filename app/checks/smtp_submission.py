"""`smtp.submission`: whether clients can send through the server (RFC 6409, RFC 8314); no credentials are ever sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.dialogue import Dialogue
from app.checks.flights import both
from app.checks.login_talk import Door, Fault, knock, must_have_route
from app.checks.parameters import Host, Parameters
from app.checks.smtp_talk import command, part, receive
from app.checks.transcript import visible
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

CLEAR, AT_ONCE = 587, 465


class SubmissionParameters(Parameters):
    host: Host


DECLARATION = Declaration(
    name="smtp.submission",
    title="Sending through the mail server",
    about="Whether clients can send through ports 465 and 587, and are asked for passwords only under encryption.",
    params=SubmissionParameters,
    facts={"mechanisms": "texts"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "Clients can send through this server, over an encrypted connection.",
            "Nothing to do here.",
            {"mechanisms": ["PLAIN", "LOGIN"]},
        ),
        Outcome(
            "no-tls",
            "warn",
            "Clients can reach the server for sending, but it does not encrypt.",
            "Give the server a certificate, and switch on STARTTLS on port 587 and TLS on port 465.",
            {"mechanisms": []},
        ),
        Outcome(
            "plain-auth",
            "fail",
            "The server asks for passwords without encryption. They could be read on the way.",
            "Let the server offer AUTH only after STARTTLS.",
            {"mechanisms": ["PLAIN", "LOGIN"]},
        ),
        Outcome(
            "closed",
            "fail",
            "The server takes no connections for sending.",
            "See that ports 465 and 587 are switched on, and that the firewall passes them on.",
            {"mechanisms": []},
        ),
    ),
)


class _SubmissionSpeech:
    """SMTP as far as EHLO."""

    def __init__(self, own_name: str) -> None:
        self._own_name = own_name

    async def greet(self, dialogue: Dialogue) -> Fault:
        reply = await receive(dialogue)
        if reply.kind == 2:
            return ""
        return "busy" if reply.kind in (4, 5) else "malformed"

    async def abilities(self, dialogue: Dialogue) -> tuple[str, ...]:
        reply = await command(dialogue, f"EHLO {self._own_name}")
        return tuple(visible(text) for text in reply.texts[1:]) if reply.kind == 2 else ()

    async def begin_tls(self, dialogue: Dialogue, offered: tuple[str, ...]) -> bool:
        if "STARTTLS" not in [one.upper() for one in offered]:
            return False
        return (await command(dialogue, "STARTTLS")).code == 220

    async def leave(self, dialogue: Dialogue) -> None:
        await part(dialogue)


class SmtpSubmission:
    """Asks both ports side by side."""

    declaration = DECLARATION

    async def run(self, params: SubmissionParameters, network: Network) -> CheckResult:
        vetted = await network.vet(params.host)
        speech = _SubmissionSpeech(network.own_name)
        doors = list(
            await both(
                knock(vetted, CLEAR, False, speech, network.branch()),
                knock(vetted, AT_ONCE, True, speech, network.branch()),
            )
        )
        must_have_route(doors, params.host)
        found = [one for door in doors for one in mechanisms(door.abilities)]
        facts = {"mechanisms": list(dict.fromkeys(found))}
        return conclude(DECLARATION, _code(doors), network.transcript, facts, f"It is {params.host}.")


def mechanisms(offered: tuple[str, ...]) -> list[str]:
    """What follows AUTH in an EHLO reply; `AUTH=` is an old spelling of it."""
    lines = [one.upper().replace("AUTH=", "AUTH ", 1).split() for one in offered]
    return [name for line in lines if line[:1] == ["AUTH"] for name in line[1:]]


def _code(doors: list[Door]) -> str:
    if any(mechanisms(door.before) for door in doors):
        return "plain-auth"
    working = [door for door in doors if door.open and not door.fault]
    if not working:
        return "closed"
    return "ok" if any(door.encrypted for door in working) else "no-tls"


CHECK = SmtpSubmission()
