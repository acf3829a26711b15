"""The load: wrk where it is installed, else a client in Python, which is too weak to drive bare uvicorn to its limit.

Both keep `CONNECTIONS` connections alive with one request at a time on each.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench import machine
from tests.bench.servers import Server

CONNECTIONS = 32
_LUA = Path(__file__).with_name("click.lua")
Post = tuple[str, str]  # path, form body


@dataclass(frozen=True)
class Clicked:
    """What a round of clicks did. A click is a POST with the page after it, whether redirected or answered at once."""

    clicks: int
    redirected: int
    pages: int
    refused: int
    ran_out: bool
    seconds: float
    cpu_us: float = 0.0  # the server's own processor time for each click

    @property
    def rate(self) -> float:
        return self.clicks / self.seconds


def tool() -> str:
    return (
        "wrk" if shutil.which("wrk") else "a Python client (wrk is not installed: rates of the bare server are too low)"
    )


@dataclass(frozen=True)
class Rate:
    """How often a server answered: a second, and in microseconds of its own processor time for each answer.

    The second stays true where others use the machine meanwhile.
    """

    a_second: float
    cpu_us: float


def hammer(
    server: Server,
    path: str | Sequence[str],
    seconds: float,
    headers: Sequence[str] = (),
    connections: int = CONNECTIONS,
) -> Rate:
    """GET `path`, or several in turn, as often as it goes. Raises where any answer is not 2xx."""
    before = machine.cpu_seconds(server.pid)
    paths = [path] if isinstance(path, str) else path
    answers, took = _hammer(server, paths, seconds, headers, connections)
    return Rate(answers / took, (machine.cpu_seconds(server.pid) - before) / answers * 1e6)


def _hammer(
    server: Server, paths: Sequence[str], seconds: float, headers: Sequence[str], connections: int
) -> tuple[float, float]:
    if not shutil.which("wrk"):
        requests = (("GET", path, "") for path in itertools.cycle(paths))
        counts = asyncio.run(_python_load(server.port, requests, seconds, headers))
        if counts.refused:
            raise RuntimeError(f"{server.name} {paths[0]}: {counts.refused} answers were not 200")
        return counts.pages, counts.seconds
    options = [part for header in headers for part in ("-H", header)]
    with tempfile.NamedTemporaryFile("w", suffix=".paths") as file:
        file.write("\n".join(paths))
        file.flush()
        script = ["-s", str(_LUA.with_name("paths.lua"))] if len(paths) > 1 else []
        out = _wrk(server, paths[0], seconds, [*script, *options], [file.name] if script else [], connections)
    if "Non-2xx" in out:
        raise RuntimeError(f"{server.name} {paths[0]}: {out}")
    count = float(_found(r"(\d+) requests in", out))
    return count, count / float(_found(r"Requests/sec:\s+([\d.]+)", out))


def click(server: Server, posts: Iterable[Post], seconds: float, headers: Sequence[str] = ()) -> Clicked:
    """Send each post once, in order, at most for `seconds`; follow redirects to the page."""
    before = machine.cpu_seconds(server.pid)
    done = _click(server, posts, seconds, headers)
    return replace(done, cpu_us=(machine.cpu_seconds(server.pid) - before) / max(1, done.clicks) * 1e6)


def _click(server: Server, posts: Iterable[Post], seconds: float, headers: Sequence[str]) -> Clicked:
    posts = list(posts)
    if not shutil.which("wrk"):
        requests = iter([("POST", path, body) for path, body in posts])
        return asyncio.run(_python_load(server.port, requests, seconds, headers))
    with tempfile.NamedTemporaryFile("w", suffix=".posts") as file:
        file.write("\n".join(f"{path}\t{body}" for path, body in posts))
        file.flush()
        out = _wrk(server, "/", seconds, ["-s", str(_LUA)], [file.name, *headers])
    counts = {name: float(value) for name, value in re.findall(r"(\w+)=([\d.]+)", _found(r"counted (.*)", out))}
    # what is still under way at the end was counted as posted, so answers are counted
    direct = counts["pages"] if not counts["redirected"] else 0
    return Clicked(
        int(direct or min(counts["redirected"], counts["pages"])),
        int(counts["redirected"]),
        int(counts["pages"]),
        int(counts["refused"]),
        counts["ended"] > 0,
        counts["seconds"],
    )


Sent = tuple[str, str, str]  # path, the address it comes from, body


def post(
    server: Server,
    sent: Sequence[Sent],
    kind: str,
    seconds: float,
    headers: Sequence[str] = (),
    connections: int = CONNECTIONS,
) -> Rate:
    """Send each body once, in order, for `seconds` at most; redirects are not followed.

    Raises where one was refused, or where there were too few. Needs wrk: posts are what a script in Lua sends.
    """
    if not shutil.which("wrk"):
        raise RuntimeError("install wrk to measure posting")
    before = machine.cpu_seconds(server.pid)
    with tempfile.NamedTemporaryFile("w", suffix=".posts") as file:
        file.write("\n".join("\t".join(each) for each in sent))
        file.flush()
        arguments = [file.name, kind, *headers]
        out = _wrk(server, "/", seconds, ["-s", str(_LUA.with_name("post.lua"))], arguments, connections)
    counts = {name: float(value) for name, value in re.findall(r"(\w+)=([\d.]+)", _found(r"counted (.*)", out))}
    if counts["refused"] or counts["ended"] or not counts["taken"]:
        raise RuntimeError(f"{server.name}: {counts}")
    cpu = (machine.cpu_seconds(server.pid) - before) / counts["taken"] * 1e6
    return Rate(counts["taken"] / counts["seconds"], cpu)


def one_by_one(server: Server, paths: Iterable[str], headers: Sequence[str] = ()) -> float:
    """GET each path, one after another on one connection; the median in milliseconds."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    named = dict(header.split(": ", 1) for header in headers)
    times = []
    for path in paths:
        begin = time.perf_counter()
        connection.request("GET", path, headers=named)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - begin) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    connection.close()
    return statistics.median(times)


