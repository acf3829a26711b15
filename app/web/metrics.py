"""What this process counts, for `/metrics`: answers by status, and document pages that were answered from memory."""

from __future__ import annotations

from prometheus_client import Counter

_ANSWERS = Counter("unsnag_answers", "Answers by status, documents from memory left out.", ["status"])
_BY_STATUS: dict[int, Counter] = {}

KEPT_DOCUMENTS = Counter("unsnag_kept_documents", "Document pages answered from memory.")


def count_answer(status: int) -> None:
    """One answer more. The counter of a status is looked up once, since finding it costs more than counting."""
    counter = _BY_STATUS.get(status)
    if counter is None:
        counter = _BY_STATUS[status] = _ANSWERS.labels(str(status))
    counter.inc()
