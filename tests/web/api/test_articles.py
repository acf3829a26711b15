"""Articles for programs."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from app.main import create_app
from tests.actions.factories import make_bench
from tests.actions.sample import MAIL


def client(folder: Path) -> TestClient:
    return TestClient(create_app(services=make_bench(folder, mail=MAIL).services))


def test_the_list_names_every_article(tmp_path: Path) -> None:
    told = client(tmp_path).get("/api/v1/articles").json()["articles"]
    assert [(item["id"], item["document"], item["category"]) for item in told] == [("mail", 77, ["Tests"])]
    assert told[0]["url"] == "http://testserver/a/mail"


def test_an_article_says_all_that_a_walk_needs(tmp_path: Path) -> None:
    told = client(tmp_path).get("/api/v1/articles/mail").json()
    assert [item["name"] for item in told["inputs"]] == ["domain", "sender", "mode"]
    assert told["inputs"][1]["personal"]
    steps = {item["id"]: item for item in told["steps"]}
    assert [check["run"] for check in steps["mx"]["checks"]] == ["dns.mx", "smtp.connect"]
    assert [cause["id"] for cause in steps["mx"]["causes"]] == ["no-mx", "slow"]
    assert steps["kind"]["ask"]["pick"] == "many"
    assert steps["escalate"]["queue"] == "mail"
    assert steps["mx"]["url"] == "http://testserver/a/mail#mx"


def test_an_unknown_article_is_a_problem(tmp_path: Path) -> None:
    response = client(tmp_path).get("/api/v1/articles/nothing")
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
