"""Writing: a click is a POST with its events on the disk, and the page after it.

Both ways are measured: as a browser without scripts does it, a POST answered by 303 and a GET of the page; and as htmx
does it, the same with its request headers, answered as the product answers htmx.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path

from tests.bench import load, runs, servers
from tests.bench.articles import article_id
from tests.bench.measures.pages import IN_C
from tests.bench.report import Figure, median
from tests.bench.setting import Setting

_PER_ROUND = 1500  # walks a round may use up
_FEW, _MANY = 1_000, 100_000
_BY_HTMX = ("HX-Request: true", "HX-Request-Type: partial", "HX-Target: main", "Sec-Fetch-Site: same-origin")
_BY_BROWSER = ("Sec-Fetch-Site: same-origin",)


class Clicker:
    """A product server with a recorded walk, which clicks through as many copies of it as it takes."""

    def __init__(self, setting: Setting, server: servers.Server, folder: Path) -> None:
        self._setting, self.server, self.database = setting, server, folder / "bench.sqlite"
        self.origin = runs.begin(server, article_id(1))
        pattern = runs.copies(self.database, self.origin, 1)[0]
        self.recording = runs.record(server, pattern)

    def round(self, headers: tuple[str, ...], seconds: float) -> load.Clicked:
        """Click for a while; raises where a click was refused."""
        tokens = runs.copies(self.database, self.origin, _PER_ROUND)
        by_walk = [self.recording.posts(token) for token in tokens]
        done = load.click(
            self.server, [post for posts in zip(*by_walk, strict=True) for post in posts], seconds, headers
        )
        if done.refused or not done.clicks:
            raise RuntimeError(f"clicks were refused: {done}")
        if done.ran_out:
            self._setting.report.say(f"  (a round ran out of walks: {done})")
        return done

    def written(self) -> int:
        """How many events walks have beyond those they were copied with."""
        statement = "SELECT sum(seq - (SELECT seq FROM run WHERE token = ?)) FROM run"
        with sqlite3.connect(self.database) as connection:
            found: int = connection.execute(statement, [self.origin]).fetchone()[0]
        connection.close()
        return found


def click(setting: Setting) -> None:
    """Clicks of many walks side by side, beside bare uvicorn serving the page that follows."""
    with ExitStack() as stack:
        folder = setting.database("click")
        clicker = Clicker(setting, stack.enter_context(servers.product(folder, setting.content)), folder)
        page = clicker.server.get(runs.place(clicker.server, clicker.origin))[1]
        bare = stack.enter_context(servers.bare(setting.folder, page))
        quick = stack.enter_context(servers.bare(setting.folder, page, flavour=servers.QUICK))
        by_htmx, by_browser, bares, quicks = [], [], [], []
        before = clicker.written()
        for _ in range(setting.rounds):
            by_htmx.append(clicker.round(_BY_HTMX, setting.seconds))
            bares.append(load.hammer(bare, "/", setting.seconds))
            quicks.append(load.hammer(quick, "/", setting.seconds))
            by_browser.append(clicker.round(_BY_BROWSER, setting.seconds))
        clicks = sum(done.clicks for done in (*by_htmx, *by_browser))
        written = clicker.written() - before
    for name, rounds, goal in (("htmx", by_htmx, 0.08), ("303 and GET", by_browser, None)):
        ratio = median(done.rate / bare_rate.a_second for done, bare_rate in zip(rounds, bares, strict=True))
        way = "POST 303, then GET" if rounds[0].redirected else "POST answered with the page"
        cost = median(done.cpu_us for done in rounds)
        note = f"{median(done.rate for done in rounds):,.0f} a second, {cost:,.0f} µs of processor; {way}"
        setting.report.add(Figure(f"click ({name}) / bare uvicorn", ratio, "", goal, "more" if goal else "none", note))
        ratio = median(done.rate / bare_rate.a_second for done, bare_rate in zip(rounds, quicks, strict=True))
        setting.report.add(Figure(f"  {IN_C}", ratio, "", None, "none"))
    setting.report.add(Figure("  events written a click", written / clicks, "", None, "none"))


def flat(setting: Setting) -> None:
    """The cost of a click with 1,000 walks in the table and with 100,000, each with its events."""
    with ExitStack() as stack:
        clickers = []
        for count in (_FEW, _MANY):
            folder = setting.database(f"flat-{count}")
            server = stack.enter_context(servers.product(folder, setting.content, log=f"flat-{count}"))
            clicker = Clicker(setting, server, folder)
            runs.copies(clicker.database, clicker.origin, count)
            clickers.append(clicker)
        few: list[float] = []
        many: list[float] = []
        for _ in range(setting.rounds):
            few.append(clickers[0].round(_BY_HTMX, setting.seconds).rate)
            many.append(clickers[1].round(_BY_HTMX, setting.seconds).rate)
    cost = median(one / other for one, other in zip(few, many, strict=True))
    note = f"{median(few):,.0f} and {median(many):,.0f} clicks a second"
    setting.report.add(Figure(f"cost of a click at {_MANY:,} walks / at {_FEW:,}", cost, "×", 1.1, "less", note))
