"""What the site signs, so that it knows its own word again: links in mail, cookies, the moment a form was opened.

Everything comes of one secret of 32 bytes. Each purpose has a key of its own, so that what was signed for one is
worth nothing for another, and a digest cannot be turned into a signature.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from secrets import token_bytes

from itsdangerous import BadData, URLSafeSerializer

from app.settings import Settings
from app.storage import site_secrets
from app.storage.engine import Sessions

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

NAME = "signing"
SECRET_BYTES = 32
LONG = 200  # bytes of JSON; the library packs longer ones where that helps
EARLY_S = 60  # two machines' clocks may differ by so much
_compact = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class Signer:
    """Signs JSON objects with the moment they were signed at, and makes digests that only this site can make."""

    def __init__(self, secret: bytes, clock: Callable[[], datetime]) -> None:
        self._secret = secret
        self._clock = clock
        self._keys: dict[str, bytes] = {}  # one for each purpose, of which there are some twenty
        self._serializers: dict[str, URLSafeSerializer] = {}

    def sign(self, purpose: str, data: Mapping[str, Json]) -> str:
        """`data` as a text that fits into an address or a cookie. It can be read by anybody, only not changed."""
        told = _compact([int(self._clock().timestamp()), data]).encode()
        if len(told) <= LONG:
            body = urlsafe_b64encode(told).rstrip(b"=")
            return b".".join((body, self._signature(purpose, body))).decode("ascii")
        signed = self._serializer(purpose).dumps(json.loads(told))
        return signed if isinstance(signed, str) else signed.decode("ascii")

    def read(self, purpose: str, text: str, max_age_s: float) -> dict[str, Json] | None:
        """What was signed for `purpose` within the last `max_age_s` seconds; None for everything else."""
        try:
            body, _, signature = text.encode().rpartition(b".")
            if not body.startswith(b".") and hmac.compare_digest(signature, self._signature(purpose, body)):
                signed_at, data = json.loads(urlsafe_b64decode(body + b"=" * (-len(body) % 4)))
            else:  # it is packed, or nothing of ours
                signed_at, data = self._serializer(purpose).loads(text)
        except (BadData, UnicodeError):  # a text with lone surrogates is not even ASCII
            return None
        age = self._clock().timestamp() - signed_at
        return data if -EARLY_S <= age <= max_age_s else None

    def digest(self, purpose: str, text: str) -> str:
        """A keyed digest, 64 hexadecimal digits: tells whether two texts are the same without telling the text."""
        return hmac.digest(self._key(f"digest {purpose}"), text.encode("utf-8", "replace"), "sha256").hex()

    def key(self, purpose: str) -> bytes:
        """32 bytes for a library that signs by itself, such as ALTCHA."""
        return self._key(f"key {purpose}")

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        found = self._serializers.get(purpose)
        if found is None:
            found = self._serializers[purpose] = URLSafeSerializer(
                self._key(f"sign {purpose}"),
                salt=b"unsnag",
                signer_kwargs={"key_derivation": "none", "digest_method": hashlib.sha256},
            )
        return found

    def _signature(self, purpose: str, body: bytes) -> bytes:
        """As the library signs, at a fifth of what it takes."""
        signed = hmac.digest(self._key(f"sign {purpose}"), body, "sha256")
        return urlsafe_b64encode(signed).rstrip(b"=")

    def _key(self, label: str) -> bytes:
        found = self._keys.get(label)
        if found is None:
            found = self._keys[label] = hmac.digest(self._secret, f"unsnag {label}".encode(), "sha256")
        return found


def open_signer(settings: Settings, sessions: Sessions, clock: Callable[[], datetime]) -> Signer:
    """The signer of this site: `UNSNAG_SECRET`, or the key in the database, which the first to ask makes.

    Raises StoreUnavailable.
    """
    if settings.secret:
        return Signer(settings.secret.get_secret_value().encode(), clock)
    with sessions() as session:
        found = site_secrets.find_secret(session, NAME)
        if found is None:
            found = site_secrets.keep_secret(session, NAME, token_bytes(SECRET_BYTES), clock())
    return Signer(found, clock)
