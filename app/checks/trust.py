"""Whom we believe: the trust store with what an operator adds to it, and the two ways we speak TLS."""

from __future__ import annotations

import contextlib
import ssl
import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import certifi

if TYPE_CHECKING:  # cryptography is 9 MB, and most workers never judge a certificate
    from cryptography import x509

    from app.checks.certificates import Roots

_BEGIN, _END = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----\n"


class Trust:
    """`extra_roots` is a PEM file added to the store (UNSNAG_TRUST_ROOTS), or nothing. Files are read at first use."""

    def __init__(self, extra_roots: str = "") -> None:
        self._extra = extra_roots

    @cached_property
    def open_context(self) -> ssl.SSLContext:
        """For looking at what a server has: believes anybody, and goes down to TLS 1.0. Never for data that matters."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("ALL:@SECLEVEL=0")
        return context

    @cached_property
    def strict_context(self) -> ssl.SSLContext:
        """For fetching: checks the chain and the name."""
        context = ssl.create_default_context(cafile=certifi.where())
        context.set_alpn_protocols(["http/1.1"])
        if self._extra:
            context.load_verify_locations(self._extra)
        return context

    @cached_property
    def roots(self) -> Roots:
        """The trusted roots, for judging."""
        from app.checks.certificates import Roots

        texts = [Path(certifi.where()).read_bytes()]
        if self._extra:
            texts.append(Path(self._extra).read_bytes())
        return Roots(root for text in texts for root in _read(text))


def _read(pem: bytes) -> Iterator[x509.Certificate]:
    """The certificates of a PEM file; one that the library will not read (a serial number of 0) is passed over."""
    from cryptography import x509

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for part in pem.split(_END)[:-1]:
            with contextlib.suppress(ValueError):
                yield x509.load_pem_x509_certificate(part[part.index(_BEGIN) :] + _END)
