"""A small town of real servers: name servers, a resolver, mail servers, mailboxes. setups/packaged.py visits them.

Every domain is a zone of its own under `test.`; its mail servers are at addresses of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.lab.certificates import Leaf
from tests.lab.daemons.dovecot import Box, start_dovecot
from tests.lab.daemons.nsd import start_nsd
from tests.lab.daemons.postfix import MailHost, start_postfix
from tests.lab.daemons.process import Daemons
from tests.lab.daemons.unbound import start_unbound
from tests.lab.daemons.zones import Signatures, plain, signed
from tests.lab.lab import Lab

PROGRAMS = ("nsd", "unbound", "master", "dovecot")
TOKEN = "0123456789abcdef0123456789abcdef"
FIRST, SECOND, RESOLVER = "127.0.8.53", "127.0.9.53", "127.0.8.54"
NAMES = f"@ NS ns1\nns1 A {FIRST}\n"
BOTH = f"{NAMES}@ NS ns2\nns2 A {SECOND}\nwww A 192.0.2.1\n@ MX 10 mx.sound.test.\n"
BOXES = "box A 127.0.8.20\nclear A 127.0.8.21\nold A 127.0.8.22\n"
ROOT = f"@ NS ns1.test.\nns1.test. A {FIRST}\n"
KNOWN = "{ sam@sound.test=x, postmaster@sound.test=x, abuse@sound.test=x }"
NO_BOUNCES = "inline:{ { <> = 550 5.7.1 no bounces } }"
SERVES = "sound.test, clear.test, strict.test, grey.test, full.test, anybody.test, turned.test, helo.test, bounce.test"

# Each domain's mail server by address, and what Postfix is told about it.
HOSTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "sound": ("127.0.8.1", {"local_recipient_maps": f"inline:{KNOWN}"}),
    "clear": ("127.0.8.2", {"smtpd_tls_security_level": "none"}),
    "strict": ("127.0.8.3", {"smtpd_tls_security_level": "encrypt"}),
    "open": ("127.0.8.4", {"mynetworks": "127.0.0.0/8"}),
    "turned": ("127.0.8.5", {"smtpd_delay_reject": "no", "smtpd_client_restrictions": "reject"}),
    "helo": ("127.0.8.6", {"smtpd_delay_reject": "no", "smtpd_helo_restrictions": "reject"}),
    "bounce": (
        "127.0.8.7",
        {"smtpd_delay_reject": "no", "smtpd_sender_restrictions": f"check_sender_access {NO_BOUNCES}"},
    ),
    "grey": ("127.0.8.8", {"smtpd_recipient_restrictions": "check_recipient_access static:{450 4.2.0 Greylisted}"}),
    "full": ("127.0.8.9", {"smtpd_recipient_restrictions": "check_recipient_access static:{552 5.2.2 Mailbox full}"}),
    "foreign": ("127.0.8.10", {}),  # what Postfix says by itself of a domain it does not serve
    "denied": ("127.0.8.11", {"smtpd_relay_restrictions": "reject_unauth_destination"}),
    "anybody": ("127.0.8.12", {}),
}
CLOSED = "127.0.8.19"  # nothing listens here


def start_town(lab: Lab, daemons: Daemons) -> str:
    """Start all of it. Gives the resolver, as UNSNAG_RESOLVER takes it."""
    leaf = lab.authority.issue(*(f"mx.{name}.test" for name in HOSTS), "box.sound.test")
    port = lab.ports[53]
    zones, anchors = _zones(leaf)
    start_nsd(daemons, FIRST, port, zones)
    start_nsd(daemons, SECOND, port, {"stale.test": plain("stale.test", BOTH.replace("192.0.2.1", "192.0.2.9"), 6)})
    start_unbound(daemons, RESOLVER, port, zones, (FIRST, port), anchors)
    expired = lab.authority.issue("old.sound.test", days=-0.5)
    boxes = (Box("127.0.8.20", leaf), Box("127.0.8.21", None), Box("127.0.8.22", expired))
    passwords = start_dovecot(daemons, lab.ports, boxes)
    hosts = [MailHost(address, settings=settings) for address, settings in HOSTS.values()]
    main = {
        "myhostname": "mx.sound.test",
        "mydestination": SERVES,
        "smtpd_tls_security_level": "may",
        "message_size_limit": "20000000",
        "smtpd_sasl_type": "dovecot",
        "smtpd_sasl_path": str(passwords),
    }
    start_postfix(daemons, lab.ports, [*hosts, *_submission()], leaf, main)
    daemons.wait()
    return f"{RESOLVER}:{port}"


def _submission() -> list[MailHost]:
    """Where clients send through: in order, without encryption, and with passwords before it."""
    asks = {"smtpd_sasl_auth_enable": "yes"}
    return [
        MailHost("127.0.8.20", 587, {**asks, "smtpd_tls_auth_only": "yes"}),
        MailHost("127.0.8.20", 465, {**asks, "smtpd_tls_wrappermode": "yes"}),
        MailHost("127.0.8.21", 587, {"smtpd_tls_security_level": "none"}),
        MailHost("127.0.8.22", 587, asks),
    ]


def _zones(leaf: Leaf) -> tuple[dict[str, str], list[str]]:
    """Master files by origin, and the DS records of those that are signed."""
    zones = {".": plain(".", ROOT), "test": plain("test", NAMES)}
    for name, (address, _) in HOSTS.items():
        zones[f"{name}.test"] = plain(f"{name}.test", _mail(address) + f'_unsnag TXT "unsnag-proof={TOKEN}"\n')
    zones["shut.test"] = plain("shut.test", _mail(CLOSED))
    zones["stale.test"] = plain("stale.test", BOTH, 7)
    zones["lame.test"] = plain("lame.test", BOTH)
    zones["many.test"] = plain("many.test", NAMES + "".join(f"@ MX 10 m{number}\n" for number in range(1000)))
    zones["unsigned.test"] = plain("unsigned.test", _mail("127.0.8.1") + _pin(leaf, "mx"))
    anchors = []
    signatures: dict[str, Signatures] = {"sound.test": "good", "broken.test": "broken", "expired.test": "expired"}
    for origin, how in signatures.items():
        text = _mail("127.0.8.1") + BOXES + _pin(leaf, "mx") + f'_unsnag TXT "unsnag-proof={TOKEN}"\n'
        zones[origin], anchor = signed(origin, text, how)
        anchors.append(anchor)
    return zones, anchors


def _mail(address: str) -> str:
    return f"{NAMES}@ MX 10 mx\nmx A {address}\n"


def _pin(leaf: Leaf, host: str) -> str:
    key = leaf.certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"_25._tcp.{host} TLSA 3 1 1 {hashlib.sha256(key).hexdigest()}\n"
