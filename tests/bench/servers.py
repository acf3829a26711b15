"""Servers as children: the product and the two baselines, each one worker on the server's core."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from tests.bench import machine

ROOT = Path(__file__).resolve().parents[2]
UVICORN = ("--no-access-log", "--log-level", "warning", "--workers", "1")
# uvicorn as it is installed by itself, and with the two libraries in C that the product installs beside it
PLAIN = ("--loop", "asyncio", "--http", "h11")
QUICK = ("--loop", "uvloop", "--http", "httptools")


class Server(AbstractContextManager["Server"]):
    """A child that answers HTTP on `port`. `started_in` is the time from the start to the first answer, seconds."""

    def __init__(self, name: str, command: list[str], environ: Mapping[str, str], probe: str, log: Path) -> None:
        self.name = name
        self.port = free_port()
        self._command = [part.replace("{port}", str(self.port)) for part in command]
        self._environ = dict(environ)
        self._probe = probe
        self._log = log
        self.started_in = 0.0

    def __enter__(self) -> Server:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        begin = time.perf_counter()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environ, stdout=log, stderr=log, preexec_fn=machine.pin_to_server
            )
        self._wait(begin)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes, Mapping[str, str]]:
        """One request on a connection of its own: status, body, headers."""
        return self.send("GET", path, None, headers or {})

    def send(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes, Mapping[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.read(), {key.lower(): value for key, value in answer.getheaders()}
        finally:
            connection.close()

    def _wait(self, begin: float, seconds: float = 120) -> None:
        while time.perf_counter() - begin < seconds:
            if self._process.poll() is not None:
                break
            try:
                status, _, _ = self.get(self._probe)
            except OSError:
                time.sleep(0.005)
                continue
            self.started_in = time.perf_counter() - begin
            if status == 200:
                return
            break
        self.__exit__(None, None, None)
        raise RuntimeError(f"{self.name} did not come up:\n{self._log.read_text()[-3000:]}")


def product(folder: Path, content: Path, *, log: str = "product", environ: Mapping[str, str] | None = None) -> Server:
    """`unsnag serve` on the database in `folder`, with the articles of `content` imported at start-up."""
    command = [sys.executable, "-m", "app.cli", "serve", "--host", "127.0.0.1", "--port", "{port}"]
    return Server(
        "unsnag", command, {**environment(folder, content), **(environ or {})}, "/readyz", folder / f"{log}.log"
    )


def environment(folder: Path, content: Path) -> dict[str, str]:
    """The environment the product runs in: everything under `folder`, no settings of the person's own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("UNSNAG_")}
    return {
        **kept,
        "UNSNAG_DATABASE": f"sqlite:///{folder / 'bench.sqlite'}",
        "UNSNAG_CONTENT": str(content),
    }


def bare(
    folder: Path, body: bytes, content_type: str = "text/html; charset=utf-8", *, flavour: tuple[str, ...] = PLAIN
) -> Server:
    """Bare ASGI on uvicorn: `body` for every address."""
    page = folder / "bare.page"
    page.write_bytes(body)
    environ = {**os.environ, "BENCH_PAGE": str(page), "BENCH_TYPE": content_type}
    return _uvicorn("bare ASGI", "tests.bench.baselines.bare:application", environ, folder / "bare.log", flavour)


def sqlmodel_page(folder: Path, size: int) -> Server:
    """FastAPI, Jinja2 and one SQLModel read in the threadpool; a page of about `size` bytes."""
    environ = {**os.environ, "BENCH_SIZE": str(size), "BENCH_DATABASE": str(folder / "baseline.sqlite")}
    return _uvicorn(
        "FastAPI+SQLModel", "tests.bench.baselines.sqlmodel_page:application", environ, folder / "sqlmodel.log", PLAIN
    )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _uvicorn(name: str, application: str, environ: Mapping[str, str], log: Path, flavour: tuple[str, ...]) -> Server:
    options = ("--host", "127.0.0.1", "--port", "{port}", *UVICORN, *flavour)
    command = [sys.executable, "-m", "uvicorn", application, *options]
    return Server(name, command, environ, "/", log)
