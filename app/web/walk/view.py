"""A step of a walk as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from app.actions.read_run import Run
from app.actions.services import Services
from app.actions.submit_step import START
from app.core.errors import NotFound
from app.core.walk import names_at, unlisted
from app.web.walk.addresses import INPUTS, walk_url
from app.web.walk.causes import CauseView, causes_of
from app.web.walk.fields import Field, fields_of
from app.web.walk.history import History, history_of
from app.web.walk.proving import ProofView, proofs_of
from app.web.walk.questions import Question, question_of
from app.web.walk.rows import OPEN, Desk, Row, rows_of
from app.web.walk.stay import Passage, Recommended, Stay, Typed, article_url, title_of
from app.web.walk.texts import Texts
from app.web.walk.trail import TrailRow, trail_of


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
    return _step(Stay(services, run, visit), change, typed, chosen)


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


def _step(
    stay: Stay,
    change: str,
    typed: Typed | None,
    chosen: Sequence[str],
) -> StepView:
    services, run, step, visit, texts = stay.services, stay.run, stay.step, stay.visit, stay.texts
    history = history_of(services, run) if visit.results else History()
    desk = Desk(run.article, services.declarations, stay.names, history, (visit.number, visit.attempt))
    rows = rows_of(desk, step, visit.results)
    promoted, others = causes_of(run.article, step, visit, texts, rows, run.entry.fragments)
    fields = stay.fields(change, typed)
    return StepView(
        kind=stay.kind,
        step=step.id,
        visit=visit.number,
        attempt=visit.attempt,
        action=stay.action,
        back=stay.back,
        title=texts.line(step.title),
        plain_title=texts.plain(step.title),
        body=texts.prose(step.body),
        notes=stay.notes(),
        looking_back=stay.looking_back,
        fields=tuple(fields),
        merged=stay.merges(change, bool(rows)),
        rows=tuple(rows),
        proofs=proofs_of(services, run, step, visit, rows, run.article.lang),
        promoted=tuple(promoted),
        others=tuple(others),
        question=question_of(run, step, visit, texts, typed.fields if typed else None, chosen),
        recommended=stay.recommended(),
        end=step.end or "",
        queue=step.queue or "",
        errors=dict(typed.errors) if typed else {},
        trail=tuple(trail_of(run, stay.names.today, visit, hide=step.inputs if fields else ())),
    )
