"""What those see who watch over the server."""

from __future__ import annotations

import asyncio
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.settings import INNER_NETWORKS, Settings
from app.web.health import is_reader
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


@pytest.mark.parametrize(
    "visitor",
    ["127.0.0.1", "::1", "10.1.2.3", "172.31.255.255", "192.168.1.1", "fd12::1", "fe80::1%eth0", "::ffff:10.1.2.3", ""],
)
def test_metrics_are_for_inner_networks(visitor: str) -> None:
    assert is_reader(visitor, INNER_NETWORKS)


@pytest.mark.parametrize("visitor", ["192.0.2.7", "172.32.0.1", "2001:db8::1", "::ffff:192.0.2.7", "8.8.8.8"])
def test_metrics_are_for_nobody_else(visitor: str) -> None:
    assert not is_reader(visitor, INNER_NETWORKS)


@pytest.mark.parametrize("visitor", ["127.0.0.1", "10.1.2.3", ""])
def test_the_operator_names_who_may_read_them(visitor: str) -> None:
    assert not is_reader(visitor, ())
    assert not is_reader(visitor, [ip_network("192.0.2.0/24")])
    assert is_reader("192.0.2.7", [ip_network("192.0.2.0/24")])


def test_the_setting_is_a_list_of_networks() -> None:
    settings = Settings(_env_file=None, metrics_networks="192.0.2.7, 2001:db8::/32")
    assert settings.metrics_networks == (ip_network("192.0.2.7/32"), ip_network("2001:db8::/32"))
    assert Settings(_env_file=None, metrics_networks="").metrics_networks == ()


def test_behind_a_believed_proxy_the_visitors_address_counts(tmp_path: Path) -> None:
    app = make_site(tmp_path, {}).app
    believed = ProxyHeadersMiddleware(app, trusted_hosts="10.0.0.1")  # type: ignore[arg-type]

    def ask(came_from: str, forwarded: str) -> httpx.Response:
        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(believed, client=(came_from, 1))  # type: ignore[arg-type]
            async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
                return await client.get("/metrics", headers={"x-forwarded-for": forwarded} if forwarded else {})

        return asyncio.run(go())

    assert ask("127.0.0.1", "").status_code == 200
    assert ask("10.0.0.1", "10.9.9.9").status_code == 200
    refused = ask("10.0.0.1", "192.0.2.7")
    assert refused.status_code == 404
    assert "There is no page at this address" in refused.text
    assert "unsnag_" not in refused.text
    assert ask("192.0.2.7", "127.0.0.1").status_code == 404, "who is no proxy is not believed"
