"""`unsnag serve`: migrate, import, say what the operator has opened, and hand over to uvicorn."""

from __future__ import annotations

import os

import structlog
import uvicorn

from app.actions.import_folder import import_folder
from app.settings import Settings
from app.storage.upgrade import migrate


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Blocks until it is told to stop. A broken article is logged and the others are served."""
    log = structlog.get_logger()
    migrate(settings)
    report = import_folder(settings, None)
    for line in report.lines():
        log.info("import", said=line)
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
        proxy_headers=False,  # believed only where an operator names the proxy, see docs/operators.md
        server_header=False,
        access_log=settings.dev,
    )
