"""`dns.mx`: which servers take mail for a domain (RFC 5321 section 5.1, RFC 7505)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.flights import side_by_side
from app.checks.names import read_address
from app.checks.parameters import MOST_TARGETS, Domain, Parameters
from app.checks.verdicts import conclude
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import ResolverFailed

if TYPE_CHECKING:
    from app.checks.network import Network

_FOUND = {
    "hosts": ["mx1.example.com", "mx2.example.com"],
    "count": 2.0,
    "records": ["10 mx1.example.com", "20 mx2.example.com"],
}
_EMPTY: dict[str, object] = {"hosts": [], "count": 0.0, "records": []}


class MxParameters(Parameters):
    domain: Domain


DECLARATION = Declaration(
    name="dns.mx",
    title="Mail servers of the domain (MX)",
    about="Which servers take mail for the domain, and in which order they are tried.",
    params=MxParameters,
    facts={"hosts": "texts", "count": "number", "records": "texts"},
    outcomes=(
        Outcome(
            "found",
            "pass",
            "Your domain says which servers take its mail.",
            "Nothing to do here.",
            _FOUND,
        ),
        Outcome(
            "implicit",
            "warn",
            "Your domain names no mail server, so senders try the address of the domain itself.",
            "Publish an MX record that names your mail server, or mail depends on your web server's address.",
            {"hosts": ["example.com"], "count": 0.0, "records": []},
        ),
        Outcome(
            "null-with-others",
            "warn",
            "Your domain says that it takes no mail, and names mail servers all the same.",
            "Delete the MX record whose host is a single dot; some senders believe it and give up.",
            {
                "hosts": ["mx1.example.com"],
                "count": 2.0,
                "records": ["0 .", "10 mx1.example.com"],
            },
        ),
        Outcome(
            "cname-target",
            "warn",
            "An MX record names an alias instead of a server, and some senders refuse that.",
            "Let the MX record name the host that the alias (CNAME) points to.",
            {
                "hosts": ["mail.example.com"],
                "count": 1.0,
                "records": ["10 mail.example.com"],
            },
        ),
        Outcome(
            "none",
            "fail",
            "Your domain names no mail server, and has no address of its own. Nobody can send mail to it.",
            "Publish the MX record your mail provider gave you, and wait until the old answer has run out.",
            _EMPTY,
        ),
        Outcome(
            "nxdomain",
            "fail",
            "The domain does not exist in the DNS.",
            "If there is no typing mistake, ask your registrar whether the domain has run out.",
            _EMPTY,
        ),
        Outcome(
            "null-mx",
            "fail",
            "Your domain says that it takes no mail at all.",
            "If you want mail, replace the MX record with the single dot by the one of your mail provider.",
            {"hosts": [], "count": 1.0, "records": ["0 ."]},
        ),
        Outcome(
            "ip-target",
            "fail",
            "An MX record holds an address where the name of a server belongs. Senders cannot use it.",
            "Make a host name with that address (an A record), and let the MX record name the host.",
            {
                "hosts": ["192.0.2.25"],
                "count": 1.0,
                "records": ["10 192.0.2.25"],
            },
        ),
        Outcome(
            "servfail",
            "fail",
            "The name servers of your domain give a broken answer, so senders cannot find your mail server.",
            "Ask whoever runs your DNS: usually a DNSSEC signature has failed, or the zone was not loaded.",
            _EMPTY,
        ),
        Outcome(
            "timeout",
            "fail",
            "The name servers of your domain do not answer.",
            "Ask whoever runs your DNS whether the name servers are up, and whether a firewall blocks port 53.",
            _EMPTY,
        ),
        Outcome(
            "cname-loop",
            "fail",
            "Your domain is an alias that leads in a circle.",
            "Delete or correct the CNAME records that point at one another.",
            _EMPTY,
        ),
    ),
)


class DnsMx:
    """Reads the MX set as a sender does, and says what a sender would make of it."""

    declaration = DECLARATION

    async def run(self, params: MxParameters, network: Network) -> CheckResult:
        answer = await network.ask(params.domain, "MX")
        if answer.verdict == "no-data":
            return await _without_mx(params.domain, network)
        if answer.verdict != "ok":
            return conclude(DECLARATION, answer.verdict, network.transcript, _EMPTY, f"Domain: {params.domain}.")
        return await _judge(read_mx(answer.texts()), network)


async def _without_mx(domain: str, network: Network) -> CheckResult:
    """RFC 5321 section 5.1: without MX records the domain's own address is the mail server."""
    v4, v6 = await network.ask_addresses(domain)
    if v4.verdict == "ok" or v6.verdict == "ok":
        facts = {"hosts": [domain], "count": 0, "records": []}
        return conclude(DECLARATION, "implicit", network.transcript, facts, f"Domain: {domain}.")
    return conclude(DECLARATION, "none", network.transcript, _EMPTY, f"Domain: {domain}.")


def read_mx(texts: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """MX records as (preference, host), the most preferred first, equals by name; the null host is `.`."""
    pairs = (text.split(" ", 1) for text in texts)
    return tuple(sorted((int(preference), host) for preference, host in pairs))


async def _judge(records: tuple[tuple[int, str], ...], network: Network) -> CheckResult:
    hosts = list(dict.fromkeys(host for _, host in records if host != "."))
    facts = {"hosts": hosts, "count": len(records), "records": [f"{p} {h}" for p, h in records]}
    if not hosts:
        return conclude(DECLARATION, "null-mx", network.transcript, facts)
    in_place_of_hosts = [host for host in hosts if read_address(host) is not None]
    if in_place_of_hosts:
        return conclude(DECLARATION, "ip-target", network.transcript, facts, f"It is {in_place_of_hosts[0]}.")
    if len(hosts) < len({host for _, host in records}):
        return conclude(DECLARATION, "null-with-others", network.transcript, facts)
    aliases = await side_by_side(_alias_of(host, network) for host in hosts[:MOST_TARGETS])
    for host, alias in zip(hosts, aliases, strict=False):
        if alias:
            return conclude(DECLARATION, "cname-target", network.transcript, facts, f"{host} is an alias of {alias}.")
    return conclude(DECLARATION, "found", network.transcript, facts, f"In order: {', '.join(hosts[:8])}.")


async def _alias_of(host: str, network: Network) -> str:
    """What the host is an alias of (RFC 2181 section 10.3 forbids it), or nothing.

    Its addresses are asked for, which tell it too, and which the checks that follow need at once.
    """
    try:
        found = await network.ask_addresses(host)
    except ResolverFailed:  # the MX set was found, and that is what was asked
        return ""
    return next((answer.aliases[0] for answer in found if answer.aliases), "")


CHECK = DnsMx()
