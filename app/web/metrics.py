"""What this process counts, for `/metrics`: answers by status, and document pages that were answered from memory.

Counted in plain numbers, by the event loop alone. Prometheus' own library brings along a web server and a client of its
own, 2 MB, so it is loaded when `/metrics` is read first.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric

_SINCE: Final = time.time()


class _Counted:
    """Answers by status, documents from memory left out; and those documents."""

    def __init__(self) -> None:
        self.answers: dict[int, int] = {}
        self.kept_documents = 0

    def collect(self) -> Iterator[Metric]:
        """As Prometheus' library asks for it."""
        from prometheus_client.metrics_core import CounterMetricFamily

        answers = CounterMetricFamily(
            "unsnag_answers", "Answers by status, documents from memory left out.", labels=["status"]
        )
        for status, count in sorted(self.answers.copy().items()):
            answers.add_metric([str(status)], count, created=_SINCE)
        yield answers
        yield CounterMetricFamily(
            "unsnag_kept_documents", "Document pages answered from memory.", self.kept_documents, created=_SINCE
        )


_COUNTED = _Counted()


def count_answer(status: int) -> None:
    """One answer more."""
    _COUNTED.answers[status] = _COUNTED.answers.get(status, 0) + 1


def count_kept_document() -> None:
    """One document page more that was answered from memory."""
    _COUNTED.kept_documents += 1


def exposition() -> tuple[bytes, str]:
    """Everything in the Prometheus text format, the library's own figures of the process included, and its type."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    return generate_latest(_registry()), CONTENT_TYPE_LATEST


@cache
def _registry() -> CollectorRegistry:
    from prometheus_client import REGISTRY

    REGISTRY.register(_COUNTED)
    return REGISTRY
