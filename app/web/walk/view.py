"""A step of a walk as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from app.actions.read_run import Run
from app.actions.services import Services
from app.actions.submit_step import START
from app.core import conditions
from app.core.article import Step
from app.core.errors import NotFound
from app.core.state import Visit
from app.core.walk import names_at, unlisted
from app.web.spoken import speaker
from app.web.walk.addresses import INPUTS, step_url, walk_url
from app.web.walk.causes import CauseView, causes_of, outcome_of
from app.web.walk.fields import WAS, Field, fields_of
from app.web.walk.history import History, history_of
from app.web.walk.proving import ProofView, proofs_of
from app.web.walk.questions import Question, question_of
from app.web.walk.rows import OPEN, Desk, Row, rows_of
from app.web.walk.texts import Texts
from app.web.walk.trail import TrailRow, trail_of


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that came back: what was typed, and what is wrong with it, by field; nothing, where it only is kept."""

    fields: Mapping[str, list[str]]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Passage:
    title: Markup
    body: Markup


@dataclass(frozen=True, slots=True)
class Recommended:
    """What the checks point at: `href` leads to a cause on this page; without it, it is where Continue leads."""

    text: Markup
    href: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """Everything the template reads. `kind` is start, step or end."""

    kind: str
    step: str
    visit: int
    attempt: int
    action: str
    back: str
    title: Markup
    plain_title: str
    body: Markup | None = None
    notes: tuple[Passage, ...] = ()
    looking_back: bool = False
    fields: tuple[Field, ...] = ()
    merged: bool = False  # the fields belong to the same form as the question and Continue
    rows: tuple[Row, ...] = ()
    proofs: tuple[ProofView, ...] = ()
    promoted: tuple[CauseView, ...] = ()
    others: tuple[CauseView, ...] = ()
    question: Question | None = None
    recommended: Recommended | None = None
    end: str = ""
    queue: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    trail: tuple[TrailRow, ...] = ()

    @property
    def joined(self) -> bool:
        """Whether checks, and the fields or the question beside them, are one form: what is typed or chosen goes along
        whichever button is pressed."""
        return self.merged and bool(self.rows) and bool(self.fields or self.question)

    @property
    def form(self) -> str:
        """The id of the form with all that is typed or chosen here: every button sends it along. Empty at the end."""
        return "" if self.kind == "end" else "checks-form" if self.joined else "step-form"

    @property
    def runnable(self) -> int:
        """How many checks could run now."""
        return sum(1 for row in self.rows if row.state == OPEN or row.done)

    @property
    def first_untried(self) -> str:
        """The promoted cause to open: the first that was not tried."""
        return next((cause.id for cause in self.promoted if not cause.outcome), "")

    @property
    def done(self) -> int:
        return sum(1 for row in self.rows if row.done)

    @property
    def goes_on(self) -> bool:
        """Whether to go on is the main thing to do here: nothing is left to run, and no cause is to be tried first."""
        return self.done == self.runnable and not (self.recommended and self.recommended.href)

    @property
    def can_continue(self) -> bool:
        return self.kind != "end" and (self.merged or not self.fields)


def view_of(
    services: Services,
    run: Run,
    step_id: str | None,
    number: int | None,
    *,
    change: str = "",
    typed: Typed | None = None,
    chosen: Sequence[str] = (),
) -> StepView:
    """The page of a step: the current one where `step_id` is None. Raises NotFound where the path has no such visit."""
    today, state = services.today(), run.state
    visit = state.last if step_id is None else state.visit(step_id, number)
    if step_id == START or (step_id is None and (visit is None or (change == INPUTS and unlisted(run.article)))):
        return _start(run, today, typed)
    if visit is None:
        raise NotFound("The walk does not come by this step.", kind="step", step=step_id or "")
    step = run.article.steps[visit.step]
    return _step(services, run, step, visit, change=change, typed=typed, chosen=chosen)


def _start(run: Run, today: str, typed: Typed | None) -> StepView:
    names = unlisted(run.article)
    errors = typed.errors if typed else {}
    return StepView(
        kind="start",
        step=START,
        visit=1,
        attempt=1,
        action=walk_url(run.token),
        back=article_url(run),
        title=Texts(names_at(run.article, run.state, today)).line(run.article.title),
        plain_title=title_of(run, today),
        looking_back=bool(run.state.visits),
        fields=tuple(fields_of(run.article, run.state, names, typed.fields if typed else None, errors)),
        errors=errors,
        trail=tuple(trail_of(run, today)) if run.state.visits else (),
    )


