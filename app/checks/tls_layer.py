"""TLS without a socket: bytes in, bytes out, so that the dialogue keeps its budgets and its transcript."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TlsSession:
    """What was agreed, and the certificates that the server sent, as DER, its own first."""

    version: str
    cipher: str
    chain: tuple[bytes, ...]


class TlsLayer:
    """One connection's encryption. `server_name` goes into SNI only where it is a name."""

    def __init__(self, context: ssl.SSLContext, server_name: str | None) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=server_name)

    def shake(self) -> bool:
        """One step of the handshake; True where it is done. Raises ssl.SSLError."""
        try:
            self._object.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    def take(self, data: bytes) -> None:
        """Bytes that came from the network."""
        self._incoming.write(data)

    def give(self) -> bytes:
        """Bytes that must go to the network."""
        return self._outgoing.read()

    def encrypt(self, data: bytes) -> bytes:
        self._object.write(data)
        return self.give()

    def decrypt(self) -> bytes | None:
        """What has come in clear text; b"" where the server has ended the session, None where more must come first."""
        try:
            return self._object.read(16384)
        except ssl.SSLWantReadError:
            return None
        except ssl.SSLZeroReturnError:
            return b""

    def session(self) -> TlsSession:
        cipher = self._object.cipher()
        return TlsSession(self._object.version() or "", cipher[0] if cipher else "", tuple(_chain(self._object)))


def _chain(connection: ssl.SSLObject) -> Sequence[bytes]:
    """All certificates the server sent. Python tells only from 3.13 on; before, the inner object does."""
    public = getattr(connection, "get_unverified_chain", None)
    if public is not None:
        return [bytes(one) for one in public()]
    inner: Any = getattr(connection, "_sslobj", None)
    found = inner.get_unverified_chain() if hasattr(inner, "get_unverified_chain") else None
    if found is not None:
        return [ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in found]
    own = connection.getpeercert(binary_form=True)
    return [own] if own else []
