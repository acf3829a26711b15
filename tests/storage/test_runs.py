"""Walks in the store: two tokens, events that are never lost, expiry that leaves nothing a visitor typed."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from app.core.errors import Conflict
from app.storage import runs
from app.storage.prepared import Prepared
from app.storage.runs import RunRow
from tests.databases import Database
from tests.storage.shelf import DAY, NOW, keep, version


def start(database: Database, **changes: object) -> RunRow:
    values: dict[str, object] = {
        "article_id": "mail",
        "version_id": keep(database, version())[0],
        "lang": "en",
        "inputs": {"domain": "example.com"},
        "state_json": {"at": None},
        "now": NOW,
        **changes,
    }
    with database.sessions() as session:
        return runs.create_run(session, **values)  # type: ignore[arg-type]


def test_a_walk_is_found_by_either_token(database: Database) -> None:
    run = start(database)
    assert len(run.token) >= 22
    assert run.token != run.read_token
    with database.sessions() as session:
        assert runs.read_run(session, run.token) == run
        assert runs.read_shared(session, run.read_token) == run
        assert runs.read_run(session, run.read_token) is None
        assert runs.read_shared(session, run.token) is None
    with database.engine.connect() as connection:
        assert runs.read_run(connection, run.token) == run


@pytest.mark.parametrize("token", ["", "' OR 1=1 --", "x" * 5000, "é☃", "%"])
def test_an_unknown_token_is_nobody(database: Database, token: str) -> None:
    start(database)
    with database.sessions() as session:
        assert runs.read_run(session, token) is None


def test_events_come_back_in_order_and_evidence_only_when_asked(database: Database) -> None:
    run = start(database)
    seen = [{"at_ms": 1.5, "direction": "received", "text": "220 \ud800\x00 ready"}]
    with database.sessions() as session:
        first: list[dict[str, object]] = [
            {"kind": "given", "values": {"domain": "bücher.example"}},
            {"kind": "result", "evidence": seen},
        ]
        assert runs.append_events(session, run.id, 0, first, {"at": "mx"}, NOW) == 2
        assert runs.append_events(session, run.id, 2, [{"kind": "solved"}], None, NOW) == 3
    with database.sessions() as session:
        found = runs.events(session, run.id)
        assert [item.seq for item in found] == [1, 2, 3]
        assert [item.event for item in found] == [first[0], {"kind": "result"}, {"kind": "solved"}]
        assert {item.evidence is None for item in found} == {True}
        assert [item.evidence for item in runs.events(session, run.id, after=1, evidence=True)] == [seen, None]
        assert runs.evidence_of(session, run.id, 2) == seen
        assert runs.evidence_of(session, run.id, 1) is None
        row = runs.read_run(session, run.token)
    assert row is not None
    assert (row.seq, row.state) == (3, None)


def test_the_second_of_two_tabs_is_told_and_nothing_is_lost(database: Database) -> None:
    run = start(database)
    with database.sessions() as session:
        runs.append_events(session, run.id, 0, [{"kind": "answer", "value": "yes"}], {"at": "b"}, NOW)
        with pytest.raises(Conflict):
            runs.append_events(session, run.id, 0, [{"kind": "answer", "value": "no"}], {"at": "c"}, NOW)
        row = runs.read_run(session, run.token)
        assert row is not None
        assert (row.seq, json.loads(row.state or "")) == (1, {"at": "b"})
        assert [item.event["value"] for item in runs.events(session, run.id)] == ["yes"]


def test_clicks_at_the_same_moment_all_arrive(database: Database) -> None:
    run = start(database)
    begin = threading.Barrier(4)
    conflicts = []

    def click(name: str) -> None:
        begin.wait()
        for _ in range(5):
            while True:
                with database.sessions() as session:
                    row = runs.read_run(session, run.token)
                    assert row is not None
                    try:
                        runs.append_events(session, run.id, row.seq, [{"kind": "tried", "cause": name}], None, NOW)
                    except Conflict:
                        conflicts.append(name)
                        continue
                break

    threads = [threading.Thread(target=click, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.sessions() as session:
        found = runs.events(session, run.id)
    assert [item.seq for item in found] == list(range(1, 21))
    assert sorted(str(item.event["cause"]) for item in found) == sorted("abcd" * 5)


def test_a_rebuilt_state_never_covers_a_newer_one(database: Database) -> None:
    run = start(database)
    with database.sessions() as session:
        runs.append_events(session, run.id, 0, [{"kind": "solved"}], None, NOW)
        runs.keep_state(session, run.id, 0, {"stale": True})
        before = runs.read_run(session, run.token)
        runs.keep_state(session, run.id, 1, {"fresh": True})
        after = runs.read_run(session, run.token)
    assert before is not None
    assert after is not None
    assert (before.state, after.state) == (None, '{"fresh":true}')


def test_a_walk_lasts_from_its_last_click(database: Database) -> None:
    run = start(database, days=30)
    with database.sessions() as session:
        runs.append_events(session, run.id, 0, [{"kind": "solved"}], None, NOW + DAY / 2, days=30)
        same_day = runs.read_run(session, run.token)
        runs.append_events(session, run.id, 1, [{"kind": "reopen"}], None, NOW + 10 * DAY, days=30)
        later = runs.read_run(session, run.token)
    assert same_day is not None
    assert later is not None
    assert same_day.expires_at == NOW + 30 * DAY
    assert later.expires_at == NOW + 40 * DAY
    assert later.updated_at == NOW + 10 * DAY
    assert not later.expired(NOW + 39 * DAY)
    assert later.expired(NOW + 40 * DAY)


def test_an_expired_walk_is_emptied_then_forgotten(database: Database) -> None:
    old, young = start(database, days=30), start(database, days=60)
    with database.sessions() as session:
        for run in (old, young):
            runs.append_events(session, run.id, 0, [{"kind": "given"}], {"at": "x"}, NOW)
        assert runs.expire_runs(session, NOW + 29 * DAY) == 0
        assert runs.expire_runs(session, NOW + 31 * DAY) == 1
        assert runs.expire_runs(session, NOW + 31 * DAY) == 0
        row = runs.read_run(session, old.token)
        assert row is not None
        assert (row.inputs, row.state, row.seq) == ("{}", None, 0)
        assert runs.events(session, old.id) == []
        assert len(runs.events(session, young.id)) == 1
        runs.expire_runs(session, NOW + 121 * DAY)
        assert runs.read_run(session, old.token) is None
        assert runs.read_run(session, young.token) is not None


def test_walks_are_counted_by_article(database: Database) -> None:
    start(database)
    start(database, now=NOW + DAY)
    start(database, article_id="post", version_id=keep(database, version("post"))[0], now=NOW + DAY)
    with database.sessions() as session:
        assert runs.usage(session) == {"mail": 2, "post": 1}
        assert runs.usage(session, NOW + DAY) == {"mail": 1, "post": 1}


def test_reading_and_appending_are_one_statement_each_way(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run = start(database)
    said: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: said.append(args[2].split()[0]))
    execute = Prepared._run

    def counted(self: Prepared, connection: Connection, compiled: Any, parameters: object) -> Any:
        said.append(compiled.text.split()[0])
        return execute(self, connection, compiled, parameters)

    monkeypatch.setattr(Prepared, "_run", counted)
    with database.sessions() as session:
        runs.read_run(session, run.token)
        assert said == ["SELECT"]
        said.clear()
        runs.append_events(session, run.id, 0, [{"kind": "solved"}], {"at": "x"}, NOW)
    assert said == ["UPDATE", "INSERT"]


def test_events_of_no_walk_are_refused(database: Database) -> None:
    with database.sessions() as session, pytest.raises(Conflict):
        runs.append_events(session, 4711, 0, [{"kind": "solved"}], None, NOW)
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM run_event")).scalar() == 0
