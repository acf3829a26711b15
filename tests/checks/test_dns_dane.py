"""`dns.dane` against a real name server and mail server: every code."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.lab import Lab
from tests.lab.certificates import Authority, Leaf
from tests.lab.trial import check

OTHER = "00" * 32


def tlsa(leaf: Leaf, kind: str) -> str:
    usage, selector, matching = kind.split()
    certificate = leaf.certificate if usage == "3" else leaf.between[0]
    data = certificate.public_bytes(Encoding.DER)
    if selector == "1":
        data = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = {"0": data.hex, "1": hashlib.sha256(data).hexdigest, "2": hashlib.sha512(data).hexdigest}[matching]()
    return f"_25._tcp.mx TLSA {usage} {selector} {matching} {digest}\n"


@pytest.fixture
def leaf(lab: Lab) -> Leaf:
    made = Authority("Inner", above=lab.authority).issue("mx.example.com")
    lab.smtp("127.0.0.2", tls=made.context())
    lab.dns.zone("example.com", "@ MX 10 mx\nmx A 127.0.0.2")
    lab.dns.authentic = True
    return made


@pytest.mark.parametrize("kind", ["3 1 1", "3 0 1", "3 1 2", "3 0 0", "3 1 0", "2 0 1", "2 1 1"])
def test_a_match(lab: Lab, leaf: Leaf, kind: str) -> None:
    lab.dns.zone("example.com", tlsa(leaf, kind) + f"_25._tcp.mx TLSA 3 1 1 {OTHER}")
    result = check(lab, "dns.dane", {"domain": "example.com"})
    assert (result.code, result.status) == ("ok", "pass")
    assert result.facts["matches"] == ["mx.example.com 127.0.0.2"]


@pytest.mark.parametrize("record", [f"3 1 1 {OTHER}", f"2 1 1 {OTHER}", f"3 9 1 {OTHER}", f"3 1 9 {OTHER}"])
def test_no_match(lab: Lab, leaf: Leaf, record: str) -> None:
    lab.dns.zone("example.com", f"_25._tcp.mx TLSA {record}")
    result = check(lab, "dns.dane", {"domain": "example.com"})
    assert (result.code, result.status, result.facts["matches"]) == ("mismatch", "fail", [])


def test_no_records_or_none_that_mail_knows(lab: Lab, leaf: Leaf) -> None:
    assert check(lab, "dns.dane", {"domain": "example.com"}).code == "none"
    lab.dns.zone("example.com", f"_25._tcp.mx TLSA 1 1 1 {OTHER}")
    result = check(lab, "dns.dane", {"domain": "example.com"})
    assert (result.code, result.status) == ("none", "warn")


def test_records_in_an_unsigned_zone(lab: Lab, leaf: Leaf) -> None:
    lab.dns.authentic = False
    lab.dns.zone("example.com", tlsa(leaf, "3 1 1"))
    result = check(lab, "dns.dane", {"domain": "example.com"})
    assert (result.code, result.status) == ("unsigned", "warn")


def test_a_server_without_encryption_matches_nothing(lab: Lab, leaf: Leaf) -> None:
    lab.smtp("127.0.0.3")
    lab.dns.zone("example.com", tlsa(leaf, "3 1 1") + "mx A 127.0.0.3")
    assert check(lab, "dns.dane", {"domain": "example.com"}).code == "mismatch"


def test_a_server_that_is_not_there_leaves_us_not_knowing(lab: Lab, leaf: Leaf) -> None:
    lab.dns.zone("example.com", tlsa(leaf, "3 1 1") + "mx A 127.0.0.9")
    assert check(lab, "dns.dane", {"domain": "example.com"}).code == "no-connection"


def test_a_server_that_is_busy_leaves_us_not_knowing(lab: Lab, leaf: Leaf) -> None:
    lab.smtp("127.0.0.4", banner="421 4.3.2 too busy")
    lab.dns.zone("example.com", tlsa(leaf, "3 1 1") + "mx A 127.0.0.4")
    assert check(lab, "dns.dane", {"domain": "example.com"}).code == "no-connection"
