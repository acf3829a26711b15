"""`smtp.role-accounts`: whether postmaster and abuse are there (RFC 5321 section 4.5.1, RFC 2142)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.parameters import Domain, Hosts, Parameters
from app.checks.recipient_reply import read_meaning
from app.checks.smtp_envelope import offer
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import NoConnection

if TYPE_CHECKING:
    from app.checks.network import Network

ROLES = ("postmaster", "abuse")


class RoleParameters(Parameters):
    hosts: Hosts
    domain: Domain


DECLARATION = Declaration(
    name="smtp.role-accounts",
    title="The addresses postmaster and abuse",
    about="Whether the mail server takes mail for postmaster and abuse at the domain. No message is sent.",
    params=RoleParameters,
    facts={},
    outcomes=(
        Outcome("ok", "pass", "Other mail servers can reach you about trouble.", "Nothing to do here."),
        Outcome(
            "missing",
            "warn",
            "The mail server does not take mail for postmaster or abuse, where others report trouble.",
            "Create both addresses, as mailboxes or as aliases.",
        ),
    ),
)


class SmtpRoleAccounts:
    """One connection for each address; an answer that puts us off is not held against anybody."""

    declaration = DECLARATION

    async def run(self, params: RoleParameters, network: Network) -> CheckResult:
        missing: list[str] = []
        for role in ROLES:
            recipient = f"{role}@{params.domain}"
            found = await offer(params.hosts, "", recipient, network, encrypt=True)
            replies = [one.recipient for one in found if one.recipient is not None]
            if not replies:
                raise NoConnection(f"{found[0].host} refused our sender, so recipients could not be asked about.")
            if all(read_meaning(reply) in ("unknown-user", "relay-denied") for reply in replies):
                missing.append(recipient)
        detail = f"Missing: {', '.join(missing)}." if missing else ""
        return conclude(DECLARATION, "missing" if missing else "ok", network.transcript, {}, detail)


CHECK = SmtpRoleAccounts()
