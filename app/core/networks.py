"""The network that an address belongs to, as far as it tells visitors apart without telling one from the neighbour."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

IPV4_PREFIX, IPV6_PREFIX = 24, 48  # what a small site is given of each; a single line of IPv6 has many /64


def network_of(address: str) -> str:
    """`192.0.2.0/24` or `2001:db8:7::/48`; an IPv4 address in IPv6 clothes is that address. Else the text itself."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(read, IPv6Address):
        mapped = read.ipv4_mapped
        return network_of(str(mapped)) if mapped else str(ip_network((read, IPV6_PREFIX), strict=False))
    return str(ip_network((read, IPV4_PREFIX), strict=False))
