"""`dns.delegation`: whether the domain's name servers are there, agree, and are believed (RFC 1034, 1912, 4035)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.name_servers import Said, ask_each, find_zone
from app.checks.parameters import Domain, Parameters
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import NoConnection, ResolverFailed

if TYPE_CHECKING:
    from app.checks.network import Network


class DelegationParameters(Parameters):
    domain: Domain


def _facts(dnssec: str = "insecure") -> dict[str, object]:
    return {"nameservers": ["ns1.example.net", "ns2.example.net"], "dnssec": dnssec}


_NOTHING: dict[str, object] = {"nameservers": [], "dnssec": "insecure"}

DECLARATION = Declaration(
    name="dns.delegation",
    title="Name servers of the domain",
    about="Whether every name server of the domain answers for it, whether they agree, and whether signatures hold.",
    params=DelegationParameters,
    facts={"nameservers": "texts", "dnssec": "text"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The name servers of the domain answer and agree.",
            "Nothing to do here.",
            _facts("secure"),
        ),
        Outcome(
            "serial-mismatch",
            "warn",
            "The name servers of the domain hold different versions of it.",
            "Wait some minutes after a change; if it lasts, look at the transfer between the servers.",
            _facts(),
        ),
        Outcome(
            "lame",
            "fail",
            "A name server that the domain names does not answer for it.",
            "Repair the server, or take it out of the domain's NS records and at the registrar.",
            _facts(),
        ),
        Outcome(
            "dnssec-bogus",
            "fail",
            "The signatures of the domain (DNSSEC) do not hold, so most of the world does not see it.",
            "Ask whoever runs your DNS; most often the key at the registrar (DS) is an old one.",
            {"nameservers": [], "dnssec": "bogus"},
        ),
        Outcome(
            "servfail",
            "fail",
            "The name servers of the domain give no usable answer.",
            "Ask whoever runs your DNS whether the servers are up and have loaded the zone.",
            _NOTHING,
        ),
        Outcome(
            "nxdomain",
            "fail",
            "The domain does not exist in the DNS.",
            "If there is no typing mistake, ask your registrar whether the domain has run out.",
            _NOTHING,
        ),
    ),
)


class DnsDelegation:
    """Finds the zone, and asks every address of every name server for its SOA record."""

    declaration = DECLARATION

    async def run(self, params: DelegationParameters, network: Network) -> CheckResult:
        zone, answer = await find_zone(params.domain, network)
        if answer.verdict == "nxdomain":
            return conclude(DECLARATION, "nxdomain", network.transcript, _NOTHING, f"Domain: {zone}.")
        if answer.verdict in ("servfail", "timeout", "cname-loop"):
            bogus = answer.verdict == "servfail" and await network.is_bogus(zone)
            nothing = {**_NOTHING, "dnssec": "bogus" if bogus else "insecure"}
            code = "dnssec-bogus" if bogus else "servfail"
            return conclude(DECLARATION, code, network.transcript, nothing, f"Domain: {zone}. {answer.said}")
        servers = tuple(sorted(answer.texts()))
        if not servers:
            raise ResolverFailed(f"Our resolver does not say which name servers {zone} has.")
        said = await ask_each(servers, zone, "SOA", network)
        if not said:
            raise NoConnection(f"We have no way to any name server of {zone}.")
        facts = {"nameservers": servers, "dnssec": "secure" if answer.authentic else "insecure"}
        code, detail = _judge(said)
        return conclude(DECLARATION, code, network.transcript, facts, detail)


def _judge(said: list[Said]) -> tuple[str, str]:
    lame = [one for one in said if not _answers(one)]
    if lame:
        return "lame", f"It is {lame[0].server} {lame[0].address}".strip() + "."
    serials = {one.server: _serial(one) for one in said}
    if len(set(serials.values())) > 1:
        return "serial-mismatch", ", ".join(f"{server}: {serial}" for server, serial in serials.items()) + "."
    return "ok", f"{', '.join(serials)}."


def _answers(one: Said) -> bool:
    return one.answer is not None and one.answer.authoritative and bool(one.answer.texts)


def _serial(one: Said) -> str:
    parts = one.answer.texts[0].split(" ") if one.answer and one.answer.texts else []
    return parts[2] if len(parts) > 2 else ""


CHECK = DnsDelegation()
