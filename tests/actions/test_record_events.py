"""Appending to a walk while others do, and the state kept beside its events."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.actions.read_run import Run, read_events, read_run, unpaged_state
from app.actions.record_events import MOST_EVENTS, record_events
from app.actions.services import Services, StateMemory
from app.actions.start_run import start_run
from app.actions.submit_step import START, continue_step, submit_answer, submit_inputs
from app.core.errors import Conflict, Gone, LimitReached, NotFound
from app.core.state import State
from app.core.walk import replay
from app.storage import runs
from tests.actions.factories import make_bench
from tests.actions.sample import MAIL


def begun(folder: Path) -> tuple[Services, str]:
    services = make_bench(folder, mail=MAIL).services
    run = start_run(services, "mail", {"domain": "example.com"})
    continue_step(services, run.token, START)
    return services, run.token


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    services, token = begun(tmp_path)
    events = [{"kind": "given", "values": {"domain": f"a{n}.example.com"}} for n in range(24)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda event: _patiently(services, token, event), events))
    kept = [row.event for row in read_events(services, read_run(services, token))]
    assert sum(event in kept for event in events) == 24


def _patiently(services: Services, token: str, event: dict[str, object]) -> None:
    while True:
        try:
            record_events(services, token, lambda _: [event])
        except Conflict:
            continue
        return


def test_a_conflict_asks_again_with_what_stands_now(tmp_path: Path) -> None:
    services, token = begun(tmp_path)
    seen: list[int] = []

    def propose(run: Run) -> list[dict[str, object]]:
        seen.append(run.seq)
        if len(seen) == 1:
            submit_answer(services, token, "sent", "no")
        return [{"kind": "solved"}]

    record_events(services, token, propose)
    assert seen == [2, 3]
    assert read_run(services, token).state.solved


def test_the_kept_state_is_what_the_events_give(tmp_path: Path) -> None:
    services, token = begun(tmp_path)
    submit_answer(services, token, "sent", "no")
    submit_answer(services, token, "mx")
    run = read_run(services, token)
    assert run.row.state is not None
    kept = State.from_json(json.loads(run.row.state))
    events = [row.event for row in read_events(services, run)]
    played = replay(run.article, events, today=services.today(), paged=True, checks=services.declarations)
    assert kept.to_json() == played.to_json() == run.state.to_json()


@pytest.mark.parametrize("kept", ["null", "{}", '{"visits": 3}', "[]"])
def test_a_state_that_cannot_be_read_is_rebuilt(tmp_path: Path, kept: str) -> None:
    services, token = begun(tmp_path)
    before = submit_answer(services, token, "sent", "no").state.to_json()
    run = read_run(services, token)
    with services.engine.connect() as connection:
        runs.keep_state(connection, run.row.id, run.seq, kept)
    services.states.forget()
    assert read_run(services, token).state.to_json() == before


def test_a_state_that_is_missing_is_rebuilt_and_kept(tmp_path: Path) -> None:
    services, token = begun(tmp_path)
    before = submit_answer(services, token, "sent", "no").state.to_json()
    with services.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE run SET state = NULL")
    services.states.forget()
    assert read_run(services, token).state.to_json() == before
    services.states.forget()
    again = read_run(services, token)
    assert again.row.state is not None


def test_personal_inputs_are_in_no_event_and_come_back_when_the_walk_is_played(tmp_path: Path) -> None:
    services, token = begun(tmp_path)
    given = submit_inputs(services, token, lambda _: {"sender": "maria@example.net", "mode": "alone"})
    rows = read_events(services, given)
    assert rows[-1].event == {"kind": "given", "values": {"mode": "alone"}, "personal": ["sender"]}
    with services.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE run SET state = NULL")
    services.states.forget()
    again = read_run(services, token)
    assert again.state.inputs["sender"] == "maria@example.net"
    assert unpaged_state(services, again).inputs["sender"] == "maria@example.net"


def test_personal_inputs_given_at_the_start_are_kept_apart_too(tmp_path: Path) -> None:
    services = make_bench(tmp_path, mail=MAIL).services
    run = start_run(services, "mail", {"domain": "example.com", "sender": "maria@example.net"})
    assert "maria" not in str([row.event for row in read_events(services, run)])
    assert read_run(services, run.token).state.inputs["sender"] == "maria@example.net"


def test_nothing_proposed_writes_nothing(tmp_path: Path) -> None:
    services, token = begun(tmp_path)
    seq = read_run(services, token).seq
    assert record_events(services, token, lambda _: []).seq == seq


def test_a_walk_does_not_grow_without_end(tmp_path: Path) -> None:
    services, token = begun(tmp_path)
    with pytest.raises(LimitReached):
        record_events(services, token, lambda _: [{"kind": "solved"}] * (MOST_EVENTS + 1))
    assert not read_run(services, token).state.solved


def test_unknown_and_expired_walks(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    run = start_run(bench.services, "mail")
    with pytest.raises(NotFound):
        read_run(bench.services, "nothing")
    with pytest.raises(NotFound):
        read_run(bench.services, run.row.read_token)
    assert read_run(bench.services, run.row.read_token, shared=True).row.id == run.row.id
    bench.clock.move(days=30)
    with pytest.raises(Gone) as raised:
        read_run(bench.services, run.token)
    assert raised.value.context["article"] == "mail"


def test_a_walk_lives_on_as_long_as_it_is_used(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    token = start_run(bench.services, "mail", {"domain": "example.com"}).token
    bench.clock.move(days=20)
    continue_step(bench.services, token, START)
    bench.clock.move(days=20)
    assert read_run(bench.services, token).state.at == "sent"


def test_the_memory_forgets_the_oldest() -> None:
    memory = StateMemory(2)
    for run_id in (1, 2, 3):
        memory.put(run_id, 5, State())
    assert memory.get(1, 5) is None
    assert memory.get(3, 5) is not None
    assert memory.get(3, 6) is None
