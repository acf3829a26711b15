"""`mail.roundtrip`: one message to an address of whoever proved the domain, and whether it is read there.

What a mail server accepts may still be lost behind it, so only a person can say that the message arrived: by a link in
it or by its code. The check waits as long as it may; run again within the hour, it goes on waiting for the same message
and sends no other.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

from app.checks.ledger import Posted, asked
from app.checks.mailbox import domain_of
from app.checks.ownership import is_proved, read_proof
from app.checks.parameters import Domain, Parameters, naming
from app.checks.smtp_delivery import Delivery, deliver
from app.checks.smtp_recipient import read_recipient
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.codes import ENTERED_AT
from app.core.errors import BadParameter, CheckError

if TYPE_CHECKING:
    from app.checks.network import Network

EVERY_S = 0.5  # how often we look whether somebody confirmed
_NOT_SENT = {"seconds": 0.0}
TO_CONCLUDE_S = 0.3  # kept back from the time of the check


class RoundtripParameters(Parameters):
    domain: Domain
    proof: Annotated[str, naming(read_proof)]
    recipient: Annotated[str, naming(read_recipient)]


DECLARATION = Declaration(
    name="mail.roundtrip",
    title="A test message, there and back",
    about="Sends one short message to an address of yours, and waits until somebody says that it is there. "
    "Only for a domain that is proved to be yours.",
    params=RoundtripParameters,
    facts={"seconds": "number"},
    outcomes=(
        Outcome("arrived", "pass", "The message arrived.", "Nothing to do here.", {"seconds": 42.0}),
        Outcome(
            "not-arrived",
            "fail",
            "The mail server took our message, and nobody has said yet that it is there.",
            "Look into the mailbox, and into its junk folder. If the message is there, follow its link or enter its "
            "code; then run this check again. It waits for the same message.",
            {"seconds": 12.0},
        ),
        Outcome(
            "refused",
            "fail",
            "The mail server refused our message.",
            "Read its words. What it says to us it may say to other senders too.",
            _NOT_SENT,
        ),
        Outcome(
            "not-proved",
            "unknown",
            "We send a message only to a domain that is proved to be yours.",
            "Publish the TXT record at _unsnag under your domain, with the token you were given.",
            _NOT_SENT,
        ),
    ),
    lasts=False,  # somebody may confirm at any moment
)


class MailRoundtrip:
    """Sends at most one message an hour to an address, and none without proof."""

    declaration = DECLARATION

    async def run(self, params: RoundtripParameters, network: Network) -> CheckResult:
        if domain_of(params.recipient) != params.domain:
            message = f"recipient: Give an address at {params.domain}; we write to no other."
            raise BadParameter(message, parameter="recipient")
        if not await is_proved(params.domain, params.proof, network):
            return conclude(DECLARATION, "not-proved", network.transcript, _NOT_SENT, f"Domain: {params.domain}.")
        posted = await asked(network.ledger.post, params.domain, params.recipient)
        if posted.fresh:
            delivery = await _send(params, posted, network)
            words = delivery.reply.text if delivery.reply else "nothing more"
            if not delivery.accepted:
                await asked(network.ledger.note, posted, "refused")
                detail = f"{delivery.host} answered {words}."
                return conclude(DECLARATION, "refused", network.transcript, _NOT_SENT, detail)
            posted = await asked(network.ledger.note, posted, "accepted")
        else:
            network.transcript.note(f"A message was sent at {_moment(posted)}, so we send no other.")
        return _verdict(await _wait(posted, network), network)


async def _send(params: RoundtripParameters, posted: Posted, network: Network) -> Delivery:
    """One delivery; a message that no server took or refused was not sent, and does not count."""
    from app.checks.roundtrip_message import Sender, compose  # 50 ms of libraries that most workers never need

    settings = network.settings
    sender = Sender(settings.site_name, network.own_name, settings.base_url)
    text = compose(sender, params.recipient, posted.code, network.calendar())
    try:
        return await deliver(params.domain, params.recipient, text, network)
    except CheckError:
        await asked(network.ledger.note, posted, "put-off")
        raise


async def _wait(posted: Posted, network: Network) -> Posted:
    """The message once it is confirmed, or as it stands when the time of the check is over."""
    network.transcript.note("Waiting for somebody to say that the message is there.")
    while posted.confirmed_at is None:
        left = network.remaining_s() - TO_CONCLUDE_S
        if left <= 0:
            break
        await asyncio.sleep(min(EVERY_S, left))
        posted = await asked(network.ledger.look, posted)
    return posted


def _verdict(posted: Posted, network: Network) -> CheckResult:
    seconds = posted.seconds
    if seconds is not None:
        detail = f"It was confirmed {seconds:.0f} seconds after the mail server took it."
        return conclude(DECLARATION, "arrived", network.transcript, {"seconds": round(seconds, 1)}, detail)
    base = network.settings.base_url.rstrip("/")
    where = f"{base}{ENTERED_AT}" if base else f"the page {ENTERED_AT} of this site, or with “unsnag arrived CODE”"
    detail = f"It was sent at {_moment(posted)}; its code is entered at {where}."
    waited = max(0.0, (network.calendar() - (posted.accepted_at or posted.begun_at)).total_seconds())
    return conclude(DECLARATION, "not-arrived", network.transcript, {"seconds": round(waited, 1)}, detail)


def _moment(posted: Posted) -> str:
    return f"{posted.begun_at:%H:%M} UTC"


CHECK = MailRoundtrip()
