"""The live checks: an explicit list of ours, and whatever an operator's packages add under `unsnag.checks`.

Importing this costs no DNS or TLS library; those are loaded when the first door is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import dns._features

from app.checks import (
    dns_address,
    dns_blocklist,
    dns_caa,
    dns_dane,
    dns_delegation,
    dns_dkim,
    dns_dmarc,
    dns_mta_sts,
    dns_mx,
    dns_propagation,
    dns_ptr,
    dns_record,
    dns_spf,
    dns_tls_rpt,
    http_get,
    imap_login,
    mail_bounce,
    mail_headers,
    mail_roundtrip,
    net_tcp,
    pop3_login,
    smtp_banner,
    smtp_catch_all,
    smtp_connect,
    smtp_ehlo,
    smtp_mailfrom,
    smtp_recipient,
    smtp_relay,
    smtp_role_accounts,
    smtp_starttls,
    smtp_submission,
    tls_certificate,
)
from app.core.checking import Check, Declaration

if TYPE_CHECKING:
    from app.checks.network import Network

# dnspython takes an HTTP/2 client along where one is installed, for DNS over HTTPS: 5 MB in workers that never ask so.
dns._features.force("doh", False)

ENTRY_POINTS = "unsnag.checks"
OURS: tuple[Check[Network], ...] = (
    dns_delegation.CHECK,
    dns_mx.CHECK,
    dns_propagation.CHECK,
    dns_address.CHECK,
    dns_ptr.CHECK,
    dns_spf.CHECK,
    dns_dmarc.CHECK,
    dns_dkim.CHECK,
    dns_mta_sts.CHECK,
    dns_tls_rpt.CHECK,
    dns_dane.CHECK,
    dns_caa.CHECK,
    dns_blocklist.CHECK,
    dns_record.CHECK,
    net_tcp.CHECK,
    smtp_connect.CHECK,
    smtp_banner.CHECK,
    smtp_ehlo.CHECK,
    smtp_starttls.CHECK,
    tls_certificate.CHECK,
    smtp_mailfrom.CHECK,
    smtp_recipient.CHECK,
    smtp_catch_all.CHECK,
    smtp_role_accounts.CHECK,
    smtp_relay.CHECK,
    smtp_submission.CHECK,
    imap_login.CHECK,
    pop3_login.CHECK,
    http_get.CHECK,
    mail_bounce.CHECK,
    mail_headers.CHECK,
    mail_roundtrip.CHECK,
)


@cache
def registry() -> Mapping[str, Check[Network]]:
    """Every check by its name. An operator's entry point cannot take the place of one of ours.

    An entry point names a check object, or a function without arguments that makes one.
    """
    found: dict[str, Check[Network]] = {}
    for entry in entry_points(group=ENTRY_POINTS):
        loaded = entry.load()
        check = loaded if hasattr(loaded, "declaration") else loaded()
        found[check.declaration.name] = cast("Check[Network]", check)
    found.update({check.declaration.name: check for check in OURS})
    return MappingProxyType(found)


def declarations() -> Mapping[str, Declaration]:
    """Every check's declaration by its name: what the linter, the documentation and the scenarios read."""
    return MappingProxyType({name: check.declaration for name, check in registry().items()})
