"""`dns.dkim` against a real name server: every code."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from app.checks.dkim_key import read_key, rsa_bits
from app.checks.tags import TagSyntax
from tests.lab import Lab
from tests.lab.trial import check


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    head = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + head + content


def bare_key(bits: int) -> bytes:
    modulus = (1 << (bits - 1) | 1).to_bytes(bits // 8 + 1, "big")
    return der(0x30, der(0x02, modulus) + der(0x02, b"\x01\x00\x01"))


def wrapped_key(bits: int) -> bytes:
    algorithm = der(0x30, bytes.fromhex("06092a864886f70d0101010500"))
    return der(0x30, algorithm + der(0x03, b"\0" + bare_key(bits)))


def p(data: bytes) -> str:
    return base64.b64encode(data).decode()


def publish(lab: Lab, *records: str) -> None:
    lines = []
    for record in records:
        pieces = " ".join(f'"{record[at : at + 200]}"' for at in range(0, len(record), 200)) or '""'
        lines.append(f"s1._domainkey TXT {pieces}")
    lab.dns.zone("example.com", "\n".join(lines))


@pytest.mark.parametrize(
    ("record", "code", "kind", "bits"),
    [
        (f"v=DKIM1; k=rsa; p={p(wrapped_key(2048))}", "ok", "rsa", 2048),
        (f"p={p(wrapped_key(4096))}", "ok", "rsa", 4096),
        (f"v=DKIM1; p={p(bare_key(2048))}", "ok", "rsa", 2048),
        (f"v=DKIM1; t=y; h=sha256; p={p(wrapped_key(1025))}", "ok", "rsa", 1025),
        (f"v=DKIM1; k=ed25519; p={p(bytes(range(32)))}", "ok", "ed25519", 256),
        (f"v=DKIM1; p={p(wrapped_key(1024))}", "weak", "rsa", 1024),
        (f"v=DKIM1; p={p(wrapped_key(512))}", "weak", "rsa", 512),
        ("v=DKIM1; p=", "revoked", "rsa", 0),
        ("v=DKIM1; k=rsa; p= ;", "revoked", "rsa", 0),
        ("v=DKIM1; k=rsa", "syntax", "", 0),
        ("v=DKIM2; p=", "syntax", "", 0),
        ("k=rsa; v=DKIM1; p=", "syntax", "", 0),
        ("v=DKIM1; k=dsa; p=AAAA", "syntax", "", 0),
        ("v=DKIM1; p=not base64!", "syntax", "", 0),
        (f"v=DKIM1; p={p(wrapped_key(2048))[:100]}", "syntax", "", 0),
        ("v=DKIM1; k=ed25519; p=AAAA", "syntax", "", 0),
        ("just text", "syntax", "", 0),
    ],
)
def test_verdicts(lab: Lab, record: str, code: str, kind: str, bits: int) -> None:
    publish(lab, record)
    result = check(lab, "dns.dkim", {"domain": "example.com", "selector": "s1"})
    assert result.code == code
    assert result.status == {"ok": "pass", "weak": "warn"}.get(code, "fail")
    assert (result.facts["key_type"], result.facts["bits"]) == (kind, float(bits))


def test_exactly_1024_bits_comes_with_a_note(lab: Lab) -> None:
    publish(lab, f"v=DKIM1; p={p(wrapped_key(1024))}")
    assert "must still accept" in check(lab, "dns.dkim", {"domain": "example.com", "selector": "s1"}).summary


def test_no_key_and_two_keys(lab: Lab) -> None:
    assert check(lab, "dns.dkim", {"domain": "example.com", "selector": "s1"}).code == "missing"
    publish(lab, "v=DKIM1; p=", f"v=DKIM1; p={p(wrapped_key(2048))}")
    assert check(lab, "dns.dkim", {"domain": "example.com", "selector": "s1"}).code == "syntax"


@pytest.mark.parametrize(
    ("selector", "code"),
    [("", "bad-input"), ("a..b", "bad-input"), ("a b", "bad-input"), ("a@b", "not-allowed"), ("mail.2026", "missing")],
)
def test_selectors(lab: Lab, selector: str, code: str) -> None:
    assert check(lab, "dns.dkim", {"domain": "example.com", "selector": selector}).code == code


def test_a_key_from_the_library_is_read_the_same() -> None:
    key = rsa.generate_private_key(65537, 2048).public_key()
    encoding = serialization.Encoding.DER
    assert rsa_bits(key.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)) == 2048
    assert rsa_bits(key.public_bytes(encoding, serialization.PublicFormat.PKCS1)) == 2048


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_key(f"v=DKIM1; p={p(data)}")
    except TagSyntax:
        return
