"""`smtp.relay`: whether the server passes on mail between strangers; asked only where the owner wants to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from app.checks.dns_mx import read_mx
from app.checks.mailbox import domain_of, read_mailbox
from app.checks.ownership import is_proved, read_proof
from app.checks.parameters import Domain, Hosts, Parameters, naming
from app.checks.smtp_envelope import offer
from app.checks.spf_survey import must_answer
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import BadParameter, NoConnection, TargetRefused

if TYPE_CHECKING:
    from app.checks.network import Network

STRANGER = "unsnag-relay-test@example.org"  # a domain that takes no mail (RFC 2606)


class RelayParameters(Parameters):
    hosts: Hosts
    domain: Domain
    proof: Annotated[str, naming(read_proof)]
    recipient: Annotated[str, naming(read_mailbox)] = ""


DECLARATION = Declaration(
    name="smtp.relay",
    title="Mail between strangers (open relay)",
    about="Whether the mail server may pass on mail to elsewhere. Only for a domain that is proved to be yours.",
    params=RelayParameters,
    facts={},
    outcomes=(
        Outcome("closed", "pass", "The mail server does not pass on mail between strangers.", "Nothing to do here."),
        Outcome(
            "may-relay",
            "fail",
            "The mail server may pass on mail between strangers. Spammers look for such servers.",
            "Let it take mail only for your own domains, and from clients that have logged in.",
        ),
        Outcome(
            "not-proved",
            "unknown",
            "We ask this only of a domain that is proved to be yours.",
            "Publish the TXT record at _unsnag under your domain, with the token you were given.",
        ),
    ),
)


class SmtpRelay:
    """One foreign recipient at each server, never a message."""

    declaration = DECLARATION

    async def run(self, params: RelayParameters, network: Network) -> CheckResult:
        recipient = params.recipient or STRANGER
        if domain_of(recipient) == params.domain:
            raise BadParameter("recipient: Give an address at another domain.", parameter="recipient")
        if not await is_proved(params.domain, params.proof, network):
            return conclude(DECLARATION, "not-proved", network.transcript, {}, f"Domain: {params.domain}.")
        await _must_be_theirs(params, network)
        found = await offer(params.hosts, "", recipient, network, encrypt=True)
        asked = [one for one in found if one.recipient is not None]
        if not asked:
            raise NoConnection(f"{found[0].host} refused our sender, so recipients could not be asked about.")
        open_ones = [one.host for one in asked if one.recipient is not None and one.recipient.kind == 2]
        code = "may-relay" if open_ones else "closed"
        return conclude(DECLARATION, code, network.transcript, {}, f"It is {open_ones[0]}." if open_ones else "")


async def _must_be_theirs(params: RelayParameters, network: Network) -> None:
    """The proof is for a domain, so only that domain's own mail servers are asked."""
    records = read_mx(must_answer(await network.ask(params.domain, "MX")).texts())
    theirs = {host for _, host in records} or {params.domain}
    for host in params.hosts:
        if host not in theirs:
            raise TargetRefused(f"{host} is no mail server of {params.domain}.", host=host)


CHECK = SmtpRelay()
