"""Personal inputs are kept with the walk's row and never in an event, which analytics and exports are made from.

An event says only that such an input was given; its value is put back where a walk is played again. The row holds the
latest value, so an earlier one is forgotten as soon as it is changed.

A check may be given such a value, and a server repeats it. The event of its result then holds a mark in place of each,
with a digest that only the walk's token can make: so a result still counts only as long as the value is the same.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.core.article import Article, Param, Ref
from app.core.errors import BadInput
from app.core.inputs import normalise

Event = Mapping[str, Any]
GIVEN_APART = "personal"  # the key under which an event names the inputs whose values are kept apart
SHORTEST = 3  # characters; what is shorter is in too many words to be told apart from them


def set_apart(article: Article, events: Sequence[Event], kept: str, token: str) -> tuple[Sequence[Event], str | None]:
    """The events as they may be stored, and the row's `inputs` (JSON) after them; None where those stay as they are."""
    apart: dict[str, Any] = {}
    stored: list[Event] = []
    for event in events:
        values = event.get("values") if event.get("kind") == "given" else None
        personal = {name: value for name, value in (values or {}).items() if _is_personal(article, name)}
        if not values or not personal:
            stored.append(_marked(article, event, token) if event.get("kind") == "result" else event)
            continue
        apart |= personal
        others = {name: value for name, value in values.items() if name not in personal}
        stored.append({**event, "values": others, GIVEN_APART: sorted(personal)})
    return stored, json.dumps({**json.loads(kept), **apart}, ensure_ascii=False) if apart else None


def put_back(article: Article, events: Iterable[Event], kept: str, token: str) -> list[Event]:
    """Stored events as they were given, for a walk to be played from."""
    values = json.loads(kept)
    return [_restored(article, event, values, token) if GIVEN_APART in event else event for event in events]


def personal_source(article: Article, scope: str, param: Param) -> str | None:
    """The personal input that a check's parameter stands for, through the parameters of fragments too."""
    where = article.scopes[scope]
    while isinstance(param, Ref):
        if where.parent is None:
            return param.path if _is_personal(article, param.path) else None
        param, where = where.params.get(param.path), article.scopes[where.parent]
    return None


def is_outdated(article: Article, event: Event, kept: str, token: str) -> bool:
    """Whether a stored result was found with a personal value that was changed since, and which nobody knows now."""
    return GIVEN_APART in event and GIVEN_APART in _restored(article, event, json.loads(kept), token)


def _is_personal(article: Article, name: str) -> bool:
    declared = article.inputs.get(name)
    return declared is not None and declared.personal


def _marked(article: Article, event: Event, token: str) -> Event:
    """A result's event without the personal values that the check was given."""
    step_id, _, name = event["check"].rpartition(".")
    step = article.steps.get(step_id)
    call = step.check(name) if step else None
    given = event.get("params") or {}
    found: dict[str, tuple[str, Any]] = {}  # parameter → its input and value
    for parameter, param in call.params.items() if step and call else ():
        source = personal_source(article, step.scope, param) if step else None
        if source is not None and parameter in given:
            found[parameter] = source, given[parameter]
    if not found:
        return event
    result = event["result"]
    for source, value in found.values():
        result = _replaced(result, value, _mark(source))
    digests = {parameter: [source, _digest(token, value)] for parameter, (source, value) in found.items()}
    others = {parameter: value for parameter, value in given.items() if parameter not in found}
    return {**event, "params": others, "result": result, GIVEN_APART: digests}


def _restored(article: Article, event: Event, values: Mapping[str, Any], token: str) -> Event:
    """The event with what is known now; a result whose value is another by now keeps its marks and counts no more."""
    if event.get("kind") == "given":
        return {**event, "values": {**event["values"], **{name: values.get(name) for name in event[GIVEN_APART]}}}
    params, result = dict(event["params"]), event["result"]
    for parameter, (source, digest) in event[GIVEN_APART].items():
        value = _normal(article, source, values)
        if not hmac.compare_digest(_digest(token, value), digest):
            return {**event, "params": {**event["params"], GIVEN_APART: digest}}
        params[parameter], result = value, _replaced(result, _mark(source), value)
    return {**{name: held for name, held in event.items() if name != GIVEN_APART}, "params": params, "result": result}


def _normal(article: Article, name: str, values: Mapping[str, Any]) -> object:
    """An input as a walk knows it, and a check was given it: None where it is not there or cannot be read."""
    declared = article.inputs.get(name)
    raw = values.get(name, declared.default) if declared else None
    try:
        value = normalise(declared, raw) if declared and raw is not None else None
    except BadInput:
        return None
    return list(value) if isinstance(value, tuple) else value


def _replaced(thing: Any, old: object, new: object) -> Any:
    """A copy of any JSON in which one text stands for another, wherever it occurs."""
    if not isinstance(old, str) or not isinstance(new, str) or len(old) < SHORTEST:
        return thing
    if isinstance(thing, str):
        return thing.replace(old, new)
    if isinstance(thing, Mapping):
        return {key: _replaced(value, old, new) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [_replaced(value, old, new) for value in thing]
    return thing


def _mark(source: str) -> str:
    return f"[{GIVEN_APART}: {source}]"


def _digest(token: str, value: object) -> str:
    return hmac.digest(token.encode(), json.dumps(value, sort_keys=True).encode(), "sha256").hex()[:32]
