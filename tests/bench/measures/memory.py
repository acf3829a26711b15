"""What a worker holds in memory after it has served everything."""

from __future__ import annotations

import json

from tests.bench import load, machine, runs, servers
from tests.bench.articles import article_id
from tests.bench.report import Figure
from tests.bench.setting import Setting


def memory(setting: Setting) -> None:
    """Resident size with the articles that ship, and with the generated ones, after load on every kind of page."""
    shipped = setting.folder / "shipped"
    shipped.mkdir()
    with servers.product(shipped, servers.ROOT / "content"):
        pass  # migrated and imported once: a worker that starts later does neither
    nobody = {"UNSNAG_RESOLVER": "127.0.0.1:9"}  # a check of it ends at once, and needs no network
    with servers.product(shipped, servers.ROOT / "content", environ=nobody) as product:
        before = machine.rss_mib(product.pid)
        token = _serve(product, "inbound-email", ("/a/inbound-email", "/a/outbound-email", "/", "/search?q=mail"))
        peak = machine.peak_mib(product.pid)
        note = f"the shipped articles, after load; {before:.0f} MiB after start-up, peak {peak:.0f}"
        setting.report.add(Figure("a worker's memory", machine.rss_mib(product.pid), "MiB", 103, "less", note))
        _check(product, token, "mx.mx")
        note = "it loads the DNS library"
        setting.report.add(Figure("  after its first check", machine.rss_mib(product.pid), "MiB", None, "none", note))
    with setting.product("memory") as product:
        before = machine.rss_mib(product.pid)
        pages = [f"/a/{article_id(number)}" for number in range(1, setting.articles + 1)]
        _serve(product, article_id(1), ("/", "/search?q=message"))
        load.one_by_one(product, pages)
        note = f"every document page read once; {before:.0f} MiB after start-up"
        figure = Figure(
            f"  with {setting.articles:,} more articles", machine.rss_mib(product.pid), "MiB", None, "none", note
        )
        setting.report.add(figure)


def _serve(product: servers.Server, article: str, paths: tuple[str, ...]) -> str:
    """Load on these pages and on that of a walk; the token of the walk."""
    token = runs.begin(product, article)
    for path in (*paths, runs.place(product, token)):
        load.hammer(product, path, 1, ["Accept-Encoding: gzip, br"])  # as browsers ask: compressing takes memory too
    return token


def _check(product: servers.Server, token: str, check: str) -> None:
    event = json.dumps({"kind": "check", "check": check})
    address, headers = f"/api/v1/runs/{token}/events", {"Content-Type": "application/json"}
    status, body, _ = product.send("POST", address, event, headers)
    if status != 200:
        raise RuntimeError(f"{check} answered {status}: {body[:300]!r}")
