"""Features that join the site with the first request for them."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from app.web.later import Later


def test_a_feature_is_loaded_once_and_only_for_its_own_addresses() -> None:
    loaded: list[str] = []

    def load() -> APIRouter:
        router = APIRouter()
        router.add_api_route("/later/{name}", lambda name: {"name": name})
        loaded.append("later")
        return router

    site = FastAPI()
    site.add_api_route("/", lambda: "home")
    site.add_middleware(Later, site=site, features={"/later": load})
    with TestClient(site) as client:
        assert client.get("/").json() == "home"
        assert client.get("/elsewhere").status_code == 404
        assert loaded == []
        assert client.get("/later/one").json() == {"name": "one"}
        assert client.get("/later/two").json() == {"name": "two"}
        assert client.get("/later").status_code == 404
        assert client.get("/").json() == "home"
    assert loaded == ["later"]
