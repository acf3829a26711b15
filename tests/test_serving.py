"""What the server is told: above all, whose word it takes for where a visitor comes from."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import uvicorn

from app.serving import serve
from app.settings import Settings


def visitor_seen(monkeypatch: pytest.MonkeyPatch, peer: str, forwarded: str, proxies: str) -> str:
    """The address that the site is told for a request from `peer` with this `X-Forwarded-For`."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: given.update(options))
    serve(Settings(_env_file=None, proxies=proxies), "127.0.0.1", 8000, 1)
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["client"][0])

    names = ("proxy_headers", "forwarded_allow_ips")
    config = uvicorn.Config(app, **{name: given[name] for name in names}, lifespan="off", log_config=None)
    config.load()
    headers = [(b"x-forwarded-for", forwarded.encode())]
    scope = {"type": "http", "client": (peer, 1), "scheme": "http", "headers": headers}
    asyncio.run(config.loaded_app(scope, None, None))
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "visitor"),
    [
        ("127.0.0.1", "192.0.2.7", "", "127.0.0.1"),
        ("198.51.100.1", "192.0.2.7", "127.0.0.1", "198.51.100.1"),
        ("127.0.0.1", "192.0.2.7", "127.0.0.1", "192.0.2.7"),
        ("10.0.0.9", "192.0.2.7", "127.0.0.1,10.0.0.0/24", "192.0.2.7"),
        ("127.0.0.1", "203.0.113.9, 192.0.2.7", "127.0.0.1", "192.0.2.7"),  # what the visitor put there does not count
    ],
)
def test_only_a_named_proxy_is_believed(
    monkeypatch: pytest.MonkeyPatch, peer: str, forwarded: str, proxies: str, visitor: str
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")  # the server's own variable opens nothing
    assert visitor_seen(monkeypatch, peer, forwarded, proxies) == visitor
