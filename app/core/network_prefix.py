"""The network an address belongs to, as limits see visitors of comments: an IPv4 /24 or an IPv6 /48."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network


@lru_cache(maxsize=64)  # asked for several times for one comment
def network_prefix(address: str) -> str:
    """`198.51.100.7` → `198.51.100.0/24`; empty where the text is no address."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))
