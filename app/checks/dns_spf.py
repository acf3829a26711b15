"""`dns.spf`: who may send in the name of a domain (RFC 7208), and what a record costs a receiver."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated

from app.checks.parameters import Domain, Parameters, naming, read_one_address
from app.checks.spf_macros import Sender
from app.checks.spf_survey import Survey, survey
from app.checks.spf_verdict import check_host
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

_RECORD = "v=spf1 mx include:_spf.example.net -all"


class SpfParameters(Parameters):
    domain: Domain
    address: Annotated[str, naming(read_one_address)] = ""


def _facts(record: str = _RECORD, lookups: float = 2.0, result: str = "") -> dict[str, object]:
    return {"record": record, "lookups": lookups, "result": result}


_BROKEN = _facts(result="permerror")

DECLARATION = Declaration(
    name="dns.spf",
    title="Who may send for the domain (SPF)",
    about="The domain's SPF record with all it draws in, and, for an address, whether mail from there is covered.",
    params=SpfParameters,
    facts={"record": "text", "lookups": "number", "result": "text"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The domain says who may send its mail, in a way that receivers can follow.",
            "Nothing to do here.",
            _facts(result="pass"),
        ),
        Outcome(
            "none",
            "warn",
            "The domain does not say who may send its mail (no SPF record).",
            "Publish a TXT record that begins with v=spf1 and names your mail servers and services.",
            _facts("", 0.0, "none"),
        ),
        Outcome(
            "permissive",
            "warn",
            "The domain's SPF record lets anybody send in its name, or leaves it open.",
            "End the record with ~all or -all.",
            _facts("v=spf1 mx ?all", 1.0, "neutral"),
        ),
        Outcome(
            "several",
            "fail",
            "The domain has more than one SPF record. Receivers then follow none of them.",
            "Put them together into one TXT record.",
            _BROKEN,
        ),
        Outcome(
            "syntax",
            "fail",
            "The SPF record has a mistake that receivers cannot read past.",
            "Correct the part named here.",
            _facts("v=spf1 ipv4:192.0.2.25 -all", 0.0, "permerror"),
        ),
        Outcome(
            "too-many-lookups",
            "fail",
            "The SPF record makes receivers look up more than they may (ten times).",
            "Take out services you no longer use, or name addresses (ip4:, ip6:) instead of includes.",
            _facts(lookups=14.0, result="permerror"),
        ),
        Outcome(
            "too-many-voids",
            "fail",
            "The SPF record names hosts that no longer exist, more than receivers put up with.",
            "Take out the names that lead nowhere.",
            _BROKEN,
        ),
        Outcome(
            "loop",
            "fail",
            "The SPF record leads in a circle.",
            "Take out the include or redirect that leads back.",
            _BROKEN,
        ),
        Outcome(
            "include-none",
            "fail",
            "The SPF record draws in the record of a domain that has none.",
            "Correct the name after include: or redirect=, or take it out.",
            _BROKEN,
        ),
        Outcome(
            "not-covered",
            "fail",
            "The SPF record does not cover the address that sends. Receivers may refuse the mail or file it as spam.",
            "Add the address or the service behind it to the record, or send through a server that is in it.",
            _facts(result="fail"),
        ),
    ),
)


class DnsSpf:
    """Surveys the record for everybody first; a record that breaks for some senders is broken."""

    declaration = DECLARATION

    async def run(self, params: SpfParameters, network: Network) -> CheckResult:
        found = await survey(params.domain, network)
        result = ""
        if params.address:
            sender = Sender(ip_address(params.address), "postmaster", params.domain, params.domain)
            result = await check_host(sender, params.domain, network)
            network.transcript.note(f"A receiver's verdict about mail from {params.address}: {result}")
        code, detail = _judge(found, result)
        facts = {"record": found.record, "lookups": found.lookups, "result": result or _result_for_all(code)}
        return conclude(DECLARATION, code, network.transcript, facts, detail)


def _result_for_all(code: str) -> str:
    """What is the same for every sender: nothing to go by, or an error."""
    if code in ("ok", "permissive"):
        return ""
    return "none" if code == "none" else "permerror"


def _judge(found: Survey, result: str) -> tuple[str, str]:
    if found.worst is not None:
        return found.worst.code, found.worst.words
    if not found.record:
        return "none", ""
    if result and result != "pass":
        return "not-covered", f"The verdict is “{result}”."
    if found.ends_with in ("+", "?", None):
        return "permissive", f"The record is {found.record}."
    return "ok", f"The record is {found.record}."


CHECK = DnsSpf()
