"""Running checks: order by what they need, results noted one by one, nothing open while they run."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.actions.read_run import read_events, read_run
from app.actions.run_checks import run_checks
from app.actions.start_run import start_run
from app.actions.submit_step import START, continue_step, submit_answer
from app.core.errors import Conflict, NotFound
from tests.actions.factories import Bench, make_bench
from tests.actions.sample import MAIL

EACH = """\
---
format: 1
id: each
title: Each
inputs:
  domain: {type: domain, label: Domain}
---
## Look
```yaml step
id: look
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
  tls: {run: net.tcp, each: $mx.hosts, with: {host: $each, port: 25}, when: 'mx.status != "fail"'}
```
Look.

### Closed
```yaml cause
id: closed
when: 'tls.status == "fail"'
```
Open it.

## Done
```yaml step
id: done
end: information
```
Done.
"""


def at_mx(bench: Bench) -> str:
    token = start_run(bench.services, "mail", {"domain": "example.com"}).token
    continue_step(bench.services, token, START)
    submit_answer(bench.services, token, "sent", "no")
    return token


def ran(bench: Bench, token: str, step: str, wanted: set[str] | None = None) -> list[tuple[str, str | None, str]]:
    async def gather() -> list[tuple[str, str | None, str]]:
        found = run_checks(bench.services, token, step, 1, wanted)
        return [(made.call.key, made.call.element, made.result.code) async for made in found]

    return asyncio.run(gather())


def test_a_check_waits_for_what_it_needs(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    assert ran(bench, at_mx(bench), "mx") == [("mx.mx", None, "found"), ("mx.open", None, "open")]


def test_what_cannot_run_is_left_out(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    assert ran(bench, at_mx(bench), "mx", {"open"}) == []


def test_a_second_run_takes_what_the_first_of_it_found_anew(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    token = at_mx(bench)
    bench.laboratory.says("dns.mx", "found", "cname-target")
    ran(bench, token, "mx")
    ran(bench, token, "mx")
    assert [asked["hosts"] for asked in bench.laboratory.checks["smtp.connect"].asked] == [
        ["mx1.example.com", "mx2.example.com"],
        ["mail.example.com"],
    ]


def test_results_are_noted_with_their_parameters_and_evidence(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    token = at_mx(bench)
    ran(bench, token, "mx")
    rows = read_events(bench.services, read_run(bench.services, token), evidence=True)
    results = [row for row in rows if row.event["kind"] == "result"]
    assert results[0].event["params"] == {"domain": "example.com"}
    assert [line["text"] for line in results[0].evidence or [] if isinstance(line, dict)] == ["asked dns.mx", "found"]
    assert "evidence" not in results[0].event


def test_each_element_runs_by_itself_and_the_worst_counts(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, each=EACH)
    bench.laboratory.says("net.tcp", "open", "refused")
    token = start_run(bench.services, "each", {"domain": "example.com"}).token
    continue_step(bench.services, token, START)
    found = ran(bench, token, "look")
    assert {(key, element) for key, element, _ in found[1:]} == {
        ("look.tls", "mx1.example.com"),
        ("look.tls", "mx2.example.com"),
    }
    state = read_run(bench.services, token).state
    assert state.visits[-1].results["tls"].status == "fail"
    assert state.promoted == ["closed"]


def test_no_database_connection_is_open_while_a_check_runs(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    token = at_mx(bench)
    check = bench.laboratory.checks["dns.mx"]

    async def watch() -> int:
        check.gate = asyncio.Event()
        task = asyncio.ensure_future(anext(run_checks(bench.services, token, "mx")))
        await check.began.wait()
        open_now = int(bench.services.engine.pool.checkedout())  # type: ignore[attr-defined]
        check.gate.set()
        await task
        return open_now

    assert asyncio.run(watch()) == 0


def test_a_consumer_that_leaves_stops_what_runs(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    token = at_mx(bench)

    async def leave() -> int:
        found = run_checks(bench.services, token, "mx")
        await anext(found)
        check = bench.laboratory.checks["smtp.connect"]
        check.gate = asyncio.Event()
        nothing = asyncio.ensure_future(anext(found))
        await check.began.wait()
        nothing.cancel()
        await asyncio.gather(nothing, return_exceptions=True)
        return sum(1 for task in asyncio.all_tasks() if task is not asyncio.current_task())

    assert asyncio.run(leave()) == 0
    assert read_run(bench.services, token).state.visits[-1].results.keys() == {"mx"}


def test_unknown_steps_and_steps_off_the_path(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    token = at_mx(bench)
    with pytest.raises(NotFound):
        ran(bench, token, "nowhere")
    with pytest.raises(Conflict):
        ran(bench, token, "last")
