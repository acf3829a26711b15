"""Checks as rows: what they are called, how they stand, what they found, what they wait for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.core import conditions
from app.core.article import Article, CheckCall, Step
from app.core.changes import Slot
from app.core.checking import Declaration
from app.core.lookups import as_text
from app.core.names import PROOF, Names
from app.core.state import Result
from app.core.walk import Waiting, parameters
from app.web.spoken import check_words, speaker
from app.web.walk.changes import ChangeView, change_view
from app.web.walk.history import Evidence, History, Line

OPEN, BLOCKED = "open", "blocked"


@dataclass(frozen=True, slots=True)
class Part:
    """The result for one element of a check with `each`."""

    element: str
    state: str
    code: str


@dataclass(frozen=True, slots=True)
class Row:
    """One check. `state` is pass, warn, fail, unknown; open (may run), blocked (waits), waiting, running."""

    id: str
    name: str
    title: str
    state: str
    summary: str = ""
    advice: str = ""
    parts: tuple[Part, ...] = ()
    evidence: tuple[Line, ...] = ()
    waits: str = ""
    about: str = ""
    detail: str = ""  # what is fixed in the article and tells two checks of a kind apart: `port 993`
    soon: bool = False  # blocked only by what other checks will find
    by_code: bool = False  # somebody is to enter the code of a message
    change: ChangeView | None = None  # since it ran before, where it did with the same inputs

    @property
    def done(self) -> bool:
        return self.state not in (OPEN, BLOCKED, "waiting", "running")


@dataclass(frozen=True, slots=True)
class Desk:
    """What rows are made from."""

    article: Article
    declarations: Mapping[str, Declaration]
    names: Names
    history: History = field(default_factory=History)
    slot: Slot | None = None  # the visit and attempt that is shown; the latest where it is None


def rows_of(desk: Desk, step: Step, results: Mapping[str, Result], prefix: str = "check") -> list[Row]:
    """The rows of a step; a check whose condition does not hold has none, unless it has a result."""
    names = desk.names.within(step.scope)
    shown = ((call, results.get(call.name)) for call in step.checks)
    return [
        _row(desk, names, step, call, result, f"{prefix}-{call.name}")
        for call, result in shown
        if result is not None or _applies(call, names)
    ]


def waits_of(
    names: Names, declarations: Mapping[str, Declaration], step: Step
) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
    """What differs from walk to walk in the rows of a step where nothing ran: the checks that have one, and what each
    waits for; None where it may run."""
    calls = (call.name for call in step.checks if _applies(call, names))
    found = ((name, parameters(names.article, names, step, name, declarations)) for name in calls)
    return tuple((name, waits.names if isinstance(waits, Waiting) else None) for name, waits in found)


def _applies(call: CheckCall, names: Names) -> bool:
    return call.when is None or conditions.holds(call.when.source, names)


def _row(desk: Desk, names: Names, step: Step, call: CheckCall, result: Result | None, row_id: str) -> Row:
    declared = desk.declarations.get(call.run)
    title = declared.title if declared else call.run
    about = declared.about if declared else ""
    if result is None:
        waiting = parameters(desk.article, names, step, call.name, desk.declarations)
        if isinstance(waiting, Waiting):
            waits = ", ".join(name_for_people(desk, names, name) for name in waiting.names)
            soon = all(name.partition(".")[0] not in (*names.scope.inputs, PROOF) for name in waiting.names)
            return Row(
                row_id, call.name, title, BLOCKED, waits=waits, about=about, detail=_detail(desk, call), soon=soon
            )
        return Row(row_id, call.name, title, OPEN, about=about, detail=_detail(desk, call))
    outcome = declared.outcome(result.code) if declared else None
    return Row(
        row_id,
        call.name,
        title,
        result.status,
        summary=result.summary or (outcome.say if outcome else result.code),
        advice="" if result.status == "pass" else result.advice or (outcome.do if outcome else ""),
        parts=tuple(_parts(result)),
        evidence=tuple(_lines(desk.history.evidence, f"{step.id}.{call.name}", result)),
        about=about,
        detail=_detail(desk, call),
        by_code=(call.run, result.code) == ("mail.roundtrip", "not-arrived"),
        change=_change(desk, names, step, call, result),
    )


def _change(desk: Desk, names: Names, step: Step, call: CheckCall, result: Result) -> ChangeView | None:
    past = desk.history.past
    change = past.change(step.id, call, result, desk.slot) if past else None
    return change_view(change, desk.article.lang, names.today) if change else None


def _detail(desk: Desk, call: CheckCall) -> str:
    _say = speaker(desk.article.lang)
    words = {"port": _say("port"), "type": _say("type")}  # what else is fixed is a technical name in every language
    fixed = {name: value for name, value in call.params.items() if isinstance(value, str | float)}
    return ", ".join(f"{words.get(name, name)} {as_text(value)}" for name, value in fixed.items())


def name_for_people(desk: Desk, names: Names, path: str) -> str:
    """`domain` by its label, `mx.hosts` by the title of the check that finds it."""
    _say, head = speaker(desk.article.lang), path.partition(".")[0]
    if head in names.scope.inputs:
        return _say("“{name}”", name=names.scope.inputs[head].label or head)
    if head in names.scope.checks:
        step_id, name = names.scope.checks[head]
        call = desk.article.steps[step_id].check(name)
        check = desk.declarations.get(call.run) if call else None
        return _say("“{name}”", name=check_words(desk.article.lang, check.title)) if check else head
    return _say("the proof that the domain is yours") if head == PROOF else head


def _parts(result: Result) -> Iterable[Part]:
    for element, seen in (result.each or {}).items():
        yield Part(element, str(seen.get("status", "unknown")), str(seen.get("code", "")))


def _lines(evidence: Evidence, key: str, result: Result) -> Iterable[Line]:
    if result.each is None:
        yield from evidence.get((key, ""), ())
        return
    for element in result.each:
        lines = evidence.get((key, element), ())
        if lines:
            yield {"at_ms": lines[0].get("at_ms", 0), "direction": "note", "text": element}
            yield from lines
