"""What those see who watch over the server."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from tests.web.site import article, make_site


def test_healthy_and_ready(tmp_path: Path) -> None:
    client = make_site(tmp_path, {})
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"
    assert client.head("/healthz").status_code == client.head("/readyz").status_code == 200  # as many monitors ask
    assert "python_info" in client.get("/metrics").text


def test_not_ready_where_the_database_does_not_answer(tmp_path: Path) -> None:
    client = make_site(tmp_path, {})
    assert isinstance(client.app, FastAPI)
    client.app.state.services.engine.dispose()
    for file in tmp_path.glob("site.sqlite*"):
        file.unlink()
    (tmp_path / "site.sqlite").mkdir()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "retry-after" in answer.headers


def test_answers_are_counted_by_status_and_those_from_memory_apart(tmp_path: Path) -> None:
    client = make_site(tmp_path, {"one.md": article("one")})

    def count(name: str) -> float:
        lines = client.get("/metrics").text.splitlines()
        return next((float(line.split()[-1]) for line in lines if line.startswith(name + " ")), 0.0)

    missing, kept = 'unsnag_answers_total{status="404"}', "unsnag_kept_documents_total"
    before = count(missing), count(kept)
    client.get("/nowhere")
    for _ in range(3):
        client.get("/a/one")
    assert (count(missing), count(kept)) == (before[0] + 1, before[1] + 2)
