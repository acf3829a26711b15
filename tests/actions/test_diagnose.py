"""A whole diagnosis: every check that can run, in the order of what they need, and what follows."""

from __future__ import annotations

import asyncio
from pathlib import Path

from app.actions.diagnose import Diagnosis, check_everything, diagnosis_of
from app.actions.go_to_step import go_to_step
from app.actions.read_run import read_run
from app.actions.run_checks import run_ready
from app.actions.start_run import start_run
from app.actions.submit_step import START, continue_step, submit_answer, submit_inputs
from app.core.checking import CheckResult
from app.core.events import empty_record
from tests.actions.factories import Bench, make_bench
from tests.actions.sample import MAIL


def report(bench: Bench, **given: object) -> dict[str, object]:
    entry = bench.services.library.get("mail")
    assert entry is not None
    record = {**empty_record(), "given": given}
    diagnosis = Diagnosis(entry.article, record, bench.services.declarations, "2026-04-05")

    async def run() -> None:
        async for call, result in run_ready(bench.services.runner, diagnosis.ready):
            diagnosis.finished(call, result)

    asyncio.run(run())
    return diagnosis.report(12.3456)


def test_the_report_has_the_shape_of_the_command(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    told = report(bench, domain="example.com")
    assert list(told) == ["article", "steps", "first", "causes", "end", "elapsed_ms"]
    assert (told["article"], told["first"], told["causes"], told["end"]) == ("mail", None, [], None)
    assert told["elapsed_ms"] == 12.3
    steps = {step["id"]: step for step in told["steps"]}  # type: ignore[attr-defined]
    assert list(steps) == ["sent", "mx", "firewall", "kind", "last", "solved", "escalate"]
    assert (steps["mx"]["status"], steps["sent"]["status"]) == ("pass", "none")
    assert steps["mx"]["checks"]["mx"]["code"] == "found"
    assert steps["mx"]["checks"]["mx"].keys() == CheckResult("pass", "found").to_json().keys()


def test_without_its_inputs_nothing_runs(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    report(bench)
    assert not bench.laboratory.checks["dns.mx"].asked


def test_causes_are_promoted_wherever_their_condition_holds(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    bench.laboratory.says("smtp.connect", "refused")
    told = report(bench, domain="example.com")
    assert told["causes"] == ["closed"]


def test_first_is_the_first_step_on_the_path_that_fails(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    bench.laboratory.says("dns.mx", "none")
    token = start_run(bench.services, "mail", {"domain": "example.com"}).token
    continue_step(bench.services, token, START)
    submit_answer(bench.services, token, "sent", "no")
    asyncio.run(_all(bench, token))
    run = read_run(bench.services, token)
    assert diagnosis_of(bench.services, run).first() == "mx"
    assert run.state.promoted == ["no-mx"]


def test_results_of_steps_to_come_are_there_when_the_walk_comes(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    token = start_run(bench.services, "mail", {"domain": "example.com"}).token
    asyncio.run(_all(bench, token))
    continue_step(bench.services, token, START)
    state = submit_answer(bench.services, token, "sent", "no").state
    assert state.visits[-1].results.keys() == {"mx", "open"}


def test_results_with_other_inputs_do_not_count(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    token = start_run(bench.services, "mail", {"domain": "example.com"}).token
    asyncio.run(_all(bench, token))
    run = submit_inputs(bench.services, token, lambda _: {"domain": "example.org"})
    assert diagnosis_of(bench.services, run).results == {}


def test_going_to_a_step_passes_what_needs_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    bench.laboratory.says("smtp.connect", "refused")
    token = start_run(bench.services, "mail", {"domain": "example.com"}).token
    assert go_to_step(bench.services, token, "firewall").state.at == "sent"
    submit_answer(bench.services, token, "sent", "no")
    asyncio.run(_all(bench, token))
    assert go_to_step(bench.services, token, "firewall").state.path == ["sent", "mx", "firewall"]
    before = read_run(bench.services, token).seq
    assert go_to_step(bench.services, token, "mx").seq == before


async def _all(bench: Bench, token: str) -> None:
    async for _ in check_everything(bench.services, token):
        pass
