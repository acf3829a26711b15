"""What the log looks like: lines for people, or JSON where an operator gathers them. Secrets never reach it."""

from __future__ import annotations

import logging
import sys
from types import ModuleType
from typing import cast

# structlog takes rich for tracebacks wherever that is installed: 5 MB in every worker. None says that there is none.
_modules = cast("dict[str, ModuleType | None]", sys.modules)
_rich = _modules.setdefault("rich", None)
import structlog  # noqa: E402

if _rich is None:
    del _modules["rich"]

get_logger = structlog.get_logger


def configure(as_json: bool) -> None:
    """Set up once per process; events are words, everything else is a key and a value."""
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
