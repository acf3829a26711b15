"""`dns.caa`: which authorities may issue certificates for a domain (RFC 8659)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.parameters import Domain, Parameters
from app.checks.spf_survey import must_answer
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

KNOWN_TAGS = ("issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone")
CRITICAL = 128


class CaaParameters(Parameters):
    domain: Domain
    issuer: str = ""


DECLARATION = Declaration(
    name="dns.caa",
    title="Who may issue certificates (CAA)",
    about="Which authorities may issue certificates for the domain, and whether the one you name is among them.",
    params=CaaParameters,
    facts={"issuers": "texts"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The domain says who may issue certificates for it.",
            "Nothing to do here.",
            {"issuers": ["letsencrypt.org"]},
        ),
        Outcome(
            "none",
            "warn",
            "The domain does not say who may issue certificates for it, so every authority may.",
            "If you want to limit it, publish a CAA record that names your authority.",
            {"issuers": []},
        ),
        Outcome(
            "forbids",
            "fail",
            "The domain forbids the authority to issue a certificate, so it cannot be renewed.",
            "Add the authority to the CAA records of the domain, or take them out.",
            {"issuers": ["ca.example.net"]},
        ),
    ),
)


class DnsCaa:
    """Looks at the name, then up the tree, and takes the first set there is."""

    declaration = DECLARATION

    async def run(self, params: CaaParameters, network: Network) -> CheckResult:
        labels = params.domain.split(".")
        for at in range(len(labels) - 1):
            place = ".".join(labels[at:])
            records = must_answer(await network.ask(place, "CAA")).texts()
            if records:
                code, issuers = judge(records, params.issuer.strip().lower().rstrip("."))
                detail = f"The records are at {place}: {', '.join(issuers) or 'nobody'} may."
                return conclude(DECLARATION, code, network.transcript, {"issuers": issuers}, detail)
        return conclude(DECLARATION, "none", network.transcript, {"issuers": []})


def judge(records: tuple[str, ...], issuer: str) -> tuple[str, list[str]]:
    """The outcome and the issuers of a CAA set, given as text such as `0 issue "letsencrypt.org"`."""
    issuers: list[str] = []
    limited = critical = False
    for record in records:
        flags, tag, value = record.split(" ", 2)
        if tag.lower() == "issue":
            limited = True
            name = value.strip('"').partition(";")[0].strip().lower()
            issuers += [name] if name and name not in issuers else []
        critical = critical or (int(flags) & CRITICAL != 0 and tag.lower() not in KNOWN_TAGS)
    forbidden = limited and (issuer not in issuers if issuer else not issuers)
    return ("forbids" if forbidden or critical else "ok"), issuers


CHECK = DnsCaa()
