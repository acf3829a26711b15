"""`unsnag serve`: say what the operator has opened, and hand over to uvicorn; the app migrates and imports.

A program of its own, `python -m app.serving HOST PORT WORKERS`: the command line would stay in every worker's memory.
"""

from __future__ import annotations

import sys

import uvicorn

from app import logs
from app.settings import Settings


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Blocks until it is told to stop."""
    logs.configure(settings.log_json)
    log = logs.get_logger("unsnag")
    for name, value in settings.opened().items():
        log.warning("the door is opened or steered by a setting", setting=name, value=value)
    uvicorn.run(
        "app.main:create_app",
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


if __name__ == "__main__":
    serve(Settings(), sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
