"""An expired walk says so, and nothing a visitor typed is left of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app.actions.expire_runs import expire_runs
from app.actions.read_run import read_run
from app.actions.start_run import start_run
from app.core.errors import Gone, NotFound
from app.storage.runs import TOMBSTONE_DAYS
from tests.actions.factories import make_bench
from tests.actions.sample import MAIL


def test_an_expired_walk_is_emptied_and_in_the_end_forgotten(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, mail=MAIL)
    services = bench.services
    run = start_run(services, "mail", {"domain": "secret.example"})
    assert expire_runs(services) == 0
    bench.clock.move(days=services.settings.run_days + 1)
    with pytest.raises(Gone):
        read_run(services, run.token)
    assert expire_runs(services) == 1
    with pytest.raises(Gone):
        read_run(services, run.token)
    with services.engine.connect() as connection:
        kept = [
            *connection.execute(text("SELECT inputs, state FROM run")),
            *connection.execute(text("SELECT event FROM run_event")),
        ]
    assert "secret.example" not in repr(kept)
    bench.clock.move(days=TOMBSTONE_DAYS)
    expire_runs(services)
    with pytest.raises(NotFound):
        read_run(services, run.token)
