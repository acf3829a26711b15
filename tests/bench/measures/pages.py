"""Reading: the document page of an anonymous reader, and a walk's step page with its state."""

from __future__ import annotations

from contextlib import ExitStack

from tests.bench import load, runs, servers
from tests.bench.articles import article_id
from tests.bench.report import Figure, median
from tests.bench.setting import Setting


def document(setting: Setting) -> None:
    """`GET /a/{id}` beside bare uvicorn serving the same bytes."""
    path = f"/a/{article_id(1)}"
    with ExitStack() as stack:
        product = stack.enter_context(setting.product("document"))
        body = product.get(path)[1]
        bare = stack.enter_context(servers.bare(setting.folder, body))
        rates, bares = [], []
        for _ in range(setting.rounds):
            rates.append(load.hammer(product, path, setting.seconds))
            bares.append(load.hammer(bare, "/", setting.seconds))
    _compare(setting, "document page / bare uvicorn", (rates, bares), "", 0.34, len(body))


def step(setting: Setting) -> None:
    """`GET /r/{token}` of many walks at the same step, beside bare uvicorn and FastAPI with SQLModel."""
    with ExitStack() as stack:
        product = stack.enter_context(setting.product("step"))
        token = runs.begin(product, article_id(1))
        path = runs.place(product, token)
        body = product.get(path)[1]
        bare = stack.enter_context(servers.bare(setting.folder, body))
        common = stack.enter_context(servers.sqlmodel_page(setting.folder, len(body)))
        rates, bares, commons = [], [], []
        for _ in range(setting.rounds):
            rates.append(load.hammer(product, path, setting.seconds))
            bares.append(load.hammer(bare, "/", setting.seconds))
            commons.append(load.hammer(common, "/", setting.seconds))
    _compare(setting, "step page / bare uvicorn", (rates, bares), "", 0.15, len(body))
    _compare(setting, "step page / FastAPI, Jinja2, one SQLModel read", (rates, commons), "×", 5, len(body))


def _compare(
    setting: Setting, name: str, rates: tuple[list[load.Rate], list[load.Rate]], unit: str, goal: float, size: int
) -> None:
    mine, theirs = rates
    ratio = median(one.a_second / other.a_second for one, other in zip(mine, theirs, strict=True))
    seconds = [f"{median(rate.a_second for rate in rates):,.0f}" for rates in (mine, theirs)]
    times = [f"{median(rate.cpu_us for rate in rates):,.0f}" for rates in (mine, theirs)]
    note = f"{' and '.join(seconds)} a second, {' and '.join(times)} µs of processor, {size:,} bytes"
    setting.report.add(Figure(name, ratio, unit, goal, "more", note))
