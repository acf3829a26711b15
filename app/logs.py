"""What the log looks like: lines for people, or JSON where an operator gathers them. Secrets never reach it."""

from __future__ import annotations

import logging
import sys
from types import ModuleType
from typing import cast

# structlog takes rich along for tracebacks and greenlet for threads wherever they are installed, as for tests: 6 MB in
# every worker. None says that there is none.
_modules = cast("dict[str, ModuleType | None]", sys.modules)
_hidden = [name for name in ("rich", "greenlet") if name not in _modules]
_modules.update(dict.fromkeys(_hidden))
import structlog  # noqa: E402

for _name in _hidden:
    del _modules[_name]

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
