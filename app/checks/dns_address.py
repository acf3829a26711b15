"""`dns.address`: the IPv4 and IPv6 addresses of each host (RFC 1035, RFC 3596)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.parameters import Hosts, Parameters
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.hosts import Located
    from app.checks.network import Network

_WITHOUT: dict[str, object] = {"addresses": ["192.0.2.25"], "without_address": ["mx2.example.com"]}


class AddressParameters(Parameters):
    hosts: Hosts


DECLARATION = Declaration(
    name="dns.address",
    title="Addresses of the servers (A and AAAA)",
    about="The IPv4 and IPv6 addresses of each server; every server must have one that the world can reach.",
    params=AddressParameters,
    facts={"addresses": "texts", "without_address": "texts"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "Each server has an address that the world can reach.",
            "Nothing to do here.",
            {"addresses": ["192.0.2.25", "2001:db8::25"], "without_address": []},
        ),
        Outcome(
            "nxdomain",
            "fail",
            "One of the servers' names does not exist in the DNS.",
            "Look for a typing mistake in the record that names this server, or create the missing name.",
            _WITHOUT,
        ),
        Outcome(
            "no-address",
            "fail",
            "One of the servers' names exists, but has no address.",
            "Add an A record (IPv4) or an AAAA record (IPv6) for this name.",
            _WITHOUT,
        ),
        Outcome(
            "private-address",
            "fail",
            "One of the servers has an address that works only inside a private network. Nobody outside can reach it.",
            "Publish the public address instead; your firewall passes it on to the inner one.",
            {"addresses": ["192.168.1.25"], "without_address": []},
        ),
        Outcome(
            "servfail",
            "fail",
            "The name servers give a broken answer, or none, for one of the servers' names.",
            "Ask whoever runs the DNS of that name to look at the zone.",
            _WITHOUT,
        ),
        Outcome(
            "cname-loop",
            "fail",
            "One of the servers' names is an alias that leads in a circle.",
            "Delete or correct the CNAME records that point at one another.",
            _WITHOUT,
        ),
    ),
)


class DnsAddress:
    """Resolves every host; what is wrong with one is wrong for the whole set."""

    declaration = DECLARATION

    async def run(self, params: AddressParameters, network: Network) -> CheckResult:
        found = await side_by_side(network.branch().look_up(host) for host in params.hosts)
        facts = {
            "addresses": list(dict.fromkeys(str(address) for one in found for address in one.addresses)),
            "without_address": [one.host for one in found if not one.addresses],
        }
        for one in found:
            code = _code(one)
            if code != "ok":
                shown = f" ({', '.join(map(str, one.addresses))})" if one.addresses else ""
                return conclude(DECLARATION, code, network.transcript, facts, f"It is {one.host}{shown}.")
        return conclude(DECLARATION, "ok", network.transcript, facts)


def _code(located: Located) -> str:
    if located.refused:
        return "private-address"
    return {"ok": "ok", "no-data": "no-address", "timeout": "servfail"}.get(located.verdict, located.verdict)


CHECK = DnsAddress()
