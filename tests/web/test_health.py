"""What those see who watch over the server."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from tests.web.site import make_site


def test_healthy_and_ready(tmp_path: Path) -> None:
    client = make_site(tmp_path, {})
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"
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
