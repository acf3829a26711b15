"""Certificates in good and in bad order, made on the spot."""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from app.checks.names import read_address

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
NOW = datetime.now(UTC).replace(microsecond=0)


def _name(common: str, organisation: str = "Mail lab") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)]
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


@dataclass
class Authority:
    """A root, or with `above` one that another signed."""

    common: str = "Lab root"
    organisation: str = "Mail lab"
    above: Authority | None = None
    key: Key = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __post_init__(self) -> None:
        parent = self.above or self
        name = _name(self.common, self.organisation)
        issuer = _name(parent.common, parent.organisation)
        start = _start(name, issuer, self.key, NOW - timedelta(days=1), NOW + timedelta(days=3650))
        start = start.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.certificate = start.sign(parent.key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        return _pem(self.certificate)

    def issue(
        self,
        *names: str,
        days: float = 90,
        begins: float = -1,
        key: Key | None = None,
        access: str = "",
    ) -> Leaf:
        """A server's certificate for these names, valid from `begins` to `days` from now, in days."""
        own = key or ec.generate_private_key(ec.SECP256R1())
        signer = _name(self.common, self.organisation)
        start = _start(_name(names[0]), signer, own, NOW + timedelta(days=begins), NOW + timedelta(days=days))
        start = start.add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        if access:
            place = x509.AccessDescription(
                AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(access)
            )
            start = start.add_extension(x509.AuthorityInformationAccess([place]), critical=False)
        certificate = start.sign(self.key, hashes.SHA256())
        return Leaf(certificate, own, [self.certificate] if self.above else [])


@dataclass
class Leaf:
    """A server's certificate, its key, and the certificates that belong between it and the root."""

    certificate: x509.Certificate
    key: Key
    between: Sequence[x509.Certificate] = ()

    def context(
        self, *, whole: bool = True, versions: tuple[ssl.TLSVersion, ssl.TLSVersion] | None = None
    ) -> ssl.SSLContext:
        """How a server presents it; `whole=False` leaves out what belongs between."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("ALL:@SECLEVEL=0")
        if versions:
            context.minimum_version, context.maximum_version = versions
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "server.pem"
            path.write_bytes(self.pem if whole else self._file([self.certificate]))
            context.load_cert_chain(path)
        return context

    @property
    def pem(self) -> bytes:
        """The key and the whole chain, as servers read them from one file."""
        return self._file([self.certificate, *self.between])

    def _file(self, chain: Sequence[x509.Certificate]) -> bytes:
        secret = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return secret + b"".join(_pem(one) for one in chain)


def self_signed(*names: str) -> Leaf:
    key = ec.generate_private_key(ec.SECP256R1())
    start = _start(_name(names[0]), _name(names[0]), key, NOW - timedelta(days=1), NOW + timedelta(days=90))
    start = start.add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
    return Leaf(start.sign(key, hashes.SHA256()), key)


def short_key(bits: int = 1024) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def _start(
    subject: x509.Name, issuer: x509.Name, key: Key, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )


def _general(name: str) -> x509.GeneralName:
    address = read_address(name)
    return x509.IPAddress(ip_address(str(address))) if address else x509.DNSName(name)
