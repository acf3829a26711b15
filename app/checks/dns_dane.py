"""`dns.dane`: whether the certificates of the mail servers are those that the DNS vouches for (RFC 7672, RFC 6698)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.checks.dns_mx import read_mx
from app.checks.flights import both, side_by_side
from app.checks.parameters import MOST_TARGETS, Domain, Parameters
from app.checks.smtp_survey import HostTalks, survey_host
from app.checks.spf_survey import must_answer
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import NoConnection

if TYPE_CHECKING:
    from app.checks.network import Network
    from app.checks.resolver import Answer
    from app.checks.smtp_talk import Talk

USABLE = ("2", "3")  # certificate usages that SMTP knows (RFC 7672 section 3.1)


class DaneParameters(Parameters):
    domain: Domain


DECLARATION = Declaration(
    name="dns.dane",
    title="Certificates that the DNS vouches for (DANE)",
    about="Whether the mail servers have signed TLSA records, and whether their certificates match them.",
    params=DaneParameters,
    facts={"matches": "texts"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The DNS vouches for the certificates of your mail servers, and they match.",
            "Nothing to do here.",
            {"matches": ["mx1.example.com 192.0.2.25"]},
        ),
        Outcome(
            "none",
            "warn",
            "The DNS does not vouch for the certificates of your mail servers (no TLSA record).",
            "If your domain is signed (DNSSEC), you can publish TLSA records for the mail servers.",
            {"matches": []},
        ),
        Outcome(
            "unsigned",
            "warn",
            "There are TLSA records, but the DNS they stand in is not signed, so nobody heeds them.",
            "Have the zone of the mail servers, and that of the domain, signed (DNSSEC).",
            {"matches": []},
        ),
        Outcome(
            "mismatch",
            "fail",
            "The certificate of a mail server is not the one that the DNS vouches for. Careful senders do not deliver.",
            "Publish the TLSA record of the new certificate before you change it.",
            {"matches": []},
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Vouched:
    host: str
    answer: Answer
    talks: HostTalks

    @property
    def usable(self) -> list[list[str]]:
        """TLSA records as usage, selector, matching type and data (RFC 6698 section 2.2)."""
        parts = [text.lower().split(" ", 3) for text in self.answer.texts()]
        return [[*part[:3], part[3].replace(" ", "")] for part in parts if len(part) == 4 and part[0] in USABLE]


class DnsDane:
    """Asks for the TLSA records and holds the conversation with each mail server side by side."""

    declaration = DECLARATION

    async def run(self, params: DaneParameters, network: Network) -> CheckResult:
        mx = must_answer(await network.ask(params.domain, "MX"))
        hosts = [host for _, host in read_mx(mx.texts()) if host != "."][:MOST_TARGETS] or [params.domain]
        found = await side_by_side(_vouch(host, network.branch()) for host in hosts)
        with_records = [one for one in found if one.usable]
        if not with_records:
            return conclude(DECLARATION, "none", network.transcript, {"matches": []})
        unsigned = [one.host for one in with_records if not one.answer.authentic]
        if unsigned or not mx.authentic:
            detail = f"It is {unsigned[0] if unsigned else params.domain}."
            return conclude(DECLARATION, "unsigned", network.transcript, {"matches": []}, detail)
        return _compare(with_records, network)


async def _vouch(host: str, network: Network) -> _Vouched:
    answer, talks = await both(network.ask(f"_25._tcp.{host}", "TLSA"), survey_host(host, network.branch()))
    return _Vouched(host, must_answer(answer), talks)


def _compare(found: list[_Vouched], network: Network) -> CheckResult:
    matching: list[str] = []
    differing: list[str] = []
    for one in found:
        for talk in one.talks.talks:
            if _came_to_encryption(talk):
                same = talk.tls is not None and any(is_match(record, talk.tls.chain) for record in one.usable)
                (matching if same else differing).append(f"{talk.host} {talk.address}")
    if not matching and not differing:
        raise NoConnection("No connection to a mail server came about.")
    code, detail = ("mismatch", f"It is {differing[0]}.") if differing else ("ok", "")
    return conclude(DECLARATION, code, network.transcript, {"matches": matching}, detail)


def _came_to_encryption(talk: Talk) -> bool:
    """Whether the server let us come so far that it could have encrypted; a busy or a slow one tells nothing."""
    last = talk.helo or talk.ehlo
    return last is not None and last.kind == 2


def is_match(record: list[str], chain: tuple[bytes, ...]) -> bool:
    """Whether a TLSA record names the server's certificate (usage 3) or one above it (usage 2)."""
    usage, selector, matching, data = record
    candidates = chain[:1] if usage == "3" else chain[1:]
    return any(_digest(_selected(certificate, selector), matching) == data for certificate in candidates)


def _selected(certificate: bytes, selector: str) -> bytes:
    """The whole certificate, or its public key."""
    if selector == "0":
        return certificate
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except ValueError:
        return b""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _digest(data: bytes, matching: str) -> str:
    match matching:
        case "0":
            return data.hex()
        case "1":
            return hashlib.sha256(data).hexdigest()
        case "2":
            return hashlib.sha512(data).hexdigest()
        case _:
            return ""


CHECK = DnsDane()
