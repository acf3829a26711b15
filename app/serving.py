"""`unsnag serve`: say what the operator has opened, and hand over to uvicorn; the app migrates and imports."""

from __future__ import annotations

import os

import structlog
import uvicorn

from app import logs
from app.settings import Settings


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Blocks until it is told to stop."""
    logs.configure(settings.log_json)
    log = structlog.get_logger("unsnag")
    for name, value in settings.opened().items():
        log.warning("the door is opened or steered by a setting", setting=name, value=value)
    if settings.dev:
        os.environ["UNSNAG_DEV"] = "true"  # workers read settings for themselves
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
