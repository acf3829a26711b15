"""`smtp.mailfrom`: whether the server takes a sender, the empty one of bounces first (RFC 5321 section 4.5.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from app.checks.mailbox import read_mailbox
from app.checks.parameters import Hosts, Parameters, naming
from app.checks.smtp_envelope import offer
from app.checks.smtp_wish import Envelope
from app.checks.transcript import visible_lines
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import NoConnection

if TYPE_CHECKING:
    from app.checks.network import Network


class MailfromParameters(Parameters):
    hosts: Hosts
    sender: Annotated[str, naming(read_mailbox)] = ""


DECLARATION = Declaration(
    name="smtp.mailfrom",
    title="Senders that the mail server takes",
    about="Whether the mail server takes the empty sender, which bounces have, and one that you name.",
    params=MailfromParameters,
    facts={"reply": "text"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The mail server takes mail from this sender.",
            "Nothing to do here.",
            {"reply": "250 2.1.0 Sender ok"},
        ),
        Outcome(
            "tls-required",
            "warn",
            "The mail server takes mail only over an encrypted connection. Old senders cannot reach it.",
            "This may be what you want; if not, let the mail server accept connections without encryption.",
            {"reply": "530 5.7.0 Must issue a STARTTLS command first"},
        ),
        Outcome(
            "null-refused",
            "fail",
            "The mail server refuses the empty sender, so you will never hear that a message could not be delivered.",
            "Let the mail server accept MAIL FROM:<>; every mail server must.",
            {"reply": "550 5.7.1 Null sender refused"},
        ),
        Outcome(
            "refused",
            "fail",
            "The mail server refuses this sender.",
            "Read its words: it may look the sender's domain up, or have it on a list.",
            {"reply": "553 5.1.8 Sender's domain does not exist"},
        ),
    ),
)


class SmtpMailfrom:
    """Tells of the first server through which mail could pass, or else of the first that answered."""

    declaration = DECLARATION

    async def run(self, params: MailfromParameters, network: Network) -> CheckResult:
        empty = await offer(params.hosts, "", "", network, encrypt=False)
        given = await offer(params.hosts, params.sender, "", network, encrypt=False) if params.sender else []
        found = next((one for one in empty if one.mail.kind == 2), empty[0])
        code = _code(found, "null-refused")
        if code in ("ok", "tls-required") and given:
            found = next((one for one in given if one.mail.kind == 2), given[0])
            code = _code(found, "refused")
        said = found.plain or found.mail
        facts = {"reply": visible_lines(said.text)}
        return conclude(DECLARATION, code, network.transcript, facts, f"{found.host} answered {said.text}.")


def _code(envelope: Envelope, refusal: str) -> str:
    if envelope.mail.kind == 4:  # too busy, or greylisting: this is no refusal yet
        raise NoConnection(f"{envelope.host} asks to come back later: {envelope.mail.text}.")
    if envelope.mail.kind != 2:
        return refusal
    return "tls-required" if envelope.plain is not None else "ok"


CHECK = SmtpMailfrom()
