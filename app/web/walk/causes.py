"""Causes as the page shows them: those with evidence first, the rest under "What could go wrong at this step"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from app.core import conditions, rank
from app.core.article import Article, Cause, Step
from app.core.names import Names
from app.core.state import Visit
from app.core.walk import grounds
from app.web.walk.rows import Row
from app.web.walk.texts import Texts

OUTCOMES = {"worked": "It worked", "failed": "It did not help", "skipped": "You could not try this"}


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that a cause was recognised by: a check's finding, or what was given or answered."""

    state: str  # pass, warn, fail, unknown; '' where it is no check
    text: str


@dataclass(frozen=True, slots=True)
class CauseView:
    id: str
    title: Markup
    body: Markup
    promoted: bool
    grounds: tuple[Ground, ...]
    outcome: str  # worked, failed, skipped or ''
    outcome_words: str
    note: str  # how often, how long
    fixed: bool  # without look-ups, so the same for every walk


def causes_of(
    article: Article,
    step: Step,
    visit: Visit,
    texts: Texts,
    rows: Iterable[Row],
    kept: dict[object, object],
) -> tuple[list[CauseView], list[CauseView]]:
    """(promoted, others), each in the order to try them. `kept` is a place for what is the same in every walk."""
    promoted, tried = visit.promoted, visit.tried
    by_key = {f"{step.id}.{row.name}": row for row in rows}
    first: list[CauseView] = []
    others: list[CauseView] = []
    for cause in rank.order(step.causes, promoted):
        if cause.id in promoted:
            grounds = tuple(_grounds(article, step, cause, texts.names, by_key))
            first.append(_view(cause, texts, outcome_of(visit, cause.id), grounds, promoted=True))
        elif cause.id in tried:
            others.append(_view(cause, texts, tried[cause.id]))
        else:
            key = ("cause", article.lang, cause.id)
            view = kept.get(key)
            if not isinstance(view, CauseView):
                view = _view(cause, texts)
                if view.fixed:
                    kept[key] = view
            others.append(view)
    return first, others


def outcome_of(visit: Visit, cause_id: str) -> str:
    """How trying a promoted cause went. A fix that "worked", and whose cause the checks find again, did not."""
    outcome = visit.tried.get(cause_id, "")
    return "" if outcome == "worked" else outcome


def _view(
    cause: Cause, texts: Texts, outcome: str = "", grounds: tuple[Ground, ...] = (), *, promoted: bool = False
) -> CauseView:
    return CauseView(
        id=cause.id,
        title=texts.line(cause.title),
        body=texts.prose(cause.body),
        promoted=promoted,
        grounds=grounds,
        outcome=outcome,
        outcome_words=OUTCOMES.get(outcome, ""),
        note=_note(cause),
        fixed="{{" not in cause.title and "{{" not in cause.body,
    )


def _note(cause: Cause) -> str:
    """`often the reason · 10 minutes`."""
    minutes = f"about {cause.cost:g} {'minute' if cause.cost == 1 else 'minutes'}"
    if cause.cost >= 120:
        minutes = f"about {cause.cost / 60:.0f} hours"
    if cause.likely is None:
        return minutes
    often = "often" if cause.likely >= 0.4 else "sometimes" if cause.likely >= 0.1 else "rarely"
    return f"{often} the reason · {minutes}"


def _grounds(article: Article, step: Step, cause: Cause, names: Names, rows: dict[str, Row]) -> Iterable[Ground]:
    for key in grounds(article, step, cause):
        row = rows.get(key)
        if row is not None:
            yield Ground(row.state, f"{row.title}: {row.summary}")
            continue
        step_id, _, name = key.rpartition(".")
        result = names.results.get((step_id, name))
        if result is not None:
            yield Ground(result.status, result.summary or result.code)
    yield from _given(article, cause, names)


def _given(article: Article, cause: Cause, names: Names) -> Iterable[Ground]:
    """Inputs that the condition speaks of; a personal one is named without its value."""
    used = conditions.compile_expression(cause.when.source).names if cause.when else frozenset()
    for name, declared in names.scope.inputs.items():
        value = names.inputs.get(name) if not names.scope.path else None
        if name in used and value is not None:
            shown = "as given" if declared.personal else declared.options.get(str(value), _shown(value))
            yield Ground("", f"{declared.label}: {shown}")


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
