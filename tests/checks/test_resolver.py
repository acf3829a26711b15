"""Questions to a real name server on loopback."""

from __future__ import annotations

import asyncio

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from app.checks.budgets import Budgets
from app.checks.resolver import Answer, Resolver, system_servers
from app.checks.resolver_address import read_server
from app.core.errors import BadParameter, BudgetSpent, ResolverFailed
from tests.lab import Lab
from tests.lab.trial import PATIENT

QUICK = Budgets(dns_tries_s=(0.15, 0.15), dns_control_s=0.2)


def ask(lab: Lab, name: str, kind: str, budgets: Budgets = QUICK) -> Answer:
    resolver = Resolver(((lab.dns.address, lab.dns.port),), budgets)
    return asyncio.run(resolver.ask(name, kind))


def test_records_are_found(lab: Lab) -> None:
    lab.dns.zone("example.com", '@ MX 10 MX1.Example.com.\n@ MX 0 .\n@ TXT "v=spf1 -all."')
    answer = ask(lab, "example.com", "MX")
    assert (answer.verdict, sorted(answer.texts()), answer.ttl) == ("ok", ["0 .", "10 mx1.example.com"], 300)
    assert ask(lab, "example.com", "TXT").texts() == ('"v=spf1 -all."',)


def test_no_such_name_and_no_such_record_are_told_apart(lab: Lab) -> None:
    lab.dns.zone("example.com", "a.b A 127.0.0.2")
    assert ask(lab, "example.com", "MX").verdict == "no-data"
    assert ask(lab, "b.example.com", "A").verdict == "no-data"
    assert ask(lab, "c.example.com", "A").verdict == "nxdomain"


def test_aliases_are_followed_within_a_reply_and_across_replies(lab: Lab) -> None:
    lab.dns.zone("example.com", "a CNAME b\nb CNAME c\nc A 127.0.0.2")
    answer = ask(lab, "a.example.com", "A")
    assert (answer.texts(), answer.aliases) == (("127.0.0.2",), ("b.example.com", "c.example.com"))

    def only_the_alias(query: dns.message.Message) -> dns.message.Message:
        reply = dns.message.make_response(query)
        reply.answer.append(dns.rrset.from_text("a.example.com.", 60, "IN", "CNAME", "c.example.com."))
        return reply

    lab.dns.lie("a.example.com", only_the_alias)
    answer = ask(lab, "a.example.com", "A")
    assert (answer.texts(), answer.aliases) == (("127.0.0.2",), ("c.example.com",))


def test_an_alias_to_nowhere_is_no_such_name(lab: Lab) -> None:
    lab.dns.zone("example.com", "a CNAME gone.example.net.")
    assert ask(lab, "a.example.com", "A").verdict == "nxdomain"


@pytest.mark.parametrize("zone", ["a CNAME a", "a CNAME b\nb CNAME a", "a CNAME b\nb CNAME c\nc CNAME b"])
def test_circles_of_aliases_end(lab: Lab, zone: str) -> None:
    lab.dns.zone("example.com", zone)
    assert ask(lab, "a.example.com", "A").verdict == "cname-loop"


def test_a_circle_that_the_server_does_not_see_ends_too(lab: Lab) -> None:
    """Each reply holds one alias only, and the last points back."""

    def towards(target: str) -> object:
        def one_step(query: dns.message.Message) -> dns.message.Message:
            reply = dns.message.make_response(query)
            reply.answer.append(dns.rrset.from_text(query.question[0].name, 60, "IN", "CNAME", target))
            return reply

        return one_step

    for number in range(3):
        lab.dns.lie(f"n{number}.example.com", towards(f"n{(number + 1) % 3}.example.com."))  # type: ignore[arg-type]
    assert ask(lab, "n0.example.com", "A").verdict == "cname-loop"


def test_a_chain_of_aliases_without_end_is_cut(lab: Lab) -> None:
    lab.dns.zone("example.com", "\n".join(f"n{i} CNAME n{i + 1}" for i in range(30)) + "\nn30 A 127.0.0.2")
    answer = ask(lab, "n0.example.com", "A")
    assert answer.verdict == "cname-loop"
    assert len(answer.aliases) == QUICK.cnames + 1


