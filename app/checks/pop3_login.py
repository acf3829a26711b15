"""`pop3.login`: whether mail can be fetched by POP3 (RFC 1939, 2449 and 2595); no credentials are ever sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.dialogue import Dialogue
from app.checks.flights import both
from app.checks.imap_login import judge_login, login_outcomes
from app.checks.login_talk import Fault, knock, must_have_route
from app.checks.parameters import Host, Parameters
from app.checks.transcript import visible
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration

if TYPE_CHECKING:
    from app.checks.network import Network

CLEAR, AT_ONCE = 110, 995
MOST_LINES = 100


class Pop3Parameters(Parameters):
    host: Host


DECLARATION = Declaration(
    name="pop3.login",
    title="Fetching mail by POP3",
    about="Whether the server takes connections for POP3 on ports 110 and 995, speaks it, and encrypts.",
    params=Pop3Parameters,
    facts={"capabilities": "texts"},
    outcomes=login_outcomes("POP3", ["USER", "SASL PLAIN", "UIDL"]),
)


class Pop3Speech:
    """POP3 as far as QUIT, without logging in."""

    async def greet(self, dialogue: Dialogue) -> Fault:
        line = (await dialogue.read_line()).upper()
        if line.startswith(b"-ERR"):
            return "busy"
        return "" if line.startswith(b"+OK") else "malformed"

    async def abilities(self, dialogue: Dialogue) -> tuple[str, ...]:
        await dialogue.send_line("CAPA")
        if not (await dialogue.read_line()).upper().startswith(b"+OK"):
            return ()
        found: list[str] = []
        while len(found) < MOST_LINES and (line := visible(await dialogue.read_line())) != ".":
            found.append(line)
        return tuple(found)

    async def begin_tls(self, dialogue: Dialogue, offered: tuple[str, ...]) -> bool:
        if "STLS" not in [one.upper() for one in offered]:
            return False
        await dialogue.send_line("STLS")
        return (await dialogue.read_line()).upper().startswith(b"+OK")

    async def leave(self, dialogue: Dialogue) -> None:
        await dialogue.send_line("QUIT")
        await dialogue.read_line()


class Pop3Login:
    """Asks both ports side by side."""

    declaration = DECLARATION

    async def run(self, params: Pop3Parameters, network: Network) -> CheckResult:
        vetted = await network.vet(params.host)
        speech = Pop3Speech()
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


CHECK = Pop3Login()
