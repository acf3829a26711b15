"""`imap.login`: whether mail can be fetched by IMAP (RFC 9051); no credentials are ever asked or sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.dialogue import Dialogue
from app.checks.flights import both
from app.checks.login_talk import Door, Fault, knock, must_have_route
from app.checks.parameters import Host, Parameters
from app.checks.transcript import visible
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

CLEAR, AT_ONCE = 143, 993
_LIST = ["IMAP4rev1", "AUTH=PLAIN", "IDLE"]


class ImapParameters(Parameters):
    host: Host


def login_outcomes(service: str, example: list[str]) -> tuple[Outcome, ...]:
    """The outcomes that fetching by IMAP and by POP3 have in common, worded for one of them."""
    nothing: dict[str, object] = {"capabilities": []}
    return (
        Outcome(
            "ok",
            "pass",
            f"Mail can be fetched by {service} over an encrypted connection.",
            "Nothing to do here.",
            {"capabilities": example},
        ),
        Outcome(
            "no-tls",
            "warn",
            f"Mail can be fetched by {service}, but only without encryption. Passwords could be read on the way.",
            "Give the server a certificate, and switch encryption on.",
            {"capabilities": example[:1]},
        ),
        Outcome(
            "closed",
            "fail",
            f"The server takes no connections for {service}.",
            "See that the service is switched on, and that the firewall passes its ports on to it.",
            nothing,
        ),
        Outcome(
            "malformed",
            "fail",
            f"Something answers, but it does not speak {service}.",
            "Check that the ports lead to the mail server, and not to another service or a proxy.",
            nothing,
        ),
        Outcome(
            "busy",
            "fail",
            f"The server answers for {service}, but turns us away.",
            "Read its words in the evidence; it may be overloaded, or being repaired.",
            nothing,
        ),
    )


DECLARATION = Declaration(
    name="imap.login",
    title="Fetching mail by IMAP",
    about="Whether the server takes connections for IMAP on ports 143 and 993, speaks it, and encrypts.",
    params=ImapParameters,
    facts={"capabilities": "texts"},
    outcomes=login_outcomes("IMAP", _LIST),
)


class ImapSpeech:
    """IMAP as far as LOGOUT, without logging in."""

    async def greet(self, dialogue: Dialogue) -> Fault:
        line = (await dialogue.read_line()).upper()
        if line.startswith(b"* BYE"):
            return "busy"
        return "" if line.startswith((b"* OK", b"* PREAUTH")) else "malformed"

    async def abilities(self, dialogue: Dialogue) -> tuple[str, ...]:
        lines = await self._ask(dialogue, "CAPABILITY")
        found = next((line for line in lines if line.upper().startswith("* CAPABILITY ")), "")
        return tuple(found.split()[2:])

    async def begin_tls(self, dialogue: Dialogue, offered: tuple[str, ...]) -> bool:
        if "STARTTLS" not in [one.upper() for one in offered]:
            return False
        return (await self._ask(dialogue, "STARTTLS"))[-1].upper().startswith("A OK")

    async def leave(self, dialogue: Dialogue) -> None:
        await self._ask(dialogue, "LOGOUT")

    async def _ask(self, dialogue: Dialogue, verb: str) -> list[str]:
        await dialogue.send_line(f"a {verb}")
        lines = [visible(await dialogue.read_line())]
        while lines[-1].startswith("* "):
            lines.append(visible(await dialogue.read_line()))
        return lines


def judge_login(doors: list[Door]) -> str:
    """The outcome of the ports in the clear and at once, as clients would find it: one way that works is enough."""
    if any(door.encrypted and not door.fault for door in doors):
        return "ok"
    if not any(door.open for door in doors):
        return "closed"
    for fault in ("busy", "malformed"):
        if any(door.fault == fault for door in doors) and not any(door.open and not door.fault for door in doors):
            return fault
    return "no-tls"


class ImapLogin:
    """Asks both ports side by side."""

    declaration = DECLARATION

    async def run(self, params: ImapParameters, network: Network) -> CheckResult:
        vetted = await network.vet(params.host)
        speech = ImapSpeech()
        doors = list(
            await both(
                knock(vetted, CLEAR, False, speech, network.branch()),
                knock(vetted, AT_ONCE, True, speech, network.branch()),
            )
        )
        must_have_route(doors, params.host)
        best = max(doors, key=lambda door: (door.encrypted, len(door.abilities)))
        facts = {"capabilities": best.abilities}
        return conclude(DECLARATION, judge_login(doors), network.transcript, facts, f"It is {params.host}.")


CHECK = ImapLogin()
