"""`smtp.catch-all`: whether the server takes mail for anybody at the domain."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from app.checks.parameters import Domain, Hosts, Parameters
from app.checks.recipient_reply import read_meaning
from app.checks.smtp_envelope import offer
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import NoConnection

if TYPE_CHECKING:
    from app.checks.network import Network


class CatchAllParameters(Parameters):
    hosts: Hosts
    domain: Domain


DECLARATION = Declaration(
    name="smtp.catch-all",
    title="Mail for addresses that do not exist",
    about="Whether the mail server takes mail for an address that surely does not exist. No message is sent.",
    params=CatchAllParameters,
    facts={},
    outcomes=(
        Outcome("refuses", "pass", "The mail server refuses addresses that do not exist.", "Nothing to do here."),
        Outcome(
            "accepts-all",
            "warn",
            "The mail server takes mail for any address at the domain, even for ones that do not exist.",
            "Unless a catch-all mailbox is meant, let the server check recipients when mail comes in.",
        ),
        Outcome(
            "greylisted",
            "warn",
            "The mail server puts us off, so it does not say which addresses exist.",
            "Try again in a quarter of an hour.",
        ),
    ),
)


class SmtpCatchAll:
    """Asks the first server that answers about a made-up name of 20 random letters and digits."""

    declaration = DECLARATION

    async def run(self, params: CatchAllParameters, network: Network) -> CheckResult:
        recipient = f"unsnag-{secrets.token_hex(10)}@{params.domain}"
        found = await offer(params.hosts, "", recipient, network, encrypt=True)
        answered = next((one for one in found if one.recipient is not None), None)
        if answered is None or answered.recipient is None:
            raise NoConnection(f"{found[0].host} refused our sender, so recipients could not be asked about.")
        meaning = read_meaning(answered.recipient)
        code = {"accepted": "accepts-all", "greylisted": "greylisted", "temporary": "greylisted"}.get(
            meaning, "refuses"
        )
        return conclude(DECLARATION, code, network.transcript, {}, f"It answered {answered.recipient.text}.")


CHECK = SmtpCatchAll()
