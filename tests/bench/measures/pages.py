"""Reading: the document page of an anonymous reader, and a walk's step page with its state."""

from __future__ import annotations

from contextlib import ExitStack

from tests.bench import load, runs, servers
from tests.bench.articles import article_id
from tests.bench.report import Figure, median
from tests.bench.setting import Setting

IN_C = "the same / uvicorn on uvloop and httptools"
_WALKS = 3_000


def document(setting: Setting) -> None:
    """`GET /a/{id}` beside bare uvicorn serving the same bytes."""
    path = f"/a/{article_id(1)}"
    with ExitStack() as stack:
        product = stack.enter_context(setting.product("document"))
        body = product.get(path)[1]
        bare = stack.enter_context(servers.bare(setting.folder, body))
        quick = stack.enter_context(servers.bare(setting.folder, body, flavour=servers.QUICK))
        rates, bares, quicks = [], [], []
        for _ in range(setting.rounds):
            rates.append(load.hammer(product, path, setting.seconds))
            bares.append(load.hammer(bare, "/", setting.seconds))
            quicks.append(load.hammer(quick, "/", setting.seconds))
    _compare(setting, "document page / bare uvicorn", (rates, bares), "", 0.34, len(body))
    _compare(setting, f"  {IN_C}", (rates, quicks), "", None, len(body))


def step(setting: Setting) -> None:
    """`GET /r/{token}` of many walks at the same step, beside bare uvicorn and FastAPI with SQLModel.

    So many that no page is in memory when it is asked for again; and one walk over and over, whose page is.
    """
    folder = setting.database("step")
    with ExitStack() as stack:
        product = stack.enter_context(servers.product(folder, setting.content))
        token = runs.begin(product, article_id(1))
        path = runs.place(product, token)
        many = [path.replace(token, copy) for copy in runs.copies(folder / "bench.sqlite", token, _WALKS)]
        body = product.get(path)[1]
        bare = stack.enter_context(servers.bare(setting.folder, body))
        quick = stack.enter_context(servers.bare(setting.folder, body, flavour=servers.QUICK))
        common = stack.enter_context(servers.sqlmodel_page(setting.folder, len(body)))
        rates, hot, bares, quicks, commons = [], [], [], [], []
        for _ in range(setting.rounds):
            rates.append(load.hammer(product, many, setting.seconds))
            bares.append(load.hammer(bare, "/", setting.seconds))
            hot.append(load.hammer(product, path, setting.seconds))
            quicks.append(load.hammer(quick, "/", setting.seconds))
            commons.append(load.hammer(common, "/", setting.seconds))
    for name, own in ((f"step pages of {_WALKS:,} walks", rates), ("a walk's page, read again", hot)):
        _compare(setting, f"{name} / bare uvicorn", (own, bares), "", 0.15, len(body))
        _compare(setting, f"  {IN_C}", (own, quicks), "", None, len(body))
        _compare(setting, f"{name} / FastAPI, Jinja2, SQLModel", (own, commons), "×", 5, len(body))


def _compare(
    setting: Setting,
    name: str,
    rates: tuple[list[load.Rate], list[load.Rate]],
    unit: str,
    goal: float | None,
    size: int,
) -> None:
    mine, theirs = rates
    ratio = median(one.a_second / other.a_second for one, other in zip(mine, theirs, strict=True))
    seconds = [f"{median(rate.a_second for rate in rates):,.0f}" for rates in (mine, theirs)]
    times = [f"{median(rate.cpu_us for rate in rates):,.0f}" for rates in (mine, theirs)]
    by_time = median(other.cpu_us for other in theirs) / median(one.cpu_us for one in mine)
    note = f"{' and '.join(seconds)} a second; {' and '.join(times)} µs of processor ({by_time:.2f}); {size:,} bytes"
    setting.report.add(Figure(name, ratio, unit, goal, "more", note))
