"""`smtp.recipient`: whether the server takes mail for one recipient; no message is ever sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from app.checks.mailbox import read_mailbox
from app.checks.parameters import Hosts, Parameters, naming
from app.checks.recipient_reply import read_meaning
from app.checks.smtp_envelope import offer
from app.checks.smtp_wish import Envelope
from app.checks.transcript import visible_lines
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import BadParameter

if TYPE_CHECKING:
    from app.checks.network import Network


def read_recipient(value: object) -> str:
    """A mail address that must be there."""
    found = read_mailbox(value)
    if not found:
        raise BadParameter("Give a mail address, such as name@example.com.")
    return found


class RecipientParameters(Parameters):
    hosts: Hosts
    recipient: Annotated[str, naming(read_recipient)]
    sender: Annotated[str, naming(read_mailbox)] = ""


def _facts(reply: str, enhanced: str) -> dict[str, object]:
    return {"reply": reply, "enhanced": enhanced}


DECLARATION = Declaration(
    name="smtp.recipient",
    title="Mail for one recipient",
    about="Whether the mail server takes mail for one address, and if not, why. No message is sent.",
    params=RecipientParameters,
    facts={"reply": "text", "enhanced": "text"},
    outcomes=(
        Outcome(
            "accepted",
            "pass",
            "The mail server takes mail for this address.",
            "Nothing to do here.",
            _facts("250 2.1.5 Recipient ok", "2.1.5"),
        ),
        Outcome(
            "greylisted",
            "warn",
            "The mail server puts off mail from senders it does not know yet. The message comes a few minutes later.",
            "Wait; senders try again by themselves.",
            _facts("451 4.7.1 Greylisted, please try again in 300 seconds", "4.7.1"),
        ),
        Outcome(
            "temporary",
            "warn",
            "The mail server cannot take mail for this address just now.",
            "Senders try again by themselves. If it lasts, look at the server's log, disk and load.",
            _facts("451 4.3.0 Temporary lookup failure", "4.3.0"),
        ),
        Outcome(
            "unknown-user",
            "fail",
            "The mail server does not know this address.",
            "Look for a typing mistake, or create the mailbox or alias.",
            _facts("550 5.1.1 No such user", "5.1.1"),
        ),
        Outcome(
            "full",
            "fail",
            "The mailbox is full.",
            "Delete mail in it, or give it more room.",
            _facts("552 5.2.2 Mailbox full", "5.2.2"),
        ),
        Outcome(
            "relay-denied",
            "fail",
            "The mail server does not feel responsible for this domain.",
            "Add the domain to those the mail server takes mail for, or correct the MX record.",
            _facts("554 5.7.1 Relay access denied", "5.7.1"),
        ),
        Outcome(
            "policy",
            "fail",
            "The mail server refuses us by a rule of its own.",
            "Read its words; it may refuse our address or sender and yet take mail from others.",
            _facts("550 5.7.1 Message rejected due to local policy", "5.7.1"),
        ),
    ),
)


class SmtpRecipient:
    """Asks every server, over an encrypted connection where it is offered, and tells of the first that accepts."""

    declaration = DECLARATION

    async def run(self, params: RecipientParameters, network: Network) -> CheckResult:
        found = await offer(params.hosts, params.sender, params.recipient, network, encrypt=True)
        best = next((one for one in found if _meaning(one) == "accepted"), found[0])
        reply = best.recipient or best.mail
        facts = {"reply": visible_lines(reply.text), "enhanced": reply.enhanced}
        return conclude(DECLARATION, _meaning(best), network.transcript, facts, f"{best.host} answered {reply.text}.")


def _meaning(envelope: Envelope) -> str:
    """A server that refuses the sender refuses us, whoever the recipient is."""
    if envelope.recipient is not None:
        return read_meaning(envelope.recipient)
    return read_meaning(envelope.mail) if envelope.mail.kind == 4 else "policy"


CHECK = SmtpRecipient()
