"""Zones as master files: plain, signed, and signed in ways that do not hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

import dns.dnssec
import dns.name
import dns.rdataset
import dns.rdatatype
import dns.zone
from cryptography.hazmat.primitives.asymmetric import ec
from dns.dnssectypes import Algorithm
from dns.rdtypes.dnskeybase import Flag

Signatures = Literal["good", "broken", "expired"]


def plain(origin: str, text: str, serial: int = 1) -> str:
    """A master file, with the SOA record that such files begin with."""
    apex = f"@ SOA ns1 hostmaster {serial} 3600 600 86400 300\n"
    return f"$ORIGIN {origin.rstrip('.')}.\n$TTL 300\n{apex}{text}"


def signed(origin: str, text: str, signatures: Signatures = "good") -> tuple[str, str]:
    """A master file with signatures (RFC 4035), and the DS record of its key."""
    name = dns.name.from_text(origin)
    zone = dns.zone.from_text(plain(origin, text), relativize=False)
    secret = ec.generate_private_key(ec.SECP256R1())
    key = dns.dnssec.make_dnskey(secret.public_key(), Algorithm.ECDSAP256SHA256, Flag.ZONE | Flag.SEP)
    begins = datetime.now(UTC) - timedelta(days=60)
    ends = begins + timedelta(days=40 if signatures == "expired" else 90)
    with zone.writer() as change:
        dns.dnssec.sign_zone(
            zone, change, [(secret, key)], inception=begins, expiration=ends, dnskey_ttl=300, add_dnskey=True
        )
    if signatures == "broken":
        _break(zone)
    ds = dns.dnssec.make_ds(name, key, "SHA256").to_text()
    return str(zone.to_text(relativize=False)), f"{name} 300 IN DS {ds}"


def _break(zone: dns.zone.Zone) -> None:
    """One bit of every signature is another, but for those of the keys."""
    with zone.writer() as change:
        for name, rdataset in list(zone.iterate_rdatasets()):
            if rdataset.rdtype == dns.rdatatype.RRSIG and rdataset.covers != dns.rdatatype.DNSKEY:
                turned = [one.replace(signature=bytes([one.signature[0] ^ 1]) + one.signature[1:]) for one in rdataset]
                change.replace(name, dns.rdataset.from_rdata_list(rdataset.ttl, turned))
