"""What a worker holds in memory after it has served everything."""

from __future__ import annotations

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
    with servers.product(shipped, servers.ROOT / "content") as product:
        _serve(product, "inbound-email", ("/a/inbound-email", "/a/outbound-email", "/", "/search?q=mail"))
        note = f"the shipped articles, after load; peak {machine.peak_mib(product.pid):.0f} MiB"
        setting.report.add(Figure("a worker's memory", machine.rss_mib(product.pid), "MiB", 103, "less", note))
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


def _serve(product: servers.Server, article: str, paths: tuple[str, ...]) -> None:
    token = runs.begin(product, article)
    for path in (*paths, runs.place(product, token)):
        load.hammer(product, path, 1)
