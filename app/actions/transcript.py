"""A walk, written down: what was given, found, answered and tried; and the same without what is personal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

LEFT_OUT = "[left out: personal]"
_NAMES = frozenset(
    {"article", "step", "check", "cause", "code", "status", "outcome", "end", "queue", "secrets", "traces"}
)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    name: str
    label: str
    value: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A check's result; `evidence` holds what was said, line by line.

    It is `private` where the check read a personal text, whose lines are all through the evidence, and `outdated` where
    it was given a personal value that was changed since.
    """

    check: str
    title: str
    element: str
    status: str
    code: str
    summary: str
    advice: str
    at: datetime
    evidence: tuple[Json, ...] = ()
    private: bool = False
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    cause: str
    title: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Stay:
    """One visit of a step. `off_path` where a step was only checked, never reached."""

    step: str
    title: str
    number: int
    found: tuple[Found, ...] = ()
    question: str = ""
    answers: tuple[str, ...] = ()
    tried: tuple[Attempt, ...] = ()
    off_path: bool = False


@dataclass(frozen=True, slots=True)
class Transcript:
    """A walk, written down. `end` is solved, escalate, information or '' while it goes on.

    `secrets` are the personal values; `traces` are parts of them that a server may repeat by themselves.
    """

    article: str
    title: str
    document: int | None
    version: int
    started: datetime
    changed: datetime
    end: str
    queue: str
    given: tuple[Given, ...] = ()
    stays: tuple[Stay, ...] = ()
    secrets: tuple[str, ...] = field(default=(), repr=False)
    traces: tuple[str, ...] = field(default=(), repr=False)

    def without_personal(self) -> Transcript:
        """The same for other eyes: every personal value is left out, wherever it was repeated."""
        masked: Transcript = _Mask(self.secrets, self.traces)(self)
        return masked


class _Mask:
    """Copies any part of a transcript so that no personal value is left in it."""

    def __init__(self, secrets: Iterable[str], traces: Iterable[str]) -> None:
        secrets = set(secrets)
        self._values = _any_of(secrets)
        self._said = _any_of(secrets.union(trace for trace in traces if len(trace) > 2))

    def __call__(self, thing: Any) -> Any:
        if isinstance(thing, Given):
            return Given(thing.name, thing.label, LEFT_OUT, True) if thing.personal else thing
        if isinstance(thing, Found):
            return self._found(thing)
        return _mapped(thing, lambda text: self._values.sub(LEFT_OUT, text), self)

    def _found(self, found: Found) -> Found:
        """What a server said may name a person by a part of what was given."""

        def hide(text: str) -> str:
            return self._said.sub(LEFT_OUT, text)

        evidence = tuple(_mapped(line, hide) for line in found.evidence)
        if (found.private or found.outdated) and evidence:
            evidence = ({"at_ms": 0, "direction": "note", "text": LEFT_OUT},)
        summary = LEFT_OUT if found.outdated else hide(found.summary)
        return replace(
            found, summary=summary, evidence=evidence, element=hide(found.element), advice=hide(found.advice)
        )


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """Any of these texts, whatever its case, the longest first; a word only where it stands by itself."""
    found = (re.escape(text) for text in sorted(texts, key=len, reverse=True))
    words = (rf"(?<!\w){text}(?!\w)" if re.fullmatch(r"\w+", text) else text for text in found)
    return re.compile("|".join(words) or "(?!)", re.IGNORECASE)


def _mapped(thing: Any, hide: Callable[[str], str], inner: Callable[[Any], Any] | None = None) -> Any:
    """A copy of text, or of what holds text; names of things stay as they are."""
    inner = inner or (lambda part: _mapped(part, hide))
    if isinstance(thing, str):
        return hide(thing)
    if isinstance(thing, tuple):
        return tuple(inner(item) for item in thing)
    if isinstance(thing, dict):
        return {key: inner(item) for key, item in thing.items()}
    if hasattr(thing, "__dataclass_fields__"):
        held = {name: getattr(thing, name) for name in thing.__dataclass_fields__}
        return type(thing)(**{n: value if n in _NAMES else inner(value) for n, value in held.items()})
    return thing
