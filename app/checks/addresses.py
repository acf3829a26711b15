"""Which addresses the door may visit: rule 3, pure. Public unicast only, by our own table.

`ipaddress.is_global` alone is not enough: Python 3.11 calls several reserved ranges global, and a translated or
tunnelled address reaches whatever is embedded in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network

from app.checks.names import Address

Network = IPv4Network | IPv6Network

DENIED: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(text), why)
    for text, why in (
        ("0.0.0.0/8", "it means “this network” (RFC 791)"),
        ("10.0.0.0/8", "it is private (RFC 1918)"),
        ("100.64.0.0/10", "it is a carrier's inner address (RFC 6598)"),
        ("127.0.0.0/8", "it is the machine itself (RFC 1122)"),
        ("169.254.0.0/16", "it is link-local (RFC 3927)"),
        ("172.16.0.0/12", "it is private (RFC 1918)"),
        ("192.0.0.0/24", "it is set aside for protocols (RFC 6890)"),
        ("192.0.2.0/24", "it is for documentation (RFC 5737)"),
        ("192.88.99.0/24", "it is a 6to4 relay (RFC 7526)"),
        ("192.168.0.0/16", "it is private (RFC 1918)"),
        ("198.18.0.0/15", "it is for benchmarks (RFC 2544)"),
        ("198.51.100.0/24", "it is for documentation (RFC 5737)"),
        ("203.0.113.0/24", "it is for documentation (RFC 5737)"),
        ("224.0.0.0/4", "it is multicast (RFC 5771)"),
        ("240.0.0.0/4", "it is reserved (RFC 1112)"),
        ("::/96", "it is no public address (RFC 4291)"),
        ("::ffff:0:0/96", "it hides an IPv4 address (RFC 4291)"),
        ("::ffff:0:0:0/96", "it hides an IPv4 address (RFC 7915)"),
        ("64:ff9b::/96", "it hides an IPv4 address (NAT64, RFC 6052)"),
        ("64:ff9b:1::/48", "it hides an IPv4 address (NAT64, RFC 8215)"),
        ("100::/64", "it leads nowhere (RFC 6666)"),
        ("2001::/32", "it is a Teredo tunnel (RFC 4380)"),
        ("2001:2::/48", "it is for benchmarks (RFC 5180)"),
        ("2001:db8::/32", "it is for documentation (RFC 3849)"),
        ("2001:10::/28", "it is a retired identifier (RFC 4843)"),
        ("2001:20::/28", "it is an identifier, not a place (RFC 7343)"),
        ("2002::/16", "it hides an IPv4 address (6to4, RFC 3056)"),
        ("3fff::/20", "it is for documentation (RFC 9637)"),
        ("5f00::/16", "it is for segment routing (RFC 9602)"),
        ("fc00::/7", "it is private (RFC 4193)"),
        ("fe80::/10", "it is link-local (RFC 4291)"),
        ("fec0::/10", "it is site-local (RFC 3879)"),
        ("ff00::/8", "it is multicast (RFC 4291)"),
    )
)

PUBLIC_V6 = IPv6Network("2000::/3")  # all that IANA gives out for global unicast


def refusal(address: Address, allowed: Sequence[Network] = (), own: Collection[Address] = ()) -> str | None:
    """Why this address must not be visited, as the end of a sentence; None where it may.

    `allowed` are the networks an operator opened (rule 11) and win over everything; `own` are this host's addresses.
    """
    if is_inside(address, allowed):
        return None
    if address in own:
        return "it is this server or one of its services"
    for network, why in DENIED:
        if address.version == network.version and address in network:
            return why
    if address.is_multicast or not address.is_global or (address.version == 6 and address not in PUBLIC_V6):
        return "it is not a public address"
    return None


def is_inside(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
