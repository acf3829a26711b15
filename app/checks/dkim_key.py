"""Reading a DKIM key record: pure (RFC 6376 section 3.6.1, RFC 8463 for Ed25519)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from app.checks.tags import TagSyntax, read_tags

ED25519_BYTES = 32
_SEQUENCE, _INTEGER, _BIT_STRING = 0x30, 0x02, 0x03


@dataclass(frozen=True, slots=True)
class Key:
    """A public key: its type, its size, and whether it was withdrawn (`p=` empty)."""

    kind: str
    bits: int
    revoked: bool = False


def read_key(text: str) -> Key:
    """Raises TagSyntax where the record or the key in it cannot be read."""
    tags = read_tags(text)
    if tags.get("v", "DKIM1") != "DKIM1" or ("v" in tags and next(iter(tags)) != "v"):
        raise TagSyntax("“v=DKIM1” must stand first, or be left out")
    if "p" not in tags:
        raise TagSyntax("the key itself (p=) is missing")
    kind = tags.get("k", "rsa").lower()
    if kind not in ("rsa", "ed25519"):
        raise TagSyntax(f"“k={kind[:40]}” is no kind of key that receivers know")
    packed = "".join(tags["p"].split())
    if not packed:
        return Key(kind, 0, revoked=True)
    try:
        data = base64.b64decode(packed, validate=True)
    except binascii.Error:
        raise TagSyntax("the key (p=) is cut or has characters that do not belong in it") from None
    if kind == "ed25519":
        if len(data) != ED25519_BYTES:
            raise TagSyntax(f"an Ed25519 key has {ED25519_BYTES} bytes, this one has {len(data)}")
        return Key(kind, 256)
    return Key(kind, rsa_bits(data))


def rsa_bits(der: bytes) -> int:
    """The size of the modulus of an RSA key, given as SubjectPublicKeyInfo or as bare RSAPublicKey. Raises TagSyntax.

    Read by hand, since libraries refuse the short keys that this is to tell people about.
    """
    try:
        kind, body, rest = _element(der)
        if kind != _SEQUENCE or rest:
            raise ValueError
        first, inner, rest = _element(body)
        if first == _SEQUENCE:  # SubjectPublicKeyInfo: algorithm, then the key in a bit string
            wrapped, bits, _ = _element(rest)
            if wrapped != _BIT_STRING or bits[:1] != b"\0":
                raise ValueError
            _, body, _ = _element(bits[1:])
            first, inner, _ = _element(body)
        if first != _INTEGER or not inner:
            raise ValueError
        return int.from_bytes(inner, "big").bit_length()
    except (ValueError, IndexError):
        raise TagSyntax("the key (p=) is cut, or is no RSA key") from None


def _element(data: bytes) -> tuple[int, bytes, bytes]:
    """One DER element: its tag, its content, and what follows. Raises ValueError or IndexError."""
    size, at = data[1], 2
    if size & 0x80:
        length = size & 0x7F
        if not 1 <= length <= 3:
            raise ValueError
        size, at = int.from_bytes(data[2 : 2 + length], "big"), 2 + length
    if at + size > len(data):
        raise ValueError
    return data[0], data[at : at + size], data[at + size :]