def test_a_large_answer_comes_over_tcp_and_a_huge_one_is_refused(lab: Lab) -> None:
    lab.dns.zone("example.com", "\n".join(f"big A 127.0.{i // 200}.{i % 200}" for i in range(200)))
    assert len(ask(lab, "big.example.com", "A", PATIENT).records) == 200
    lab.dns.zone("example.com", "\n".join(f"huge A 127.0.{i // 200}.{i % 200}" for i in range(1000)))
    with pytest.raises(BudgetSpent):
        ask(lab, "huge.example.com", "A", PATIENT)


def test_their_silence_is_not_our_silence(lab: Lab) -> None:
    lab.dns.lie("quiet.example", "silent")
    assert ask(lab, "quiet.example", "MX").verdict == "timeout"
    lab.dns.lie(".", "silent")
    with pytest.raises(ResolverFailed):
        ask(lab, "quiet.example", "MX")


def test_their_broken_answer_is_not_our_broken_resolver(lab: Lab) -> None:
    lab.dns.lie("broken.example", "servfail")
    assert ask(lab, "broken.example", "MX").verdict == "servfail"
    lab.dns.lie(".", "servfail")
    with pytest.raises(ResolverFailed):
        ask(lab, "broken.example", "MX")


def test_a_refusal_and_garbage_are_our_resolvers_fault_or_silence(lab: Lab) -> None:
    lab.dns.lie("refused.example", "refused")
    with pytest.raises(ResolverFailed):
        ask(lab, "refused.example", "A")
    lab.dns.lie("garbage.example", "garbage")
    assert ask(lab, "garbage.example", "A").verdict == "timeout"


def test_a_reply_to_another_question_is_passed_over(lab: Lab) -> None:
    def other_id(query: dns.message.Message) -> dns.message.Message:
        reply = dns.message.make_response(query)
        reply.id = (query.id + 1) % 65536
        reply.answer.append(dns.rrset.from_text(query.question[0].name, 60, "IN", "A", "127.0.0.66"))
        return reply

    lab.dns.lie("spoofed.example", other_id)
    assert ask(lab, "spoofed.example", "A").verdict == "timeout"


def test_no_name_server_at_all(lab: Lab) -> None:
    with pytest.raises(ResolverFailed):
        asyncio.run(Resolver((), QUICK).ask("example.com", "A"))


def test_a_second_name_server_is_asked_where_the_first_is_silent(lab: Lab) -> None:
    lab.dns.zone("example.com", "@ A 127.0.0.2")
    resolver = Resolver((("127.0.0.99", lab.dns.port), (lab.dns.address, lab.dns.port)), QUICK)
    assert asyncio.run(resolver.ask("example.com", "A")).texts() == ("127.0.0.2",)


def test_equal_questions_are_asked_once(lab: Lab) -> None:
    lab.dns.zone("example.com", "@ A 127.0.0.2")

    async def go() -> None:
        resolver = Resolver(((lab.dns.address, lab.dns.port),), QUICK)
        await asyncio.gather(*(resolver.ask("example.com", "A") for _ in range(20)))
        await resolver.ask("EXAMPLE.com", "A")

    asyncio.run(go())
    assert lab.dns.queries == [("example.com", "A")]


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("127.0.0.1", ("127.0.0.1", 53)),
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("::1", ("::1", 53)),
        ("[::1]:5353", ("::1", 5353)),
        ("[::1]", ("::1", 53)),
    ],
)
def test_reads_the_setting(text: str, server: tuple[str, int]) -> None:
    assert read_server(text) == server


@pytest.mark.parametrize("text", ["dns.example", "127.0.0.1:dns", "127.0.0.1:53:53", ""])
def test_a_setting_it_cannot_read_is_named(text: str) -> None:
    with pytest.raises(BadParameter, match="UNSNAG_RESOLVER"):
        read_server(text)


def test_the_system_has_name_servers_or_none() -> None:
    assert all(port == 53 and host for host, port in system_servers())
