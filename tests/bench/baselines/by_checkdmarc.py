"""checkdmarc on a domain of the lab, called in process: names and ports are led to the lab beneath it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dns.nameserver
import dns.resolver


class Checkdmarc:
    """What it looks at of what a whole diagnosis looks at, and all that it looks at by itself."""

    def __init__(self, resolver: tuple[str, int], ports: dict[int, int], trust_roots: str) -> None:
        import checkdmarc
        import checkdmarc.utils

        os.environ["REQUESTS_CA_BUNDLE"] = os.environ["SSL_CERT_FILE"] = trust_roots
        self._all: Any = checkdmarc
        self._server = dns.nameserver.Do53Nameserver(*resolver)
        self._ports = ports
        self._lab = dns.resolver.Resolver(configure=False)
        self._lab.nameservers = [self._server]

    def same(self, domain: str) -> None:
        """MX with addresses, STARTTLS and certificate, MTA-STS, SPF, DMARC and TLS reports."""
        with self._led():
            asked: dict[str, Any] = {"nameservers": [self._server], "retries": 0}
            policy = self._all.check_mta_sts(domain, **asked)
            patterns = policy["policy"]["mx"] if policy["valid"] else None
            mail = self._all.check_mx(domain, mta_sts_mx_patterns=patterns, check_mx_tls=True, **asked)
            found = [self._all.check_spf(domain, **asked), self._all.check_dmarc(domain, **asked)]
            found += [policy, self._all.check_smtp_tls_reporting(domain, **asked)]
        if not all(one["valid"] for one in found) or not mail["hosts"][0]["starttls"]:
            raise RuntimeError(f"checkdmarc found faults in a sound domain: {mail} {found}")

    def whole(self, domain: str) -> None:
        """`check_domains`, which looks at DNSSEC, SOA, NS and BIMI too."""
        with self._led():
            self._all.check_domains([domain], check_mx_tls=True, nameservers=[self._server], retries=0)

    @contextmanager
    def _led(self) -> Iterator[None]:
        """Names are looked up at the lab, ports are those that the lab keeps in their place, and nothing is kept."""
        real = socket.getaddrinfo
        self._all.utils.DNS_CACHE.clear()

        def lead(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            address = name if name.replace(".", "").isdigit() else str(self._lab.resolve(name, "A")[0])
            return real(address, self._ports.get(int(port or 0), port), *rest, **more)

        socket.getaddrinfo = lead
        try:
            yield
        finally:
            socket.getaddrinfo = real
