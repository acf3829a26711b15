"""`dns.delegation` and `dns.propagation` against real name servers, each with a zone of its own: every code."""

from __future__ import annotations

import dns.flags
import dns.message
import dns.rcode
import pytest

from tests.lab import Lab
from tests.lab.dns import DnsServer
from tests.lab.trial import check

ZONE = "@ NS ns1\n@ NS ns2\nns1 A 127.0.0.11\nns2 A 127.0.0.12\nwww A 192.0.2.1\nsub TXT x\n"


def soa(serial: int) -> str:
    return f"@ SOA ns1 host {serial} 3600 600 86400 300\n"


@pytest.fixture
def servers(lab: Lab) -> list[DnsServer]:
    lab.dns.zone("example.com", ZONE + soa(7))
    found = [lab.name_server(address) for address in ("127.0.0.11", "127.0.0.12")]
    for server in found:
        server.zone("example.com", ZONE + soa(7))
    return found


def delegation(lab: Lab, domain: str = "example.com") -> tuple[str, str, list[str], str]:
    result = check(lab, "dns.delegation", {"domain": domain})
    return result.code, result.status, result.facts["nameservers"], result.facts["dnssec"]


NAMES = ["ns1.example.com", "ns2.example.com"]


def test_all_in_order(lab: Lab, servers: list[DnsServer]) -> None:
    assert delegation(lab) == ("ok", "pass", NAMES, "insecure")
    assert delegation(lab, "www.sub.example.com")[0] == "nxdomain"
    assert delegation(lab, "sub.example.com") == ("ok", "pass", NAMES, "insecure")
    lab.dns.authentic = True
    assert delegation(lab) == ("ok", "pass", NAMES, "secure")


def test_different_serials(lab: Lab, servers: list[DnsServer]) -> None:
    servers[1].zone("example.com", soa(6))
    assert delegation(lab) == ("serial-mismatch", "warn", NAMES, "insecure")


@pytest.mark.parametrize(
    "fault", ["refused", "silent", "servfail", "without authority", "gone", "private", "unknown zone"]
)
def test_a_lame_server(lab: Lab, servers: list[DnsServer], fault: str) -> None:
    match fault:
        case "without authority":
            servers[1].authoritative = False
        case "gone":
            lab.dns.forget("ns2.example.com", "A")
        case "private":
            lab.dns.zone("example.com", "ns2 A 10.0.0.1")
        case "unknown zone":
            servers[1].forget("example.com", "SOA")
        case _:
            servers[1].lie("example.com", fault)  # type: ignore[arg-type]
    assert delegation(lab) == ("lame", "fail", NAMES, "insecure")


def test_broken_signatures_are_told_from_broken_servers(lab: Lab) -> None:
    def unless_unchecked(query: dns.message.Message) -> dns.message.Message:
        reply = dns.message.make_response(query)
        if not query.flags & dns.flags.CD:
            reply.set_rcode(dns.rcode.SERVFAIL)
        return reply

    lab.dns.lie("bogus.example.com", unless_unchecked)
    lab.dns.lie("broken.example.com", "servfail")
    lab.dns.lie("quiet.example.com", "silent")
    assert delegation(lab, "bogus.example.com") == ("dnssec-bogus", "fail", [], "bogus")
    assert delegation(lab, "broken.example.com") == ("servfail", "fail", [], "insecure")
    assert delegation(lab, "quiet.example.com") == ("servfail", "fail", [], "insecure")
    assert delegation(lab, "gone.example.com") == ("nxdomain", "fail", [], "insecure")


def propagation(lab: Lab) -> tuple[str, str, dict[str, list[str]]]:
    result = check(lab, "dns.propagation", {"name": "www.example.com", "type": "A"})
    return result.code, result.status, result.facts["answers"]


def test_the_same_everywhere(lab: Lab, servers: list[DnsServer]) -> None:
    one = ["192.0.2.1"]
    assert propagation(lab) == ("same", "pass", {"ns1.example.com": one, "ns2.example.com": one, "resolver": one})


def test_one_server_differs(lab: Lab, servers: list[DnsServer]) -> None:
    servers[1].zone("example.com", "www A 192.0.2.2")
    code, status, answers = propagation(lab)
    assert (code, status, answers["ns2.example.com"]) == ("differs", "fail", ["192.0.2.2"])


def test_one_server_is_silent(lab: Lab, servers: list[DnsServer]) -> None:
    servers[0].lie("www.example.com", "silent")
    code, status, answers = propagation(lab)
    assert (code, status, answers["ns1.example.com"]) == ("unreachable", "warn", [])


def test_the_resolver_is_behind(lab: Lab, servers: list[DnsServer]) -> None:
    lab.dns.zone("example.com", "www A 192.0.2.9")
    assert propagation(lab)[0] == "differs"
