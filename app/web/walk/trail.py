"""The trail: what was given, found, tried and answered, each with the way to change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.actions.read_run import Run
from app.core.checking import worst
from app.core.lookups import as_text, fill
from app.core.names import Names
from app.core.state import Visit
from app.core.walk import names_at
from app.web.spoken import speaker
from app.web.walk.addresses import INPUTS, step_url, walk_url


@dataclass(frozen=True, slots=True)
class TrailRow:
    """A line of the trail, as the `trail` macro reads it."""

    question: str
    answer: str
    status: str = ""
    found: str = ""  # what the check says that gave the status
    change: str = ""
    post: bool = False


def trail_of(run: Run, today: str, until: Visit | None = None) -> list[TrailRow]:
    """The rows in the order of the path, without the visit `until` that the page itself shows."""
    rows = list(_inputs(run, run.article.inputs, walk_url(run.token, change=INPUTS), loose=True))
    for visit in run.state.visits:
        if visit is not until:
            rows += _visit(run, visit, today)
    if run.shared:
        return [TrailRow(row.question, row.answer, row.status, row.found) for row in rows]
    return rows


def _inputs(run: Run, names: Iterable[str], url: str, *, loose: bool = False) -> Iterable[TrailRow]:
    _say = speaker(run.article.lang)
    listed = {name for step in run.article.steps.values() for name in step.inputs} if loose else set()
    for name in names:
        declared, value = run.article.inputs.get(name), run.state.inputs.get(name)
        if declared is None or value is None or name in listed:
            continue
        if declared.personal:
            kept = _say("left out here: personal") if run.shared else _say("given, personal")
            yield TrailRow(declared.label, kept, change=url)
            continue
        picked = value if isinstance(value, tuple) else (value,)
        shown = as_text([declared.options.get(item, item) if isinstance(item, str) else item for item in picked])
        yield TrailRow(declared.label, _short(shown or ""), change=url)


def _visit(run: Run, visit: Visit, today: str) -> Iterable[TrailRow]:
    step, _say = run.article.steps[visit.step], speaker(run.article.lang)
    url = step_url(run.token, visit.step, visit.number)
    if step.inputs:
        yield from _inputs(run, step.inputs, step_url(run.token, visit.step, visit.number, change=INPUTS))
    names = names_at(run.article, run.state, today, step.scope, visit)
    title = _plain(step.title, names)
    status = worst([result.status for result in visit.results.values()]) if visit.results else ""
    says = _answer(visit, {o.id: o.say for o in step.ask.options} if step.ask else {}, names)
    tried = {"worked": _say("it worked"), "failed": _say("it did not help"), "skipped": _say("could not be tried")}
    tries = [
        f"{_plain(cause.title, names)}: {tried[visit.tried[cause.id]]}"
        for cause in step.causes
        if cause.id in visit.tried
    ]
    summaries = [result.summary for result in visit.results.values() if result.status == status and result.summary]
    found = _short(summaries[0]) if summaries else ""
    words = "; ".join([*tries, *says]) or ("" if found else _say("checked") if status else _say("read"))
    yield TrailRow(title, words, status, found, url)


def _answer(visit: Visit, says: dict[str, str], names: Names) -> list[str]:
    picked = (visit.answer,) if isinstance(visit.answer, str) else visit.answer or ()
    return [", ".join(_plain(says.get(option, option), names) for option in picked)] if picked else []


def _plain(text: str, names: Names) -> str:
    inputs = names.scope.inputs

    def known(path: str) -> str | None:
        if path in inputs and inputs[path].personal:
            return inputs[path].label
        return as_text(names.lookup(path))

    return fill(text, known, lambda path: inputs[path].label if path in inputs else path)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else f"{line[:117]}…"
