"""What the server is told: above all, whose word it takes for where a visitor comes from. And what it does without."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from typer.testing import CliRunner

from app import cli
from app.serving import serve
from app.settings import Settings
from tests.web.site import article


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


def test_the_command_line_gives_way_to_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr(os, "execve", lambda *arguments: given.extend(arguments))
    CliRunner().invoke(cli.app, ["serve", "--port", "8123", "--workers", "2", "--reload"], catch_exceptions=False)
    program, command, environ = given
    assert command == [program, "-m", "app.serving", "127.0.0.1", "8123", "2"]
    assert Settings.model_validate({"dev": environ["UNSNAG_DEV"]}).dev


def test_a_worker_does_without_docstrings_but_not_in_development(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr(os, "execve", lambda *arguments: given.append(arguments[1][1:-3]))
    monkeypatch.setattr("app.bytecode.flags", lambda: ["-OO"])
    CliRunner().invoke(cli.app, ["serve"], catch_exceptions=False)
    CliRunner().invoke(cli.app, ["serve", "--reload"], catch_exceptions=False)
    CliRunner().invoke(cli.app, ["serve"], catch_exceptions=False, env={"UNSNAG_DEV": "true"})
    assert given == [["-OO", "-m", "app.serving"], ["-m", "app.serving"], ["-m", "app.serving"]]


UNNEEDED = {
    *("typer", "rich", "prompt_toolkit"),  # the command line's
    *("greenlet", "pydantic.v1", "httpx2"),  # what others take along where it is there
    *("cryptography", "dns.resolver", "app.checks.network"),  # a check's
    *("alembic", "app.core.lint", "app.core.scenario"),  # an import's
    *("app.web.api.routes", "app.web.admin.routes"),  # programs' and moderators'
    "email.headerregistry",  # a message's
    *("argon2", "re2", "prometheus_client", "babel"),  # needed now and then, or elsewhere
    "sqlalchemy.dialects.postgresql",
}


def started(folder: Path, program: str) -> str:
    """What `program` prints, with a worker's `application` at hand that was never started before."""
    (folder / "content").mkdir(exist_ok=True)
    environ = {
        **os.environ,
        "UNSNAG_DATABASE": f"sqlite:///{folder}/w.sqlite",
        "UNSNAG_CONTENT": str(folder / "content"),
    }
    command = [sys.executable, "-c", f"from app.serving import application; app = application(); {program}"]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout


def test_a_worker_holds_no_library_that_it_can_do_without(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "one.md").write_text(article("one"), encoding="utf-8")
    loaded = started(tmp_path, "import sys; print(*(n for n, m in sys.modules.items() if m is not None))").split()
    assert UNNEEDED & set(loaded) == set()
    assert "sqlalchemy" in loaded


def test_what_is_new_is_migrated_and_imported_apart(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "one.md").write_text(article("one"), encoding="utf-8")
    served = started(tmp_path, "print(*(each.article_id for each in app.state.services.library.entries()))")
    assert served.split() == ["one"]


def test_what_cannot_be_migrated_is_told_by_the_worker(tmp_path: Path) -> None:
    (tmp_path / "w.sqlite").mkdir()
    with pytest.raises(subprocess.CalledProcessError) as told:
        started(tmp_path, "pass")
    assert told.value.stderr.count("StoreUnavailable: ") == 1


def test_what_a_worker_starts_with_is_not_walked_over_again(tmp_path: Path) -> None:
    name, frozen = started(tmp_path, "import gc; print(type(app).__name__, gc.get_freeze_count())").split()
    assert name == "FastAPI"
    assert int(frozen) > 100_000