def article_url(run: Run) -> str:
    """The article as a document, in the language of the walk."""
    url = f"/a/{run.entry.article_id}"
    return url if run.article.lang == run.entry.article.lang else f"{url}?lang={run.article.lang}"


def title_of(run: Run, today: str) -> str:
    """The article's title with what the walk knows."""
    title = run.article.title
    return Texts(names_at(run.article, run.state, today)).plain(title) if "{{" in title else title


def _step(
    services: Services,
    run: Run,
    step: Step,
    visit: Visit,
    *,
    change: str,
    typed: Typed | None,
    chosen: Sequence[str],
) -> StepView:
    today, state = services.today(), run.state
    names = names_at(run.article, state, today, step.scope, visit)
    texts = Texts(names)
    history = history_of(services, run) if visit.results else History()
    desk = Desk(run.article, services.declarations, names, history, (visit.number, visit.attempt))
    rows = rows_of(desk, step, visit.results)
    promoted, others = causes_of(run.article, step, visit, texts, rows, run.entry.fragments)
    question = question_of(run, step, visit, texts, typed.fields if typed else None, chosen)
    fields = _open_fields(run, step, change, typed)
    ended = step.end or ""
    needed = visit is state.last and any(name in state.asks.inputs for name in step.inputs)
    return StepView(
        kind="end" if ended and visit is state.last and state.end else "step",
        step=step.id,
        visit=visit.number,
        attempt=visit.attempt,
        action=step_url(run.token, step.id, visit.number),
        back=_back(run, visit),
        title=texts.line(step.title),
        plain_title=texts.plain(step.title),
        body=texts.prose(step.body),
        notes=_notes(step, texts),
        looking_back=visit is not state.last,
        fields=tuple(fields),
        merged=not ended and change != INPUTS and (bool(rows) or not needed),
        rows=tuple(rows),
        proofs=proofs_of(services, run, step, visit, rows, run.article.lang),
        promoted=tuple(promoted),
        others=tuple(others),
        question=question,
        recommended=_recommended(run, step, visit, texts),
        end=ended,
        queue=step.queue or "",
        errors=dict(typed.errors) if typed else {},
        trail=tuple(trail_of(run, today, visit, hide=step.inputs if fields else ())),
    )


def _notes(step: Step, texts: Texts) -> tuple[Passage, ...]:
    """The step's notes whose condition holds."""
    shown = (n for n in step.notes if n.when is None or conditions.holds(n.when.source, texts.names))
    return tuple(Passage(texts.line(note.title), texts.prose(note.body)) for note in shown)


def _open_fields(run: Run, step: Step, change: str, typed: Typed | None) -> list[Field]:
    """The step's inputs as a form: where one is missing, was never handed in, or is to be changed.

    Beside checks they are always open, since one tries again with another value there.
    """
    if not step.inputs:
        return []
    given = run.state.record.get("given", {})
    reasons = run.state.reasons
    unasked = any(name not in given or name in reasons for name in step.inputs)
    sent = typed is not None and any(name in typed.errors or WAS + name in typed.fields for name in step.inputs)
    beside_checks = bool(step.checks) and not step.end
    if change != INPUTS and not unasked and not sent and not beside_checks:
        return []
    return fields_of(
        run.article, run.state, step.inputs, typed.fields if typed and sent else None, typed.errors if typed else None
    )


def _back(run: Run, visit: Visit) -> str:
    """The page before this one: the visit before, the first inputs, or the article."""
    before: Visit | None = None
    for made in run.state.visits:
        if made is visit:
            break
        before = made
    if before is not None:
        return step_url(run.token, before.step, before.number)
    if unlisted(run.article):
        return walk_url(run.token, change=INPUTS)
    return article_url(run)


def _recommended(run: Run, step: Step, visit: Visit, texts: Texts) -> Recommended | None:
    """The cause to try next, else the branch that what was found leads to."""
    _say = speaker(run.article.lang)
    for cause in step.causes:
        if cause.id in visit.promoted and not outcome_of(visit, cause.id):
            return Recommended(_filled(_say("Try this first: {title}"), texts.line(cause.title)), f"#{cause.id}")
    for branch in step.next:
        if branch.when is not None and conditions.holds(branch.when.source, texts.names):
            target = run.article.steps.get(branch.to)
            if target is not None:
                return Recommended(_filled(_say("What was found points to: {title}"), texts.line(target.title)))
    return None


def _filled(phrase: str, title: Markup) -> Markup:
    return escape(phrase).format(title=title)
