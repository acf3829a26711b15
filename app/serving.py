"""`unsnag serve`: say what the operator has opened, and hand over to uvicorn; the app migrates and imports.

A program of its own, `python -m app.serving HOST PORT WORKERS`: the command line would stay in every worker's memory.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
import threading
from types import ModuleType
from typing import TYPE_CHECKING, cast

import uvicorn

from app import logs
from app.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from fastapi import FastAPI

YOUNG = 10_000  # objects made before cycles are looked for among them: some ten pages; Python's 700 is not one


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Blocks until it is told to stop."""
    logs.configure(settings.log_json)
    log = logs.get_logger("unsnag")
    for name, value in settings.opened().items():
        log.warning("the door is opened or steered by a setting", setting=name, value=value)
    if workers > 1:
        # once, and each of them finds it done
        _apart(multiprocessing.get_context("spawn").Process(target=_migrate_and_import, args=(settings,)))
    uvicorn.run(
        "app.serving:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http="httptools",
        proxy_headers=bool(settings.proxies),  # anybody can send them, so only a proxy that was named is believed
        forwarded_allow_ips=",".join(map(str, settings.proxies)),
        server_header=False,
        access_log=settings.dev,
    )


def application() -> FastAPI:
    """The site, in a worker.

    What is there now stays until the end, so the collector of reference cycles need not walk over it again and again:
    half a million objects, 60 ms each time, while every visitor waits.
    """
    # FastAPI asks of every model whether it is one of pydantic's first version, and loads that to know: 1.5 MB. Where
    # there is none it takes that for a no, and we have none.
    cast("dict[str, ModuleType | None]", sys.modules).setdefault("pydantic.v1", None)
    # only a worker needs these, and not the process that starts several
    from app.actions.open_services import open_services
    from app.main import create_app

    settings = Settings()
    # forked, which takes some milliseconds; a worker of several has a thread by now, which a fork does not take along
    done = False
    if sys.platform == "linux" and threading.active_count() == 1:
        done = _apart(multiprocessing.get_context("fork").Process(target=_migrate_and_import, args=(settings,)))
    app = create_app(services=open_services(settings, import_content=not done))
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    return app


def _apart(child: BaseProcess) -> bool:
    """Bring the store up to date in a process that ends; False where that did not work, and is to be done here.

    Alembic, the linter and the articles as they are read would leave 14 MB in a worker.
    """
    child.start()
    child.join()
    return child.exitcode == 0


def _migrate_and_import(settings: Settings) -> None:
    from app.actions.open_services import open_services

    try:
        open_services(settings).engine.dispose()
    except Exception:
        sys.exit(1)  # the worker tries it too, and tells what is wrong


if __name__ == "__main__":
    serve(Settings(), sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
