"""Every code of every check, the five that all have in common included, comes from a real server at least once.

A check's own codes come from the set-ups in tests/lab/setups, each of which test_setups.py runs. The common ones are
made here: a good set-up of every check is spoilt in one way for each code.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import cache

import dns.message
import dns.rdatatype
import dns.rrset
import pytest

from app.checks import OURS
from app.checks.runner import Runner
from app.core.checking import COMMON_OUTCOMES, CheckResult, Declaration
from tests.lab import Lab
from tests.lab.island import CALLS, run_on_island
from tests.lab.setups import SETUPS, Setup
from tests.lab.trial import PATIENT, QUICK, check

Params = dict[str, object]
DECLARED: Mapping[str, Declaration] = {one.declaration.name: one.declaration for one in OURS}
COMMON = tuple(outcome.code for outcome in COMMON_OUTCOMES)

PASTED = ("mail.bounce", "mail.headers")
ASKS_NOBODY = "it reads pasted text, and asks nobody"
ONLY_LOOKS_UP = "it asks our own name server only, and begins no dialogue with anybody else"
IMPOSSIBLE: Mapping[tuple[str, str], str] = {
    **{(name, code): ASKS_NOBODY for name in PASTED for code in ("not-allowed", "resolver-failed", "no-connection")},
    **{
        (f"dns.{name}", "no-connection"): ONLY_LOOKS_UP
        for name in ("mx", "address", "ptr", "spf", "dmarc", "dkim", "tls-rpt", "caa", "blocklist", "record")
    },
}
HOSTS = ("mx1", "imap", "www", "corporate")  # to which the good set-ups lead
UNREADABLE = "a..b"
INSIDE = {"addresses": "10.0.0.1", "url": "http://mail.local/"}
# From networks that no way leads to, instead: without an address, these have verdicts of their own.
ON_ISLAND = ("dns.delegation", "dns.mta-sts")
MANY: Mapping[str, str] = {
    **{"A": "127.0.{0}.{1}", "AAAA": "::1:{0}:{1}", "MX": "10 m{0}-{1}.example.com.", "NS": "n{0}-{1}.example.com."},
    **{"TXT": '"v=spf1 {0} {1}"', "PTR": "p{0}-{1}.example.com.", "CAA": '0 issue "c{0}-{1}.example"'},
}


def _very_many(query: dns.message.Message) -> dns.message.Message:
    """More records than we read, whatever is asked for."""
    reply, question = dns.message.make_response(query), query.question[0]
    kind = dns.rdatatype.to_text(question.rdtype)
    if kind in MANY:
        texts = [MANY[kind].format(number // 200, number % 200 + 1) for number in range(QUICK.records + 1)]
        reply.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", kind, texts))
    return reply


@cache
def _good() -> Mapping[str, Setup]:
    """A set-up of each check that passes."""
    found: dict[str, Setup] = {}
    for setup in SETUPS:
        outcome = DECLARED[setup.check].outcome(setup.code)
        if outcome is not None and outcome.status == "pass":
            found.setdefault(setup.check, setup)
    return found


def _first(params: Params, value: Callable[[str], object]) -> Params:
    name = next(iter(params))
    return {**params, name: value(name)}


def _without_addresses(lab: Lab) -> None:
    """Their hosts exist, and nothing leads to them; no name server is named."""
    for host in HOSTS:
        lab.dns.forget(f"{host}.example.com", "A")
    lab.dns.forget("example.com", "NS")


SPOILERS: Mapping[str, Callable[[Lab], object]] = {
    "not-allowed": lambda lab: None,
    "bad-input": lambda lab: None,
    "resolver-failed": lambda lab: lab.dns.lie_always("refused"),
    "no-connection": _without_addresses,
    "limit": lambda lab: lab.dns.lie_always(_very_many),
}


def _spoilt(name: str, code: str) -> CheckResult:
    setup = _good()[name]
    params = dict(setup.params)
    if code == "bad-input":
        params = _first(params, lambda _: "" if name in PASTED else UNREADABLE)
    if code == "not-allowed" and name not in PASTED:
        params = _first(params, lambda key: INSIDE.get(key, "mail.local"))
    if code == "limit" and name in PASTED:
        params = _first(params, lambda _: "x" * 1_048_577)
    with Lab() as lab:
        setup.build(lab)
        SPOILERS[code](lab)
        budgets = PATIENT if code == "limit" else QUICK
        return check(lab, name, params, budgets=budgets, ledger=None, **setup.settings)


POSSIBLE = [
    (name, code)
    for name in DECLARED
    for code in COMMON
    if (name, code) not in IMPOSSIBLE and not (code == "no-connection" and name in ON_ISLAND)
]


@pytest.mark.parametrize(("name", "code"), POSSIBLE)
def test_the_common_codes(name: str, code: str) -> None:
    result = _spoilt(name, code)
    assert (result.code, result.status) == (code, "unknown"), result.summary


@pytest.mark.parametrize(("name", "code"), sorted(IMPOSSIBLE))
def test_what_is_impossible_does_not_happen(name: str, code: str) -> None:
    assert _spoilt(name, code).code != code


def test_a_network_without_a_way_is_not_the_visitors_fault() -> None:
    codes = run_on_island()
    if codes is None:
        pytest.skip("this machine lets nobody make a network of their own")
    assert {CALLS[key][0] for key, code in codes.items() if code == "no-connection"} >= set(ON_ISLAND)
    assert codes == {
        **dict.fromkeys(CALLS, "no-connection"),
        **{"smtp.connect": "blocked-here", "dns.dane": "none", "both": "open"},
    }


def test_a_visitor_in_a_hurry_comes_to_a_limit_at_every_check() -> None:
    async def go(lab: Lab) -> dict[str, str]:
        codes = {}
        for name, setup in _good().items():
            runner = Runner(lab.as_settings(checks_per_minute=1, **setup.settings), budgets=QUICK)
            await runner.run("mail.headers", {"text": "one"}, visitor="192.0.2.7")
            codes[name] = (await runner.run(name, setup.params, visitor="192.0.2.7")).code
        return codes

    with Lab() as lab:
        assert set(asyncio.run(go(lab)).values()) == {"limit"}
        assert lab.dns.queries == []


def test_no_code_is_left_out() -> None:
    declared = {(name, code) for name, one in DECLARED.items() for code in one.codes}
    produced = {(setup.check, setup.code) for setup in SETUPS} | set(POSSIBLE)
    produced |= {(name, "no-connection") for name in ON_ISLAND}
    assert declared - produced == set(IMPOSSIBLE)
    assert produced & set(IMPOSSIBLE) == set()
