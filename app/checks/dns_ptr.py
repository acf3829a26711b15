"""`dns.ptr`: the reverse name of each address, and whether it leads back (RFC 1912 section 2.1)."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.names import read_address
from app.checks.parameters import Addresses, Parameters
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

MOST_NAMES = 5  # of one address; more are counted, not followed
_PROVIDER_WORDS = re.compile(
    r"(?:^|[.-])(?:dyn|dynamic|dhcp|dialup|dial-up|dsl|adsl|vdsl|xdsl|ppp|pppoe|pool|cable|broadband|dip|customer|cust)"
    r"[0-9]*(?:$|[.-])"
)


class PtrParameters(Parameters):
    addresses: Addresses
    banner: str = ""


DECLARATION = Declaration(
    name="dns.ptr",
    title="Reverse names of the addresses (PTR)",
    about="Whether each address has a name that leads back to it, and one that looks like a mail server's.",
    params=PtrParameters,
    facts={"names": "texts"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "Each address has a name of its own that leads back to it.",
            "Nothing to do here.",
            {"names": ["mx1.example.com"]},
        ),
        Outcome(
            "generic",
            "warn",
            "The address has a name such as providers give to home connections. Many receivers distrust that.",
            "Ask whoever owns the address to set its reverse name (PTR) to the name of the mail server.",
            {"names": ["192-0-2-25.dyn.example.net"]},
        ),
        Outcome(
            "not-confirmed",
            "warn",
            "The address has a name, but the name does not lead back to the address.",
            "Let the reverse name (PTR) and the A or AAAA record of the mail server name each other.",
            {"names": ["old.example.net"]},
        ),
        Outcome(
            "missing",
            "warn",
            "The address has no name. Many receivers refuse mail from such an address.",
            "Ask whoever owns the address (your provider) to set its reverse name (PTR).",
            {"names": []},
        ),
    ),
)
WORST = ("missing", "not-confirmed", "generic", "ok")


class DnsPtr:
    """Looks each address up backwards, and the names it finds forwards again."""

    declaration = DECLARATION

    async def run(self, params: PtrParameters, network: Network) -> CheckResult:
        for address in params.addresses:
            network.permit(ip_address(address))
        said = name_in_greeting(params.banner)
        found = await side_by_side(_judge(address, said, network.branch()) for address in params.addresses)
        at = min(range(len(found)), key=lambda index: WORST.index(found[index][0]))
        names = list(dict.fromkeys(name for _, some in found for name in some))
        code, shown = found[at]
        detail = f"{params.addresses[at]}: {', '.join(shown) or 'no name'}."
        return conclude(DECLARATION, code, network.transcript, {"names": names}, detail)


async def _judge(address: str, said: str, network: Network) -> tuple[str, tuple[str, ...]]:
    names = (await network.ask_reverse(address)).texts()
    if not names:
        return "missing", ()
    confirmed = [name for name in names[:MOST_NAMES] if await _leads_to(name, address, network)]
    if not confirmed:
        return "not-confirmed", names
    if said and said not in confirmed and not await _leads_to(said, address, network):
        network.transcript.note(f"The server calls itself {said}, which does not lead to {address}")
        return "not-confirmed", names
    return ("generic" if all(is_generic(name, address) for name in confirmed) else "ok"), names


async def _leads_to(name: str, address: str, network: Network) -> bool:
    kind = "AAAA" if ":" in address else "A"
    return ip_address(address) in [read_address(text) for text in (await network.ask(name, kind)).texts()]


def name_in_greeting(banner: str) -> str:
    """The host name in a greeting such as `220 mx1.example.com ESMTP`, or nothing."""
    found = re.match(r"\s*(?:\d{3}[ -])?\s*([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)\.?(?:\s|$)", banner)
    return found[1].lower() if found else ""


def is_generic(name: str, address: str) -> bool:
    """Whether a reverse name is made from the address, or says that it belongs to a line and not to a server."""
    if _PROVIDER_WORDS.search(name.lower()):
        return True
    if ":" in address:
        digits = ip_address(address).exploded.replace(":", "")
        return digits[16:] in name.replace("-", "").replace(".", "")
    octets = address.split(".")
    numbers = [str(int(number)) for number in re.findall(r"\d+", name)]
    hexadecimal = "".join(f"{int(octet):02x}" for octet in octets)
    return _holds(numbers, octets) or _holds(numbers, octets[::-1]) or hexadecimal in name.lower()


def _holds(numbers: list[str], octets: list[str]) -> bool:
    """Whether the octets, or the last three of them, stand in a row."""
    rows = [numbers[at : at + 4] for at in range(len(numbers))]
    return any(row == octets or row[:3] == octets[1:] for row in rows)


CHECK = DnsPtr()