def _wrk(
    server: Server,
    path: str,
    seconds: float,
    options: list[str],
    arguments: list[str],
    connections: int = CONNECTIONS,
) -> str:
    command = [
        "wrk",
        "-t1",
        "--timeout",
        "20s",
        f"-c{connections}",
        f"-d{max(1, round(seconds))}s",
        *options,
        server.url + path,
    ]
    out = subprocess.run([*command, "--", *arguments], capture_output=True, text=True, check=True).stdout
    if "Socket errors" in out:
        raise RuntimeError(f"{server.name} {path}: {out}")
    return out


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"wrk said: {text}")
    return match.group(1)


async def _python_load(
    port: int, requests: Iterator[tuple[str, str, str]], seconds: float, headers: Sequence[str]
) -> Clicked:
    counts = {"posted": 0, "redirected": 0, "pages": 0, "refused": 0}
    begin = time.perf_counter()
    head = "".join(f"{header}\r\n" for header in headers)
    out = False

    async def worker() -> None:
        nonlocal out
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() - begin < seconds:
            wanted = next(requests, None)
            if wanted is None:
                out = True
                break
            method, path, body = wanted
            counts["posted"] += method == "POST"
            status, location = await _exchange(reader, writer, method, path, body, head)
            if status == 303:
                counts["redirected"] += 1
                status, _ = await _exchange(reader, writer, "GET", location, "", head)
            counts["pages" if status == 200 else "refused"] += 1
        writer.close()

    await asyncio.gather(*(worker() for _ in range(CONNECTIONS)))
    took = time.perf_counter() - begin
    clicks = counts["posted"] - counts["refused"]
    return Clicked(clicks, counts["redirected"], counts["pages"], counts["refused"], out, took)


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: str, path: str, body: str, head: str
) -> tuple[int, str]:
    form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if body else ""
    host = f"Host: 127.0.0.1:{writer.get_extra_info('peername')[1]}\r\n"
    writer.write(f"{method} {path} HTTP/1.1\r\n{host}{head}{form}\r\n{body}".encode())
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    await reader.readexactly(int(fields.get("content-length", "0")))
    location = re.sub(r"^https?://[^/]+", "", fields.get("location", ""))
    return int(lines[0].split()[1]), location
