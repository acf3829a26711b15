"""`tls.certificate`: whether a server proves who it is, apart from the handshake (RFC 5280, RFC 9525)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.encrypting import AFTER_ASKING, AT_ONCE, encrypt
from app.checks.names import Address
from app.checks.parameters import Host, Parameters, Port
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import BadParameter, CheckError, NoConnection

if TYPE_CHECKING:
    from app.checks.certificates import Judgement
    from app.checks.hosts import Vetted
    from app.checks.network import Network


class CertificateParameters(Parameters):
    host: Host
    port: Port


def _facts(not_after: str = "2027-01-31", days_left: float = 120.0, issuer: str = "Example CA") -> dict[str, object]:
    return {"subject": "mx1.example.com", "issuer": issuer, "not_after": not_after, "days_left": days_left}


DECLARATION = Declaration(
    name="tls.certificate",
    title="Certificate of the server",
    about="Whether the certificate is in date, carries the right name, is strong, and leads to an authority we know.",
    params=CertificateParameters,
    facts={"subject": "text", "issuer": "text", "not_after": "date", "days_left": "number"},
    outcomes=(
        Outcome("ok", "pass", "The server proves who it is.", "Nothing to do here.", _facts()),
        Outcome(
            "expires-soon",
            "warn",
            "The server's certificate runs out within two weeks.",
            "Renew it, and find out why it was not renewed by itself.",
            _facts("2026-10-10", 9.0),
        ),
        Outcome(
            "weak",
            "warn",
            "The server's certificate is made in a way that is no longer safe.",
            "Have a new one made with a key of at least 2,048 bits (RSA) and SHA-256.",
            _facts(),
        ),
        Outcome(
            "expired",
            "fail",
            "The server's certificate has run out.",
            "Renew it, and let the server read the new one.",
            _facts("2026-09-01", -30.0),
        ),
        Outcome(
            "not-yet-valid",
            "fail",
            "The server's certificate is not valid yet.",
            "Check the clock of the server, or wait for the day it begins.",
            _facts("2027-12-31", 460.0),
        ),
        Outcome(
            "name-mismatch",
            "fail",
            "The server's certificate carries another name.",
            "Have one made for the name that clients use, or let clients use the name in it.",
            _facts(),
        ),
        Outcome(
            "self-signed",
            "fail",
            "The server signed its certificate itself, so nobody vouches for it.",
            "Get a certificate from an authority; Let's Encrypt gives them for nothing.",
            _facts(issuer="mx1.example.com"),
        ),
        Outcome(
            "untrusted",
            "fail",
            "The server's certificate comes from an authority that nobody knows.",
            "Get a certificate from a public authority.",
            _facts(issuer="Inner CA"),
        ),
        Outcome(
            "incomplete-chain",
            "fail",
            "The server leaves out a certificate between its own and the authority's.",
            "Let the server send the full chain (often a file called fullchain.pem).",
            _facts(),
        ),
    ),
)


class TlsCertificate:
    """Looks at the certificate at every address of the host, and tells of the worst."""

    declaration = DECLARATION

    async def run(self, params: CertificateParameters, network: Network) -> CheckResult:
        from app.checks.certificates import WORST_FIRST

        if params.port not in (*AT_ONCE, *AFTER_ASKING):
            raise BadParameter(f"port: There is no encryption on port {params.port}.", parameter="port")
        vetted = await network.vet(params.host)
        found, problem = await _look_at_all(vetted, params.port, network)
        if not found:
            raise problem or NoConnection(f"No encrypted connection to {params.host} came about.")
        worst = min(found, key=lambda one: WORST_FIRST.index(one.fault))
        facts = {
            "subject": worst.subject,
            "issuer": worst.issuer,
            "not_after": worst.not_after.date().isoformat(),
            "days_left": worst.days_left,
        }
        return conclude(DECLARATION, worst.fault, network.transcript, facts, _detail(worst, params.host))


async def _look_at_all(vetted: Vetted, port: int, network: Network) -> tuple[list[Judgement], CheckError | None]:
    found: list[Judgement] = []
    problem: CheckError | None = None
    for address in vetted.addresses:
        try:
            chain = await _chain(vetted, address, port, network)
        except NoConnection as raised:
            problem = problem or raised
            continue
        judgement = await _judge(chain, vetted.host, network)
        names = ", ".join(judgement.names[:6])
        network.transcript.note(
            f"{address}: issued by {judgement.issuer}, until {judgement.not_after:%Y-%m-%d}, for {names}"
        )
        network.transcript.note(f"{address}: {judgement.fault}")
        found.append(judgement)
    return found, problem


async def _chain(vetted: Vetted, address: Address, port: int, network: Network) -> tuple[bytes, ...]:
    if port == 25:
        from app.checks.smtp_survey import survey_address

        talk = await survey_address(vetted, address, network)
        if talk.tls is None:
            raise NoConnection(f"{vetted.host} {address}: no encrypted connection came about on port 25.")
        return talk.tls.chain
    async with network.reach(vetted, address, port) as contact:
        if contact.dialogue is None:
            raise NoConnection(f"{vetted.host} {address}: no connection to port {port} came about.")
        return (await encrypt(contact.dialogue, vetted.host, port, network)).chain


async def _judge(chain: tuple[bytes, ...], host: str, network: Network) -> Judgement:
    from cryptography import x509

    from app.checks.certificates import judge

    try:
        sent = [x509.load_der_x509_certificate(data) for data in chain]
    except ValueError as problem:
        raise NoConnection(f"{host} sent a certificate that cannot be read.") from problem
    if not sent:
        raise NoConnection(f"{host} sent no certificate.")
    return judge(sent, host, network.trust.roots, network.calendar())


def _detail(judgement: Judgement, host: str) -> str:
    match judgement.fault:
        case "name-mismatch":
            return f"We asked {host}; the certificate is for {', '.join(judgement.names[:4]) or judgement.subject}."
        case "self-signed" | "untrusted" | "incomplete-chain":
            return f"It was issued by {judgement.issuer}."
        case "expired" | "expires-soon" | "ok":
            return f"It is valid until {judgement.not_after:%Y-%m-%d}."
        case _:
            return f"It is for {judgement.subject}."


CHECK = TlsCertificate()
