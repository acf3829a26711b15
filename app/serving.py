"""`unsnag serve`: say what the operator has opened, and hand over to uvicorn; the app migrates and imports.

A program of its own, `python -m app.serving HOST PORT WORKERS`: the command line would stay in every worker's memory.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType
from typing import TYPE_CHECKING, cast

import uvicorn

from app import logs
from app.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

YOUNG = 10_000  # objects made before cycles are looked for among them: some ten pages; Python's 700 is not one


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Blocks until it is told to stop."""
    logs.configure(settings.log_json)
    log = logs.get_logger("unsnag")
    for name, value in settings.opened().items():
        log.warning("the door is opened or steered by a setting", setting=name, value=value)
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
    from app.main import create_app  # only a worker needs it, and not the process that starts several

    app = create_app()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    return app


if __name__ == "__main__":
    serve(Settings(), sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
