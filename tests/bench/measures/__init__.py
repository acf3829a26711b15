"""What is measured, by name, in the order it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tests.bench.measures import building, clicks, comments, diagnosis, memory, pages, searching
from tests.bench.setting import Setting

MEASURES: Mapping[str, Callable[[Setting], None]] = MappingProxyType(
    {
        "document": pages.document,
        "step": pages.step,
        "click": clicks.click,
        "flat": clicks.flat,
        "search": searching.search,
        "comments": comments.comments,
        "thread": comments.thread,
        "spam": comments.spam,
        "memory": memory.memory,
        "diagnosis": diagnosis.diagnosis,
        "startup": building.startup,
        "import": building.importing,
    }
)
