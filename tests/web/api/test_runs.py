"""A walk by a program: started, answered, checked, ended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from tests.actions.factories import Bench, make_bench
from tests.actions.sample import MAIL


class Program:
    """A client of the API with one walk."""

    def __init__(self, folder: Path) -> None:
        self.bench: Bench = make_bench(folder, mail=MAIL)
        self.client = TestClient(create_app(services=self.bench.services))
        self.run: dict[str, Any] = {}

    def start(self, **given: object) -> dict[str, Any]:
        response = self.client.post("/api/v1/runs", json={"article": "mail", "given": given})
        assert response.status_code == 201, response.text
        self.run = response.json()
        assert response.headers["location"] == f"/api/v1/runs/{self.run['token']}"
        return self.run

    def tell(self, status: int = 200, **event: object) -> dict[str, Any]:
        response = self.client.post(f"/api/v1/runs/{self.run['token']}/events", json=event)
        assert response.status_code == status, response.text
        if status == 200:
            self.run = response.json()
        return dict(response.json())


def test_a_run_says_where_it_stands_and_what_it_asks(tmp_path: Path) -> None:
    run = Program(tmp_path).start()
    assert run["article"] == "mail"
    assert run["version"] == 1
    assert run["url"] == f"http://testserver/r/{run['token']}"
    assert run["read_token"] != run["token"]
    assert (run["path"], run["at"], run["end"], run["loop"]) == ([], None, None, False)
    assert run["asks"] == {"inputs": ["domain"], "checks": [], "step": None}


def test_given_inputs_take_the_walk_to_the_first_question(tmp_path: Path) -> None:
    run = Program(tmp_path).start(domain="EXAMPLE.com")
    assert (run["path"], run["asks"]["step"]) == (["sent"], "sent")


def test_a_walk_goes_from_start_to_end(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.bench.laboratory.says("dns.mx", "none", "found")
    program.start()
    program.tell(kind="given", values={"domain": "example.com"})
    program.tell(kind="answer", step="sent", value="no")
    assert program.run["asks"]["checks"] == ["mx.mx"]
    program.tell(kind="check", check="mx.mx")
    assert program.run["promoted"] == ["no-mx"]
    program.tell(kind="check", check="mx.open")
    program.tell(kind="tried", cause="no-mx", outcome="worked")
    assert program.run["asks"]["checks"] == ["mx.mx"]
    program.tell(kind="check", check="mx.mx")
    program.tell(kind="check", check="mx.open")
    assert program.run["at"] == "kind"
    program.tell(kind="given", values={"mode": "alone"})
    program.tell(kind="answer", step="kind", value=["bounce", "delay"])
    program.tell(kind="answer", step="last", value="yes")
    assert program.run["path"] == ["sent", "mx", "kind", "last", "solved"]
    assert program.run["end"] == "solved"
    assert program.client.get(f"/api/v1/runs/{program.run['token']}").json() == program.run


def test_one_may_go_on_without_a_check_declare_it_solved_and_reopen(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.start(domain="example.com")
    program.tell(kind="answer", step="sent", value="no")
    program.tell(kind="continue", step="mx")
    assert program.run["at"] == "kind"
    assert program.tell(kind="solved")["end"] == "solved"
    assert program.tell(kind="reopen")["end"] is None


def test_a_page_and_a_program_share_a_walk(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.start(domain="example.com")
    program.tell(kind="answer", step="sent", value="no")
    page = program.client.get(f"/r/{program.run['token']}")
    assert page.status_code == 200
    assert "example.com" in page.text


@pytest.mark.parametrize(
    ("event", "status", "field"),
    [
        ({"kind": "given", "values": {"domain": "no domain"}}, 422, "domain"),
        ({"kind": "given", "values": {"unheard": "of"}}, 422, "unheard"),
        ({"kind": "given", "values": {"domain": "forbidden.example"}}, 422, "domain"),
        ({"kind": "answer", "step": "sent", "value": "maybe"}, 422, "value"),
        ({"kind": "answer", "step": "nowhere", "value": "yes"}, 404, ""),
        ({"kind": "answer", "step": "mx", "value": "yes"}, 409, ""),
        ({"kind": "tried", "cause": "nothing", "outcome": "worked"}, 404, ""),
        ({"kind": "tried", "cause": "no-mx", "outcome": "perhaps"}, 422, "tried.outcome"),
        ({"kind": "check", "check": "mx.nothing"}, 404, ""),
        ({"kind": "check", "check": "mx.open"}, 422, "check"),
        ({"kind": "result", "check": "mx.mx", "result": {"status": "pass", "code": "found"}}, 422, ""),
        ({"kind": "answer", "step": "sent", "value": "yes", "extra": 1}, 422, "answer.extra"),
        ({}, 422, ""),
    ],
)
def test_what_cannot_be_taken_is_a_problem_that_names_the_field(
    tmp_path: Path, event: dict[str, object], status: int, field: str
) -> None:
    program = Program(tmp_path)
    before = program.start(domain="example.com")
    response = program.client.post(f"/api/v1/runs/{before['token']}/events", json=event)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert not field or field in response.json()["fields"]
    assert program.client.get(f"/api/v1/runs/{before['token']}").json() == before


def test_unknown_and_expired_runs_are_problems(tmp_path: Path) -> None:
    program = Program(tmp_path)
    run = program.start()
    response = program.client.get("/api/v1/runs/nothing")
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
    program.bench.clock.move(days=31)
    assert program.client.get(f"/api/v1/runs/{run['token']}").status_code == 410


def test_an_unknown_article_and_bad_inputs_make_no_run(tmp_path: Path) -> None:
    program = Program(tmp_path)
    assert program.client.post("/api/v1/runs", json={"article": "nothing"}).status_code == 404
    response = program.client.post("/api/v1/runs", json={"article": "mail", "given": {"domain": "a b"}})
    assert response.status_code == 422
    assert "domain" in response.json()["fields"]
    with program.bench.services.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM run").scalar() == 0


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[]", b"", b"null", b"[" * 40_000])
def test_a_body_that_is_no_event_is_a_problem(tmp_path: Path, body: bytes) -> None:
    program = Program(tmp_path)
    token = program.start()["token"]
    headers = {"content-type": "application/json"}
    response = program.client.post(f"/api/v1/runs/{token}/events", content=body, headers=headers)
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_body_longer_than_64_kib_is_refused(tmp_path: Path) -> None:
    program = Program(tmp_path)
    token = program.start()["token"]
    response = program.client.post(
        f"/api/v1/runs/{token}/events", json={"kind": "given", "values": {"a": "x" * 70_000}}
    )
    assert response.status_code == 413
