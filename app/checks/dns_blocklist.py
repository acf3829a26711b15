"""`dns.blocklist`: whether an address stands on one of the lists that receivers ask (RFC 5782)."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.names import read_address
from app.checks.parameters import Addresses, Parameters
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import CheckError

if TYPE_CHECKING:
    from app.checks.network import Network

LISTED = ip_network("127.0.0.0/8")
REFUSALS = ip_network("127.255.255.0/24")  # how large lists say “not you”, for example Spamhaus


class BlocklistParameters(Parameters):
    addresses: Addresses


DECLARATION = Declaration(
    name="dns.blocklist",
    title="Lists of refused addresses",
    about="Whether an address stands on one of the lists that this site asks, by which receivers refuse mail.",
    params=BlocklistParameters,
    facts={"listed": "texts"},
    outcomes=(
        Outcome("clean", "pass", "The addresses stand on none of the lists.", "Nothing to do here.", {"listed": []}),
        Outcome(
            "listed",
            "fail",
            "An address stands on a list by which receivers refuse mail.",
            "Find out what was sent from it, put an end to that, and ask the list to take the address off.",
            {"listed": ["192.0.2.25 list.example.org"]},
        ),
        Outcome(
            "refused",
            "unknown",
            "The lists do not answer us, so we cannot tell.",
            "Nothing is known about the address. Look it up on the web page of the list.",
            {"listed": []},
        ),
    ),
)


class DnsBlocklist:
    """Asks every list about every address; a list that does not know us says nothing about the address."""

    declaration = DECLARATION

    async def run(self, params: BlocklistParameters, network: Network) -> CheckResult:
        for address in params.addresses:
            network.permit(ip_address(address))
        lists = network.settings.blocklists
        pairs = [(address, zone) for address in params.addresses for zone in lists]
        found = await side_by_side(_ask(address, zone, network.branch()) for address, zone in pairs)
        problems = [said for said in found if isinstance(said, CheckError)]
        if problems and len(problems) == len(found):  # no list was heard at all, which is no word of theirs
            raise problems[0]
        listed = [f"{address} {zone}" for (address, zone), said in zip(pairs, found, strict=True) if said == "listed"]
        if listed:
            return conclude(DECLARATION, "listed", network.transcript, {"listed": listed}, f"{'; '.join(listed)}.")
        if not lists:
            detail = "No list is set up on this site."
            return conclude(DECLARATION, "refused", network.transcript, {"listed": []}, detail)
        code = "refused" if problems or "refused" in found else "clean"
        return conclude(DECLARATION, code, network.transcript, {"listed": []}, f"Asked: {', '.join(lists)}.")


async def _ask(address: str, zone: str, network: Network) -> str | CheckError:
    """What the list says; the problem as a value where it could not be asked, so that others are still heard."""
    reverse = ip_address(address).reverse_pointer.removesuffix(".in-addr.arpa").removesuffix(".ip6.arpa")
    try:
        answer = await network.ask(f"{reverse}.{zone.strip('.')}", "A")
    except CheckError as problem:
        network.transcript.note(f"{zone}: {problem.message}")
        return problem
    if answer.verdict in ("nxdomain", "no-data"):
        return "clean"
    codes = [code for text in answer.texts() if (code := read_address(text)) is not None]
    if any(code.version == 4 and code in LISTED and code not in REFUSALS for code in codes):
        return "listed"
    return "refused"


CHECK = DnsBlocklist()
