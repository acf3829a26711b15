"""`dns.address`: the IPv4 and IPv6 addresses of each host (RFC 1035, RFC 3596)."""

from __future__ import annotations

from app.checks.parameters import Hosts, Parameters
from app.core.checking import Declaration, Outcome

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
