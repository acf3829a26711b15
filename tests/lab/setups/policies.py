"""What a domain publishes about its mail: SPF, DMARC, DKIM, MTA-STS, TLS reports, DANE."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.lab.certificates import Leaf, self_signed
from tests.lab.http import Page, WebServer
from tests.lab.lab import Lab
from tests.lab.setups.setup import (
    DOMAIN,
    HOST,
    MAIL,
    MX,
    SOUND,
    Build,
    Setup,
    at,
    sending,
    server,
    together,
    zone,
)

FROM = {"domain": DOMAIN, "address": "192.0.2.25"}
SELECTOR = {"domain": DOMAIN, "selector": "s1"}
ELEVEN = " ".join(f"a:h{number}.example.com" for number in range(11))
HOSTS = "\n".join(f"h{number} A 192.0.2.{number + 1}" for number in range(11))


PROVEN = '@ TXT "v=spf1 ip4:192.0.2.25 -all"\n_dmarc TXT "v=DMARC1; p=reject"\n'


def _spf(record: str, more: str = "") -> Build:
    return zone(f'@ TXT "{record}"\n{more}')


def _dmarc(record: str) -> Build:
    return zone(f'_dmarc TXT "{record}"')


def _dkim(record: str) -> Build:
    pieces = " ".join(f'"{record[at : at + 200]}"' for at in range(0, len(record), 200))
    return zone(f"{PROVEN}s1._domainkey TXT {pieces}")


def _rsa(bits: int) -> Build:
    def build(lab: Lab) -> None:
        key = rsa.generate_private_key(65537, bits).public_key()
        data = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        _dkim(f"v=DKIM1; k=rsa; p={base64.b64encode(data).decode()}")(lab)

    return build


OWN_SPF = sending("refusal", "own-spf-broken", domain=DOMAIN)
UNPROVEN = sending("refusal", "own-spf-dkim", domain=DOMAIN, sending="192.0.2.25")
OWN_DMARC = sending("refusal", "own-dmarc-broken", domain=DOMAIN)

SPF: tuple[Setup, ...] = (
    Setup("spf-sound", "a record that covers the sender", _spf("v=spf1 ip4:192.0.2.25 -all"), "dns.spf", "ok", FROM),
    Setup("spf-none", "no record", zone("@ TXT other"), "dns.spf", "none", walk=UNPROVEN),
    Setup("spf-open", "anybody may send", _spf("v=spf1 +all"), "dns.spf", "permissive"),
    Setup("spf-two", "two records, after a second service was added",
          zone('@ TXT "v=spf1 mx -all"\n@ TXT "v=spf1 include:a.example -all"'), "dns.spf", "several", walk=OWN_SPF),
    Setup("spf-syntax", "ipv4 in the place of ip4", _spf("v=spf1 ipv4:192.0.2.25 -all"), "dns.spf", "syntax",
          walk=OWN_SPF),
    Setup("spf-eleven", "eleven look-ups", _spf(f'v=spf1 {ELEVEN[:119]}" "{ELEVEN[119:]} -all', HOSTS),
          "dns.spf", "too-many-lookups", walk=OWN_SPF),
    Setup("spf-voids", "three hosts that no longer exist",
          _spf("v=spf1 a:old1.example.com a:old2.example.com mx:old3.example.com -all"), "dns.spf", "too-many-voids",
          walk=OWN_SPF),
    Setup("spf-circle", "two records that draw in each other",
          _spf("v=spf1 include:b.example.com -all", 'b TXT "v=spf1 include:example.com -all"'), "dns.spf", "loop",
          walk=OWN_SPF),
    Setup("spf-include-none", "the service drawn in has no record any more",
          _spf("v=spf1 include:gone.example.com -all"), "dns.spf", "include-none", walk=OWN_SPF),
    Setup("spf-not-covered", "the sender's address is not in it", _spf("v=spf1 ip4:192.0.2.1 -all"), "dns.spf",
          "not-covered", FROM, UNPROVEN),
)  # fmt: skip

DMARC: tuple[Setup, ...] = (
    Setup("dmarc-sound", "failures are refused", _dmarc("v=DMARC1; p=reject"), "dns.dmarc", "ok"),
    Setup("dmarc-none", "no policy", zone("@ TXT x"), "dns.dmarc", "none"),
    Setup("dmarc-watch", "failures are only watched", _dmarc("v=DMARC1; p=none"), "dns.dmarc", "policy-none"),
    Setup("dmarc-report-refused", "reports go to somebody who did not agree",
          together(_dmarc("v=DMARC1; p=reject; rua=mailto:a@other.test"), zone("@ A 127.0.0.9", "other.test")),
          "dns.dmarc", "report-refused"),
    Setup("dmarc-two", "two policies", zone('_dmarc TXT "v=DMARC1; p=none"\n_dmarc TXT "v=DMARC1; p=reject"'),
          "dns.dmarc", "several", walk=OWN_DMARC),
    Setup("dmarc-syntax", "a policy nobody knows", _dmarc("v=DMARC1; p=rejekt"), "dns.dmarc", "syntax", walk=OWN_DMARC),
)  # fmt: skip

OWN_DKIM = sending("refusal", "own-dkim-broken", domain=DOMAIN, selector="s1")
KEY_SOUND = sending(None, None, domain=DOMAIN, selector="s1")
DKIM: tuple[Setup, ...] = (
    Setup("dkim-sound", "a key of 2,048 bits", _rsa(2048), "dns.dkim", "ok", SELECTOR, KEY_SOUND),
    Setup("dkim-weak", "a key of 1,024 bits", _rsa(1024), "dns.dkim", "weak", SELECTOR, KEY_SOUND),
    Setup("dkim-missing", "no key under the selector", zone(PROVEN), "dns.dkim", "missing", SELECTOR, OWN_DKIM),
    Setup("dkim-revoked", "a key that was taken back", _dkim("v=DKIM1; p="), "dns.dkim", "revoked", SELECTOR, OWN_DKIM),
    Setup("dkim-cut", "a key that was cut off when it was pasted", _dkim("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQ"),
          "dns.dkim", "syntax", SELECTOR, OWN_DKIM),
)  # fmt: skip

STS = MAIL + 'mta-sts A 127.0.0.3\n_mta-sts TXT "v=STSv1; id=20261124"\n'


def _policy(
    mode: str = "enforce", mx: str = MX, page: Page | None = None, *, trusted: bool = True, days: float | None = 90
) -> Build:
    """A policy, and a mail server whose certificate is good for so many days; None is one without encryption."""

    def build(lab: Lab) -> None:
        lab.smtp(HOST, tls=None if days is None else lab.authority.issue(MX, days=days).context())
        names = ("mta-sts.example.com",)
        context = lab.tls(*names) if trusted else self_signed(*names).context()
        text = f"version: STSv1\nmode: {mode}\nmx: {mx}\nmax_age: 604800\n"
        pages = {"/.well-known/mta-sts.txt": page or Page(body=text.encode())}
        lab.dns.zone(DOMAIN, STS)
        lab.serve(WebServer(pages), "127.0.0.3", 443, context)

    return build


def _reports(address: str) -> Build:
    return together(server(), zone(f'_smtp._tls TXT "v=TLSRPTv1; rua={address}"'))


NO_POLICY = at("gateway", "sts-broken")
UNMET = at("gateway", "sts-unmet")
MTA_STS: tuple[Setup, ...] = (
    Setup("sts-sound", "encryption is demanded, for every mail server", _policy(), "dns.mta-sts", "enforce",
          walk=SOUND),
    Setup("sts-clear", "encryption is demanded, and the mail server has none", _policy(days=None), "dns.mta-sts",
          "enforce", walk=UNMET),
    Setup("sts-expired", "encryption is demanded, and the mail server's certificate has run out", _policy(days=-0.5),
          "dns.mta-sts", "enforce", walk=UNMET),
    Setup("sts-testing", "encryption is only tested", _policy("testing"), "dns.mta-sts", "testing",
          walk=SOUND),
    Setup("sts-none", "no policy", server(), "dns.mta-sts", "none", walk=SOUND),
    Setup("sts-web-page", "a web page in the place of the policy",
          _policy(page=Page(body=b"<html>", headers={"Content-Type": "text/html"})), "dns.mta-sts", "syntax",
          walk=NO_POLICY),
    Setup("sts-404", "a record without a policy behind it", _policy(page=Page(404)), "dns.mta-sts", "fetch-failed",
          walk=NO_POLICY),
    Setup("sts-certificate", "a web server nobody vouches for", _policy(trusted=False), "dns.mta-sts", "certificate",
          walk=NO_POLICY),
    Setup("sts-other-host", "a mail server that the policy leaves out", _policy(mx="old.example.com"), "dns.mta-sts",
          "mx-not-covered", walk=at("gateway", "sts-host")),
    Setup("reports-sound", "TLS reports are asked for", _reports("mailto:a@example.com"), "dns.tls-rpt", "ok",
          walk=SOUND),
    Setup("reports-none", "no TLS reports", server(), "dns.tls-rpt", "none", walk=SOUND),
    Setup("reports-syntax", "an address for TLS reports without mailto:", _reports("a@example.com"), "dns.tls-rpt",
          "syntax", walk=at("gateway", "reports-lost")),
)  # fmt: skip


def _dane(record: Callable[[Leaf], str], *, signed: bool = True) -> Build:
    def build(lab: Lab) -> None:
        leaf = lab.authority.issue(MX)
        lab.smtp(HOST, tls=leaf.context())
        lab.dns.zone(DOMAIN, MAIL + record(leaf))
        lab.dns.authentic = signed

    return build


def _pinned(leaf: Leaf) -> str:
    key = leaf.certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"_25._tcp.mx1 TLSA 3 1 1 {hashlib.sha256(key).hexdigest()}\n"


def _pinned_before(_: Leaf) -> str:
    return f"_25._tcp.mx1 TLSA 3 1 1 {'00' * 32}\n"


DANE: tuple[Setup, ...] = (
    Setup("dane-sound", "the certificate is the one in the DNS", _dane(_pinned), "dns.dane", "ok", walk=SOUND),
    Setup("dane-none", "no certificate in the DNS", _dane(lambda _: ""), "dns.dane", "none", walk=SOUND),
    Setup("dane-unsigned", "the zone is not signed, so nobody looks", _dane(_pinned, signed=False), "dns.dane",
          "unsigned", walk=SOUND),
    Setup("dane-old", "the certificate was renewed, the record was not", _dane(_pinned_before), "dns.dane", "mismatch",
          walk=at("gateway", "dane-mismatch")),
)  # fmt: skip

SETUPS = (*SPF, *DMARC, *DKIM, *MTA_STS, *DANE)
