"""A program proves a domain: it is given the record, publishes it, and runs the check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.checks import declarations
from app.main import create_app
from tests.actions.factories import Bench, Scripted, make_bench
from tests.actions.test_prove_domain import RELAY


class Program:
    def __init__(self, folder: Path, **given: str) -> None:
        self.bench: Bench = make_bench(folder, relay=RELAY)
        self.relay = Scripted(declarations()["smtp.relay"], ["closed"])
        self.bench.laboratory.checks["smtp.relay"] = self.relay
        self.client = TestClient(create_app(services=self.bench.services))
        answer = self.client.post("/api/v1/runs", json={"article": "relay", "given": given})
        self.token = answer.json()["token"]

    def tell(self, status: int = 200, **event: str) -> dict[str, Any]:
        answer = self.client.post(f"/api/v1/runs/{self.token}/events", json=event)
        assert answer.status_code == status, answer.text
        return dict(answer.json())


def test_the_record_is_given_and_the_check_runs_with_it(tmp_path: Path) -> None:
    program = Program(tmp_path, domain="example.com")
    program.tell(kind="check", check="ask.mx")
    refused = program.tell(422, kind="check", check="ask.relay")
    assert "proof" in refused["fields"]["check"]
    (record,) = program.tell(kind="proof", step="ask")["proofs"]
    assert (record["domain"], record["name"], record["type"]) == ("example.com", "_unsnag.example.com", "TXT")
    assert record["until"].startswith("2026-04-12T12:00:00")
    program.tell(kind="check", check="ask.relay")
    assert f"unsnag-proof={program.relay.asked[0]['proof']}" == record["value"]


def test_a_record_that_is_good_stays(tmp_path: Path) -> None:
    program = Program(tmp_path, domain="example.com")
    first = program.tell(kind="proof", step="ask")["proofs"]
    assert program.tell(kind="proof", step="ask")["proofs"] == first


@pytest.mark.parametrize(("given", "step", "status"), [({}, "ask", 422), ({"domain": "example.com"}, "done", 422)])
def test_where_there_is_nothing_to_prove(tmp_path: Path, given: dict[str, str], step: str, status: int) -> None:
    assert "step" in Program(tmp_path, **given).tell(status, kind="proof", step=step)["fields"]


def test_a_step_that_is_not_there(tmp_path: Path) -> None:
    Program(tmp_path, domain="example.com").tell(404, kind="proof", step="nowhere")
