"""The network an address belongs to, as limits see visitors of comments: an IPv4 /24 or an IPv6 /48."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")


def is_ipv4(text: str) -> bool:
    """Whether it is an IPv4 address, as `ipaddress` reads them too, in a tenth of the time."""
    return _IPV4.fullmatch(text) is not None


@lru_cache(maxsize=64)  # asked for several times for one comment
def network_prefix(address: str) -> str:
    """`198.51.100.7` → `198.51.100.0/24`; empty where the text is no address."""
    if is_ipv4(address):
        return f"{address.rpartition('.')[0]}.0/24"
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))
