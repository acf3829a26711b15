"""RFC 7208, section by section: our cases through the evaluator of `dns.spf`, on a real name server."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address

import pytest

from app.checks.network import Network
from app.checks.spf_macros import Sender, expand
from app.checks.spf_verdict import check_host
from tests.checks.spf_cases import CASES, EXPANSIONS, IPV6, Case
from tests.lab import Lab
from tests.lab.trial import QUICK


def verdict(lab: Lab, case: Case) -> str:
    local, _, domain = case.sender.partition("@")
    sender = Sender(ip_address(case.address), local, domain, case.helo)
    return asyncio.run(check_host(sender, case.domain, Network(lab.as_settings(), QUICK)))


def _is_whole(line: str) -> bool:
    """Whether a record is about a name in another zone, written out to its final dot."""
    return line.split(" ", maxsplit=1)[0].endswith(".")


@pytest.mark.parametrize("case", CASES, ids=[f"{case.section} {case.what}" for case in CASES])
def test_a_case(lab: Lab, case: Case) -> None:
    lines = [*([f'@ TXT "{case.record}"'] if case.record else []), *case.zone.splitlines()]
    lab.dns.zone("example.com", "\n".join(line for line in lines if not _is_whole(line)))
    lab.dns.zone(".", "\n".join(line for line in lines if _is_whole(line)))
    lab.dns.lie("servfail.example.com", "servfail")
    lab.dns.lie("silent.example.com", "silent")
    lab.dns.lie("99.2.0.192.in-addr.arpa", "servfail")
    assert verdict(lab, case) == case.result


@pytest.mark.parametrize(("text", "stands_for"), EXPANSIONS)
def test_the_examples_of_section_7_4(text: str, stands_for: str) -> None:
    sender = Sender(ip_address("192.0.2.3"), "strong-bad", "email.example.com", "mx.example.org")
    assert expand(text, sender, "email.example.com") == stands_for


def test_an_ipv6_address_is_cut_at_every_digit() -> None:
    sender = Sender(ip_address(IPV6), "strong-bad", "email.example.com", "mx.example.org")
    wanted = f"1.0.b.c{'.0' * 20}.8.b.d.0.1.0.0.2.ip6._spf.example.com"
    assert expand("%{ir}.%{v}._spf.%{d2}", sender, "email.example.com") == wanted


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 80
