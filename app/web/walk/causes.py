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
from app.web.phrases import cost_words, likely_words
from app.web.spoken import speaker
from app.web.walk.rows import Row
from app.web.walk.texts import Texts

NONE = Markup("")


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that a cause was recognised by: a check's finding, or what was given or answered."""

    state: str  # pass, warn, fail, unknown; '' where it is no check
    text: str
    check: str = ""  # the title of the check


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
    tips: Markup = NONE  # the link to what readers wrote of it


def causes_of(
    article: Article,
    step: Step,
    visit: Visit,
    texts: Texts,
    rows: Iterable[Row],
    kept: dict[object, object],
) -> tuple[list[CauseView], list[CauseView]]:
    """(promoted, others), each in the order to try them. `kept` is a place for what is the same in every walk."""
    promoted, tried, lang = visit.promoted, visit.tried, article.lang
    by_key = {f"{step.id}.{row.name}": row for row in rows}
    first: list[CauseView] = []
    others: list[CauseView] = []
    for cause in rank.order(step.causes, promoted):
        if cause.id in promoted:
            grounds = tuple(_grounds(article, step, cause, texts.names, by_key))
            first.append(_view(cause, texts, lang, outcome_of(visit, cause.id), grounds, promoted=True))
        elif cause.id in tried:
            others.append(_view(cause, texts, lang, tried[cause.id]))
        else:
            key = ("cause", lang, cause.id)
            view = kept.get(key)
            if not isinstance(view, CauseView):
                view = _view(cause, texts, lang)
                if view.fixed:
                    kept[key] = view
            others.append(view)
    return first, others


def outcome_of(visit: Visit, cause_id: str) -> str:
    """How trying a promoted cause went. A fix that "worked", and whose cause the checks find again, did not."""
    outcome = visit.tried.get(cause_id, "")
    return "" if outcome == "worked" else outcome


def _view(
    cause: Cause,
    texts: Texts,
    lang: str,
    outcome: str = "",
    grounds: tuple[Ground, ...] = (),
    *,
    promoted: bool = False,
) -> CauseView:
    return CauseView(
        id=cause.id,
        title=texts.line(cause.title),
        body=texts.prose(cause.body),
        promoted=promoted,
        grounds=grounds,
        outcome=outcome,
        outcome_words=outcome_words(outcome, lang),
        note=_note(cause, lang),
        fixed="{{" not in cause.title and "{{" not in cause.body,
    )


def outcome_words(outcome: str, lang: str) -> str:
    """How trying a fix went, in words; '' where nobody tried."""
    _say = speaker(lang)
    if not outcome:
        return ""
    words = {"worked": _say("It worked"), "failed": _say("It did not help"), "skipped": _say("You could not try this")}
    return words[outcome]


def _note(cause: Cause, lang: str) -> str:
    """`Often the cause · takes 10 minutes`."""
    _say = speaker(lang)
    takes = _say("takes {time}", time=cost_words(cause.cost, lang))
    often = {
        "often": _say("Often the cause"),
        "sometimes": _say("Sometimes the cause"),
        "rarely": _say("Rarely the cause"),
    }.get(likely_words(cause.likely))
    return f"{often} · {takes}" if often else takes


def _grounds(article: Article, step: Step, cause: Cause, names: Names, rows: dict[str, Row]) -> Iterable[Ground]:
    for key in grounds(article, step, cause):
        row = rows.get(key)
        if row is not None:
            yield Ground(row.state, row.summary, row.title)
            continue
        step_id, _, name = key.rpartition(".")
        result = names.results.get((step_id, name))
        if result is not None:
            yield Ground(result.status, result.summary or result.code)
    yield from _given(cause, names, article.lang)


def _given(cause: Cause, names: Names, lang: str) -> Iterable[Ground]:
    """Inputs that the condition speaks of; a personal one is named without its value."""
    _say = speaker(lang)
    used = conditions.compile_expression(cause.when.source).names if cause.when else frozenset()
    for name, declared in names.scope.inputs.items():
        value = names.inputs.get(name) if not names.scope.path else None
        if name in used and value is not None:
            shown = _say("as given") if declared.personal else declared.options.get(str(value), _shown(value))
            yield Ground("", f"{declared.label}: {shown}")


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
