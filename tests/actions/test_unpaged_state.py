"""A walk as programs see it is told on from where it was, and is what telling all of it again gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.apply_event import apply_event
from app.actions.personal import put_back
from app.actions.read_run import Run, read_events, read_run, unpaged_state
from app.actions.services import Services
from app.actions.start_run import start_run
from app.core.state import State
from app.core.walk import replay
from app.storage import runs
from tests.actions.factories import make_bench
from tests.actions.sample import MAIL

EVENTS = (
    {"kind": "given", "values": {"domain": "example.org"}},
    {"kind": "answer", "step": "sent", "value": "no"},
    {"kind": "answer", "step": "sent", "value": "yes"},
    {"kind": "continue", "step": "mx"},
    {"kind": "given", "values": {"domain": "example.net"}},
    {"kind": "solved"},
    {"kind": "reopen"},
)


def told_anew(services: Services, run: Run) -> State:
    events = put_back(run.article, (row.event for row in read_events(services, run)), run.row.inputs, run.token)
    return replay(run.article, events, today=services.today(), checks=services.declarations)


def test_every_event_leads_where_a_replay_leads(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    services, token = bench.services, start_run(bench.services, "mail", {"domain": "example.com"}).token
    for event in EVENTS:
        run = apply_event(services, token, event)
        assert unpaged_state(services, run).to_json() == told_anew(services, run).to_json()
    assert run.seq > len(EVENTS)


def test_an_earlier_moment_is_told_from_the_start(tmp_path: Path) -> None:
    services = make_bench(tmp_path, mail=MAIL).services
    before = start_run(services, "mail", {"domain": "example.com"})
    then = unpaged_state(services, before).to_json()
    after = apply_event(services, before.token, EVENTS[1])
    assert unpaged_state(services, after).to_json() != then
    assert unpaged_state(services, before).to_json() == then


def test_only_what_is_new_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    services, token = bench.services, start_run(bench.services, "mail", {"domain": "example.com"}).token
    asked: list[int] = []
    read = runs.events

    def counted(*args: object, after: int = 0, **more: object) -> list[runs.EventRow]:
        asked.append(after)
        return read(*args, after=after, **more)  # type: ignore[arg-type]

    run = apply_event(services, token, EVENTS[0])
    unpaged_state(services, run)
    monkeypatch.setattr(runs, "events", counted)
    unpaged_state(services, run)
    assert asked == []
    later = apply_event(services, token, EVENTS[1])
    unpaged_state(services, later)
    assert asked == [run.seq]
    bench.clock.move(days=1)  # conditions that speak of today may hold otherwise: all is told again
    unpaged_state(services, read_run(services, token))
    assert asked == [run.seq, 0]
