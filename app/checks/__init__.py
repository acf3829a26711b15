"""The live checks: an explicit list of ours, and whatever an operator's packages add under `unsnag.checks`.

Importing this costs no DNS or TLS library; those are loaded when the first check runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from app.checks import dns_address, dns_mx, net_tcp, smtp_banner, smtp_connect
from app.core.checking import Declaration

OURS = (dns_mx, dns_address, smtp_connect, smtp_banner, net_tcp)


@cache
def declarations() -> Mapping[str, Declaration]:
    """Every check's declaration by its name."""
    return MappingProxyType({module.DECLARATION.name: module.DECLARATION for module in OURS})
