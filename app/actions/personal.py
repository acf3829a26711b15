"""Personal inputs are kept with the walk's row and never in an event, which analytics and exports are made from.

An event says only that such an input was given; its value is put back where a walk is played again. The row holds the
latest value, so an earlier one is forgotten as soon as it is changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.core.article import Article

Event = Mapping[str, Any]
GIVEN_APART = "personal"  # the key under which an event names the inputs whose values are kept apart


def set_apart(article: Article, events: Sequence[Event], kept: str) -> tuple[Sequence[Event], str | None]:
    """The events as they may be stored, and the row's `inputs` (JSON) after them; None where those stay as they are."""
    apart: dict[str, Any] = {}
    stored: list[Event] = []
    for event in events:
        values = event.get("values") if event.get("kind") == "given" else None
        personal = {name: value for name, value in (values or {}).items() if _is_personal(article, name)}
        if not values or not personal:
            stored.append(event)
            continue
        apart |= personal
        others = {name: value for name, value in values.items() if name not in personal}
        stored.append({**event, "values": others, GIVEN_APART: sorted(personal)})
    return (stored, json.dumps({**json.loads(kept), **apart}, ensure_ascii=False)) if apart else (events, None)


def _is_personal(article: Article, name: str) -> bool:
    declared = article.inputs.get(name)
    return declared is not None and declared.personal


def put_back(events: Iterable[Event], kept: str) -> list[Event]:
    """Stored events as they were given, for a walk to be played from."""
    values = json.loads(kept)
    return [
        {**event, "values": {**event["values"], **{name: values.get(name) for name in event[GIVEN_APART]}}}
        if event.get("kind") == "given" and GIVEN_APART in event
        else event
        for event in events
    ]
