"""What a walk's checks saw and found so far, read once for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.actions.personal import GIVEN_APART, put_back
from app.actions.read_run import Run, read_events
from app.actions.services import Services
from app.core.changes import Past
from app.storage.runs import EventRow

Line = Mapping[str, Any]
Evidence = Mapping[tuple[str, str], list[Line]]  # (`step.check`, element or '') → transcript lines


@dataclass(frozen=True, slots=True)
class History:
    """`evidence` of the latest run of each check; `past` holds all results, and is None where there are none."""

    evidence: Evidence = field(default_factory=dict)
    past: Past | None = None


def history_of(services: Services, run: Run) -> History:
    """The walk's own results, with what was seen."""
    rows = read_events(services, run, evidence=True)
    evidence: dict[tuple[str, str], list[Line]] = {}
    for row in rows:
        if row.event.get("kind") == "result" and isinstance(row.evidence, list):
            lines = [line for line in row.evidence if isinstance(line, Mapping)]
            evidence[str(row.event["check"]), str(row.event.get("element") or "")] = lines
    return History(evidence, Past(run.article, _happened(run, rows)) if evidence else None)


def _happened(run: Run, rows: list[EventRow]) -> Iterator[tuple[Mapping[str, Any], datetime]]:
    """The events with personal values back in their places, but for results whose value was another: nobody knows it
    now, so nothing is compared with them. What was given stays as it was stored: earlier values are gone."""
    for row in rows:
        if row.event.get("kind") != "result" or GIVEN_APART not in row.event:
            yield row.event, row.created_at
            continue
        (event,) = put_back(run.article, [row.event], run.row.inputs, run.token)
        if GIVEN_APART not in event:
            yield event, row.created_at
