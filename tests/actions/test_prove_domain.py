"""A walk's own proof: given once, kept, renewed when it ran out, and never for a domain that nobody asks about."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.diagnose import check_everything
from app.actions.diagnose_given import diagnose_given
from app.actions.ledger import ledger_of
from app.actions.prove_domain import Wanted, proofs_wanted, prove_domain
from app.actions.read_run import read_run
from app.actions.run_checks import run_checks
from app.actions.start_run import start_run
from app.actions.submit_step import START, continue_step, find_step
from app.checks import declarations
from app.core.errors import Conflict, NotFound
from tests.actions.factories import NOON, Bench, Scripted, make_bench
from tests.lab import Lab
from tests.lab.trial import QUICK

RELAY = """\
---
format: 1
id: relay
title: Relay
inputs:
  domain: {type: domain, label: Your domain}
---
## Ask
```yaml step
id: ask
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
  relay: {run: smtp.relay, with: {hosts: $mx.hosts, domain: $domain}}
next: done
```
Ask.

### It was not proved
```yaml cause
id: not-proved
when: 'relay.code == "not-proved"'
```
Prove it.

### It passes on everything
```yaml cause
id: relays
when: 'relay.code == "may-relay" || mx.status == "fail"'
```
Close it.

## Done
```yaml step
id: done
end: solved
```
Done.
"""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = make_bench(tmp_path, relay=RELAY)
    made.laboratory.checks["smtp.relay"] = Scripted(declarations()["smtp.relay"], ["closed"])
    return made


def begin(bench: Bench) -> str:
    token = start_run(bench.services, "relay", {"domain": "example.com"}).token
    return continue_step(bench.services, token, START).token


def wanted(bench: Bench, token: str) -> list[Wanted]:
    run = read_run(bench.services, token)
    return proofs_wanted(bench.services, run, find_step(run, "ask"), run.state.visit("ask"))


def ran(bench: Bench, token: str) -> list[str]:
    async def gather() -> list[str]:
        return [progress.call.key async for progress in run_checks(bench.services, token, "ask")]

    return asyncio.run(gather())


def test_a_step_says_which_domain_it_wants_proved(bench: Bench) -> None:
    (one,) = wanted(bench, begin(bench))
    assert (one.domain, [call.name for call in one.checks], one.record) == ("example.com", ["relay"], None)


def test_a_domain_that_is_not_known_yet_cannot_be_proved(bench: Bench) -> None:
    token = start_run(bench.services, "relay").token
    assert wanted(bench, token) == []


def test_a_personal_domain_is_not_put_into_an_event(bench: Bench) -> None:
    bench.write(relay=RELAY.replace("label: Your domain", "label: Your domain, personal: true"))
    assert wanted(bench, begin(bench)) == []


def test_the_check_runs_once_there_is_a_record(bench: Bench) -> None:
    token = begin(bench)
    assert ran(bench, token) == ["ask.mx"]
    prove_domain(bench.services, token, "ask", "example.com")
    (one,) = wanted(bench, token)
    assert one.record is not None
    assert one.record.until == NOON + timedelta(days=7)
    assert ledger_of(bench.services).accepts("example.com", one.record.token)
    assert ran(bench, token) == ["ask.mx", "ask.relay"]
    assert bench.laboratory.checks["smtp.relay"].asked[0]["proof"] == one.record.token


def test_the_record_stays_while_it_is_good_and_is_renewed_after_that(bench: Bench) -> None:
    token = begin(bench)
    first = prove_domain(bench.services, token, "ask", "example.com").state.record["proofs"]
    assert prove_domain(bench.services, token, "ask", "example.com").state.record["proofs"] == first
    bench.clock.move(days=7)
    (one,) = wanted(bench, token)
    assert not one.good(bench.clock())
    assert prove_domain(bench.services, token, "ask", "example.com").state.record["proofs"] != first


def test_two_walks_have_two_tokens(bench: Bench) -> None:
    tokens = set()
    for token in (begin(bench), begin(bench)):
        tokens.add(
            prove_domain(bench.services, token, "ask", "example.com").state.record["proofs"]["example.com"]["token"]
        )
    assert len(tokens) == 2


def test_nobody_gets_a_record_for_what_is_not_asked(bench: Bench) -> None:
    token = begin(bench)
    for step, domain in (("ask", "example.net"), ("done", "example.com")):
        with pytest.raises(Conflict):
            prove_domain(bench.services, token, step, domain)
    with pytest.raises(NotFound):
        prove_domain(bench.services, token, "nowhere", "example.com")
    with pytest.raises(NotFound):
        prove_domain(bench.services, "nobody", "ask", "example.com")


def test_checking_everything_uses_it_too(bench: Bench) -> None:
    token = begin(bench)
    prove_domain(bench.services, token, "ask", "example.com")

    async def gather() -> list[str]:
        return [progress.call.key async for progress in check_everything(bench.services, token)]

    assert asyncio.run(gather()) == ["ask.mx", "ask.relay"]


@pytest.mark.parametrize(("published", "code"), [(True, "may-relay"), (False, "not-proved")])
def test_a_diagnosis_may_be_given_a_proof(bench: Bench, tmp_path: Path, published: bool, code: str) -> None:
    token = "0123456789abcdef0123456789abcdef"
    entry = bench.services.library.get("relay")
    assert entry is not None
    with Lab() as lab:
        record = f'_unsnag TXT "unsnag-proof={token}"' if published else ""
        lab.dns.zone("example.com", f"@ MX 10 mx\nmx A 127.0.0.2\n{record}")
        lab.smtp("127.0.0.2")
        settings = lab.as_settings(database=f"sqlite:///{tmp_path / 'cli.sqlite'}")
        given = {"domain": "example.com", "proof": token}
        report = asyncio.run(diagnose_given(settings, entry.article, given, "2026-04-05", budgets=QUICK))
    assert report["steps"][0]["checks"]["relay"]["code"] == code
