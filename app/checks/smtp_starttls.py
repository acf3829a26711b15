"""`smtp.starttls`: whether mail to the server travels encrypted (RFC 3207)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.parameters import Hosts, Parameters
from app.checks.smtp_survey import survey_host, talked
from app.checks.smtp_talk import Talk, offers
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

OLD_VERSIONS = ("SSLv2", "SSLv3", "TLSv1", "TLSv1.1")
_WORST = ("handshake", "refused", "not-offered", "old-version", "ok")
_NONE: dict[str, object] = {"version": "", "cipher": ""}


class StarttlsParameters(Parameters):
    hosts: Hosts


DECLARATION = Declaration(
    name="smtp.starttls",
    title="Encryption of the connection (STARTTLS)",
    about="Whether every mail server offers encryption, accepts it, and agrees on a version that is still safe.",
    params=StarttlsParameters,
    facts={"version": "text", "cipher": "text"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "Mail to your servers travels encrypted.",
            "Nothing to do here.",
            {"version": "TLSv1.3", "cipher": "TLS_AES_256_GCM_SHA384"},
        ),
        Outcome(
            "not-offered",
            "warn",
            "One of the mail servers does not offer encryption. Some senders refuse to send without it.",
            "Give the mail server a certificate and switch on STARTTLS; see that no firewall takes it away.",
            _NONE,
        ),
        Outcome(
            "old-version",
            "warn",
            "One of the mail servers knows only versions of encryption that are no longer safe.",
            "Switch on TLS 1.2 and 1.3 in the mail server.",
            {"version": "TLSv1", "cipher": "ECDHE-RSA-AES256-SHA"},
        ),
        Outcome(
            "refused",
            "fail",
            "One of the mail servers offers encryption and then refuses it.",
            "Look in its log; most often it cannot read its certificate or key.",
            _NONE,
        ),
        Outcome(
            "handshake",
            "fail",
            "One of the mail servers offers encryption, but it cannot be agreed on. Mail may not arrive.",
            "Look in its log; check the certificate and the key, and that nothing in between interferes.",
            _NONE,
        ),
    ),
)


class SmtpStarttls:
    """Tells of the worst address of all hosts."""

    declaration = DECLARATION

    async def run(self, params: StarttlsParameters, network: Network) -> CheckResult:
        talks = talked(await side_by_side(survey_host(host, network.branch()) for host in params.hosts))
        talk = min(talks, key=lambda one: _WORST.index(_code(one)))
        facts = {"version": talk.tls.version, "cipher": talk.tls.cipher} if talk.tls else _NONE
        said = talk.tls.version if talk.tls else talk.tls_fault.partition(": ")[2]
        detail = f"It is {talk.host} {talk.address}" + (f": {said.rstrip('.')}." if said else ".")
        return conclude(DECLARATION, _code(talk), network.transcript, facts, detail)


def _code(talk: Talk) -> str:
    if talk.tls is not None:
        return "old-version" if talk.tls.version in OLD_VERSIONS else "ok"
    if not offers(talk, "STARTTLS"):
        return "not-offered"
    return "handshake" if talk.tls_fault else "refused"


CHECK = SmtpStarttls()
