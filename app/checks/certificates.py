"""Judging a certificate and the chain sent with it: pure; time and roots are passed in.

This tells people what is wrong; it is not what a connection's safety rests on. Sources: RFC 5280 section 6 (paths),
RFC 9525 (names), RFC 8301 and the baseline requirements of the CA/Browser Forum (strength).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID, NameOID

from app.checks.names import read_address

Certificate = x509.Certificate
Fault = Literal[
    "ok",
    "expires-soon",
    "weak",
    "expired",
    "not-yet-valid",
    "name-mismatch",
    "self-signed",
    "untrusted",
    "incomplete-chain",
]
WORST_FIRST: tuple[Fault, ...] = (
    "expired",
    "not-yet-valid",
    "self-signed",
    "untrusted",
    "incomplete-chain",
    "name-mismatch",
    "weak",
    "expires-soon",
    "ok",
)
SOON = timedelta(days=14)
WEAK_RSA_BITS = 2048
MOST_LINKS = 8


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong, if anything, and what a person would want to see of the certificate."""

    fault: Fault
    subject: str
    issuer: str
    not_after: datetime
    days_left: int
    names: tuple[str, ...]


class Roots:
    """The authorities that are trusted, found by their names."""

    def __init__(self, certificates: Iterable[Certificate]) -> None:
        self._by_name: dict[bytes, list[Certificate]] = {}
        self.organisations: set[str] = set()
        for root in certificates:
            self._by_name.setdefault(root.subject.public_bytes(), []).append(root)
            self.organisations.add(_organisation(root.subject))

    def named(self, name: x509.Name) -> Sequence[Certificate]:
        return self._by_name.get(name.public_bytes(), ())

    def holds(self, certificate: Certificate) -> bool:
        """Whether this is one of them: the same name and key, if perhaps another edition."""
        return any(root.public_key() == certificate.public_key() for root in self.named(certificate.subject))


def judge(sent: Sequence[Certificate], host: str, roots: Roots, now: datetime) -> Judgement:
    """The judgement about the first of `sent` as the certificate of `host`; the others may help to build the path."""
    leaf = sent[0]
    names = names_of(leaf)
    faults = [_dates(leaf, now), _path(sent, roots, now), strength(sent)]
    if not any(matches(pattern, host) for pattern in names):
        faults.append("name-mismatch")
    left = leaf.not_valid_after_utc - now
    if left <= SOON:
        faults.append("expires-soon")
    fault = min(faults, key=WORST_FIRST.index)
    return Judgement(
        fault,
        _name(leaf.subject) or next(iter(names), ""),
        _name(leaf.issuer),
        leaf.not_valid_after_utc,
        left.days,
        names,
    )


def names_of(leaf: Certificate) -> tuple[str, ...]:
    """Host names and addresses in the subject alternative name; the common name does not count (RFC 9525 section 2)."""
    try:
        found = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    addresses = (str(address) for address in found.get_values_for_type(x509.IPAddress))
    return (*found.get_values_for_type(x509.DNSName), *addresses)


def matches(pattern: str, host: str) -> bool:
    """Whether a name in a certificate stands for the host; `*` stands for one whole label at the left."""
    pattern, host = pattern.lower().rstrip("."), host.lower().rstrip(".")
    address = read_address(host)
    if pattern == host or address is not None:
        return pattern == host or read_address(pattern) == address
    star, _, rest = pattern.partition(".")
    return star == "*" and "." in rest and host.partition(".")[2] == rest


def _dates(leaf: Certificate, now: datetime) -> Fault:
    if now > leaf.not_valid_after_utc:
        return "expired"
    return "not-yet-valid" if now < leaf.not_valid_before_utc else "ok"


def strength(sent: Sequence[Certificate]) -> Fault:
    """RSA under 2,048 bits, or a signature made with SHA-1 or MD5; a root's own signature does not matter."""
    for certificate in sent:
        key = certificate.public_key()
        short = isinstance(key, rsa.RSAPublicKey) and key.key_size < WEAK_RSA_BITS
        broken = isinstance(certificate.signature_hash_algorithm, hashes.SHA1 | hashes.MD5)
        if certificate.subject != certificate.issuer and (short or broken):
            return "weak"
        if short and certificate is sent[0]:
            return "weak"
    return "ok"


def _path(sent: Sequence[Certificate], roots: Roots, now: datetime) -> Fault:
    leaf = sent[0]
    if roots.holds(leaf):
        return "ok"
    if leaf.subject == leaf.issuer and _signed(leaf, leaf):
        return "self-signed"
    reached = leaf
    for _ in range(MOST_LINKS):
        above = _issuer(reached, (*roots.named(reached.issuer), *sent[1:]), now)
        if above is None:
            return _why_it_stops(reached, roots)
        if roots.holds(above):
            return "ok"
        if above.subject == above.issuer:
            return "untrusted"
        reached = above
    return "untrusted"


def _why_it_stops(reached: Certificate, roots: Roots) -> Fault:
    """A link is missing: the server's to send where a public authority could be above; else nobody knows the issuer.

    A public authority says in the certificate where its own is kept, or carries the name of a trusted one.
    """
    try:
        access = reached.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_INFORMATION_ACCESS).value
        assert isinstance(access, x509.AuthorityInformationAccess)
        if any(one.access_method == AuthorityInformationAccessOID.CA_ISSUERS for one in access):
            return "incomplete-chain"
    except (x509.ExtensionNotFound, ValueError):
        pass
    above = _organisation(reached.issuer)
    return "incomplete-chain" if above and above in roots.organisations else "untrusted"


def _issuer(certificate: Certificate, candidates: Iterable[Certificate], now: datetime) -> Certificate | None:
    for candidate in candidates:
        valid = candidate.not_valid_before_utc <= now <= candidate.not_valid_after_utc
        if valid and candidate.subject == certificate.issuer and _signed(certificate, candidate):
            return candidate
    return None


def _signed(certificate: Certificate, issuer: Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _organisation(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(found[0].value).lower() if found else ""


def _name(name: x509.Name) -> str:
    """The common name, or the whole name where there is none."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()
