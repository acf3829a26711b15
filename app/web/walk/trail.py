"""The trail: what was given, found, tried and answered, each with the way to change it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from app.actions.read_run import Run
from app.core.article import Step
from app.core.checking import worst
from app.core.lookups import as_text, fill
from app.core.names import Names
from app.core.state import Visit
from app.core.walk import names_at
from app.web.spoken import speaker
from app.web.walk.addresses import INPUTS, step_url, walk_url

AT_MOST = 120  # characters of what was given or found


class TrailRow(NamedTuple):
    """A line of the trail, as the `trail` macro reads it."""

    question: str
    answer: str
    status: str = ""
    found: str = ""  # what the check says that gave the status, in English and whole
    change: str = ""
    post: bool = False


def trail_of(run: Run, today: str, until: Visit | None = None, hide: Collection[str] = ()) -> list[TrailRow]:
    """The rows in the order of the path, without the visit `until` that the page itself shows; of that only its inputs,
    but for those that the page has as fields (`hide`)."""
    loose = run.article.loose
    rows = list(_inputs(run, loose, walk_url(run.token, change=INPUTS))) if loose else []
    for visit in run.state.visits:
        rows += _step_inputs(run, visit, hide if visit is until else ())
        if visit is not until:
            rows += _visit(run, visit, today)
    if run.shared:
        return [TrailRow(row.question, row.answer, row.status, row.found) for row in rows]
    return rows


def _inputs(run: Run, names: Iterable[str], url: str) -> Iterable[TrailRow]:
    for name in names:
        declared, value = run.article.inputs.get(name), run.state.inputs.get(name)
        if declared is None or value is None:
            continue
        if declared.personal:
            _say = speaker(run.article.lang)
            kept = _say("left out here: personal") if run.shared else _say("given, personal")
            yield TrailRow(declared.label, kept, change=url)
            continue
        picked = value if isinstance(value, tuple) else (value,)
        shown = [declared.options.get(item, item) if isinstance(item, str) else as_text(item) or "" for item in picked]
        yield TrailRow(declared.label, _short(", ".join(shown)), change=url)


def _step_inputs(run: Run, visit: Visit, hide: Collection[str]) -> Iterable[TrailRow]:
    shown = [name for name in run.article.steps[visit.step].inputs if name not in hide]
    return _inputs(run, shown, step_url(run.token, visit.step, visit.number, change=INPUTS)) if shown else ()


def _visit(run: Run, visit: Visit, today: str) -> Iterable[TrailRow]:
    step, _say = run.article.steps[visit.step], speaker(run.article.lang)
    url = step_url(run.token, visit.step, visit.number)
    plain = _Plain(run, visit, today, step.scope)
    status = worst([result.status for result in visit.results.values()]) if visit.results else ""
    words = "; ".join([*_tries(step, visit, plain, _say), *_answer(step, visit, plain)])
    summaries = [result.summary for result in visit.results.values() if result.status == status and result.summary]
    found = summaries[0] if summaries else ""
    words = words or ("" if found else _say("checked") if status else _say("read"))
    yield TrailRow(plain(step.title), words, status, found, url)


def _tries(step: Step, visit: Visit, plain: _Plain, _say: Callable[[str], str]) -> list[str]:
    if not visit.tried:
        return []
    tried = {"worked": _say("it worked"), "failed": _say("it did not help"), "skipped": _say("could not be tried")}
    causes = (cause for cause in step.causes if cause.id in visit.tried)
    return [f"{plain(cause.title)}: {tried[visit.tried[cause.id]]}" for cause in causes]


def _answer(step: Step, visit: Visit, plain: _Plain) -> list[str]:
    if not visit.answer or step.ask is None:
        return []
    says = {option.id: option.say for option in step.ask.options}
    picked = (visit.answer,) if isinstance(visit.answer, str) else visit.answer
    return [", ".join(plain(says.get(option, option)) for option in picked)]


class _Plain:
    """Texts as they stood at a visit; what was known there is gathered only where a text asks for it."""

    def __init__(self, run: Run, visit: Visit, today: str, scope: str) -> None:
        self._run, self._visit, self._today, self._scope = run, visit, today, scope
        self._names: Names | None = None

    def __call__(self, text: str) -> str:
        return fill(text, self._known, self._label) if "{{" in text else text

    def _known(self, path: str) -> str | None:
        if self._names is None:
            self._names = names_at(self._run.article, self._run.state, self._today, self._scope, self._visit)
        declared = self._names.scope.inputs.get(path)
        return declared.label if declared and declared.personal else as_text(self._names.lookup(path))

    def _label(self, path: str) -> str:
        declared = self._run.article.scopes[self._scope].inputs.get(path)
        return declared.label if declared else path


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= AT_MOST else f"{line[: AT_MOST - 1]}…"
