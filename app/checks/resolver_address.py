"""Where the name server is that `UNSNAG_RESOLVER` names. Apart from the resolver, which costs the DNS library."""

from __future__ import annotations

from ipaddress import ip_address

from app.core.errors import BadParameter

Server = tuple[str, int]


def read_server(text: str) -> Server:
    """`ip`, `ip:port` or `[ip]:port` as a server; BadParameter for anything else."""
    host, port = text.strip(), "53"
    if host.startswith("["):
        host, _, rest = host[1:].partition("]")
        port = rest.removeprefix(":") or port
    elif host.count(":") == 1:
        host, _, port = host.partition(":")
    try:
        return str(ip_address(host)), int(port)
    except ValueError as problem:
        raise BadParameter(f"UNSNAG_RESOLVER is `{text}`; write an address, or an address and a port.") from problem
