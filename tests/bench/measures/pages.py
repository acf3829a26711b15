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
    ratio = median(mine / theirs for mine, theirs in zip(rates, bares, strict=True))
    note = f"{median(rates):,.0f} of {median(bares):,.0f} a second, {len(body):,} bytes"
    setting.report.add(Figure("document page / bare uvicorn", ratio, "", 0.34, "more", note))


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
    note = f"{median(rates):,.0f} of {median(bares):,.0f} a second, {len(body):,} bytes"
    ratio = median(mine / theirs for mine, theirs in zip(rates, bares, strict=True))
    setting.report.add(Figure("step page / bare uvicorn", ratio, "", 0.15, "more", note))
    ratio = median(mine / theirs for mine, theirs in zip(rates, commons, strict=True))
    note = f"{median(rates):,.0f} to {median(commons):,.0f} a second"
    setting.report.add(Figure("step page / FastAPI, Jinja2, one SQLModel read", ratio, "×", 5, "more", note))
