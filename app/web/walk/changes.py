"""What changed since a check ran before, in words for its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.core.changes import Change, FactChange
from app.core.lookups import as_text
from app.core.state import Result
from app.web.phrases import instant
from app.web.spoken.facts import fact_words

LONGEST = 160  # characters of a value; the whole of it is in the evidence


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact that is another now. Lists say what is new and what is gone, all others what was and what is."""

    label: str
    is_list: bool
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One row, or one element of it. A state is '' where there was, or is, no result."""

    differs: bool
    turned: bool  # status or code are others
    at: str
    moment: str
    before: str
    before_code: str
    now: str
    now_code: str
    element: str = ""
    facts: tuple[FactView, ...] = ()
    parts: tuple[ChangeView, ...] = ()


def change_view(change: Change, lang: str, today: str) -> ChangeView:
    """The change in the language of the walk; `today` (ISO) needs no date beside the time."""
    return ChangeView(
        differs=change.differs,
        turned=change.verdict_differs,
        at=_moment(change.at, lang, today),
        moment=change.at.isoformat(),
        before=_state(change.before),
        before_code=change.before.code if change.before else "",
        now=_state(change.now),
        now_code=change.now.code if change.now else "",
        element=change.element,
        facts=tuple(_facts(change.facts, lang)),
        parts=tuple(change_view(part, lang, today) for part in change.parts if part.differs),
    )


def _state(result: Result | None) -> str:
    return result.status if result else ""


def _facts(facts: Iterable[FactChange], lang: str) -> Iterable[FactView]:
    for fact in facts:
        is_list = isinstance(fact.before, list) and isinstance(fact.now, list)
        yield FactView(fact_words(lang, fact.name), is_list, _short(fact.before), _short(fact.now))


def _short(value: object) -> str:
    if isinstance(value, Mapping):  # a server and its answers
        value = [f"{key}: {as_text(item) or '–'}" for key, item in value.items()]
    text = as_text(value) or ""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _moment(at: datetime, lang: str, today: str) -> str:
    at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    return f"{at:%H:%M} UTC" if at.date().isoformat() == today else instant(at, lang)
