"""`mail.bounce`: what a pasted bounce says (RFC 3464, RFC 3463)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from app.checks.bounce_text import read_bounce
from app.checks.parameters import Parameters, naming
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import BadParameter, BudgetSpent

if TYPE_CHECKING:
    from app.checks.network import Network

MOST_CHARS = 1_048_576


def read_pasted(value: object) -> str:
    """Pasted text, as large as a megabyte."""
    if not isinstance(value, str) or not value.strip():
        raise BadParameter("Paste the text here.")
    if len(value) > MOST_CHARS:
        raise BudgetSpent("The text is longer than we read; paste the beginning of it.")
    return value


class BounceParameters(Parameters):
    text: Annotated[str, naming(read_pasted)]


DECLARATION = Declaration(
    name="mail.bounce",
    title="A message that came back",
    about="What a returned message says: the reason, its code, and the server that refused. Paste the whole message.",
    params=BounceParameters,
    facts={"enhanced": "text", "class": "text", "server": "text"},
    outcomes=(
        Outcome(
            "recognised",
            "pass",
            "The returned message says why it came back.",
            "Go to the step that explains this reason.",
            {"enhanced": "5.1.1", "class": "unknown-user", "server": "mx1.example.com"},
        ),
        Outcome(
            "unrecognised",
            "warn",
            "We found no reason in this text.",
            "Paste the whole returned message, with the part that looks technical.",
            {"enhanced": "", "class": "", "server": ""},
        ),
    ),
)


class MailBounce:
    """Reads the text; nothing is looked up and nothing is kept."""

    declaration = DECLARATION

    async def run(self, params: BounceParameters, network: Network) -> CheckResult:
        found = read_bounce(params.text)
        if found is None:
            nothing = {"enhanced": "", "class": "", "server": ""}
            return conclude(DECLARATION, "unrecognised", network.transcript, nothing)
        network.transcript.note(f"Read from: {found.words}")
        facts = {"enhanced": found.enhanced, "class": found.meaning, "server": found.server}
        who = f" by {found.server}" if found.server else ""
        detail = f"It was refused{who}: {found.meaning}" + (f" ({found.enhanced})." if found.enhanced else ".")
        return conclude(DECLARATION, "recognised", network.transcript, facts, detail)


CHECK = MailBounce()
