"""`dns.dmarc`: what receivers should do with forged mail (RFC 7489, and RFC 9989, which follows it)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.checks.dmarc_record import Dmarc, is_dmarc, read_dmarc
from app.checks.flights import side_by_side
from app.checks.parameters import Domain, Parameters
from app.checks.spf_survey import must_answer
from app.checks.tags import TagSyntax, begins_with
from app.checks.verdicts import conclude, sentence
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

MOST_STEPS = 8  # of the walk up the tree (RFC 9989 section 4.10)
MOST_REPORTS = 8


class DmarcParameters(Parameters):
    domain: Domain


def _facts(policy: str, pct: float = 100.0, record: str | None = None) -> dict[str, object]:
    return {
        "policy": policy,
        "pct": pct,
        "record": f"v=DMARC1; p={policy}; rua=mailto:dmarc@example.com" if record is None else record,
    }


DECLARATION = Declaration(
    name="dns.dmarc",
    title="What receivers do with forged mail (DMARC)",
    about="Where the domain's DMARC policy is, what it asks for, and whether report addresses elsewhere agree.",
    params=DmarcParameters,
    facts={"policy": "text", "pct": "number", "record": "text"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The domain tells receivers what to do with forged mail.",
            "Nothing to do here.",
            _facts("quarantine"),
        ),
        Outcome(
            "none",
            "warn",
            "The domain does not tell receivers what to do with forged mail (no DMARC record).",
            "Publish a TXT record at _dmarc under your domain; begin with v=DMARC1; p=none and an address for reports.",
            _facts("", 100.0, ""),
        ),
        Outcome(
            "policy-none",
            "warn",
            "The domain asks receivers to do nothing about forged mail.",
            "Once the reports look right, change p=none to p=quarantine, and later to p=reject.",
            _facts("none"),
        ),
        Outcome(
            "report-refused",
            "warn",
            "Reports are to go to another domain, which has not agreed to take them. They are not sent.",
            "Ask that domain to publish the record it needs, or name an address of your own.",
            _facts("reject", 100.0, "v=DMARC1; p=reject; rua=mailto:you@reports.example.net"),
        ),
        Outcome(
            "several",
            "fail",
            "The domain has more than one DMARC record. Receivers then follow none of them.",
            "Leave one TXT record at _dmarc under the domain.",
            _facts("", 100.0, "v=DMARC1; p=none"),
        ),
        Outcome(
            "syntax",
            "fail",
            "The DMARC record has a mistake that receivers cannot read past.",
            "Correct the part named here.",
            _facts("", 100.0, "v=DMARC1; p=rejekt"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Found:
    at: str
    records: tuple[str, ...]


class DnsDmarc:
    """Looks at the domain itself, then up the tree, as receivers do."""

    declaration = DECLARATION

    async def run(self, params: DmarcParameters, network: Network) -> CheckResult:
        found = await _find(params.domain, network)
        if found is None:
            return conclude(DECLARATION, "none", network.transcript, {"policy": "", "pct": 100, "record": ""})
        record = found.records[0]
        facts: dict[str, object] = {"policy": "", "pct": 100, "record": record}
        if len(found.records) > 1:
            return conclude(DECLARATION, "several", network.transcript, facts, f"They are at _dmarc.{found.at}.")
        try:
            dmarc = read_dmarc(record)
        except TagSyntax as problem:
            return conclude(DECLARATION, "syntax", network.transcript, facts, sentence(problem))
        policy = dmarc.policy if found.at == params.domain else dmarc.subdomain_policy
        facts |= {"policy": policy, "pct": dmarc.pct}
        refused = await _refused_report(dmarc, found.at, network)
        if refused:
            return conclude(DECLARATION, "report-refused", network.transcript, facts, f"It is {refused}.")
        code = "policy-none" if policy == "none" else "ok"
        words = [f"The policy is {policy}, from {found.at}."]
        if dmarc.passed_over:
            words.append(f"Receivers cannot read “{'” and “'.join(dmarc.passed_over)}” and pass over it.")
        return conclude(DECLARATION, code, network.transcript, facts, " ".join(words))


async def _find(domain: str, network: Network) -> _Found | None:
    """The record at the domain, or the nearest above it; asked side by side, since most have it at the second step."""
    labels = domain.split(".")
    parents = [".".join(labels[at:]) for at in range(1, len(labels) - 1)]
    places = [domain, *parents[-(MOST_STEPS - 1) :]]
    for group in (places[:2], places[2:]):
        for found in await side_by_side(_at(place, network.branch()) for place in group):
            if found.records:
                return found
    return None


async def _at(place: str, network: Network) -> _Found:
    answer = must_answer(await network.ask(f"_dmarc.{place}", "TXT"))
    return _Found(place, tuple(text for text in answer.strings() if is_dmarc(text)))


async def _refused_report(dmarc: Dmarc, domain: str, network: Network) -> str:
    """The first domain that was not asked whether it takes reports (RFC 7489 section 7.1), or nothing."""
    outside = [one for one in dmarc.reports if not _is_related(one, domain)][:MOST_REPORTS]
    agreed = await side_by_side(_agrees(one, domain, network.branch()) for one in outside)
    return next((one for one, agrees in zip(outside, agreed, strict=True) if not agrees), "")


async def _agrees(receiver: str, domain: str, network: Network) -> bool:
    answer = await network.ask(f"{domain}._report._dmarc.{receiver}", "TXT")
    return any(begins_with(text, "DMARC1") for text in must_answer(answer).strings())


def _is_related(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


CHECK = DnsDmarc()
