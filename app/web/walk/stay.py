"""One stay at a step, as its page asks about it: texts, open inputs, ways back and on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.actions.read_run import Run
from app.actions.services import Services
from app.core import conditions
from app.core.state import Visit
from app.core.walk import names_at, unlisted
from app.web.spoken import speaker
from app.web.walk.addresses import INPUTS, step_url, walk_url
from app.web.walk.causes import outcome_of
from app.web.walk.fields import WAS, Field, fields_of
from app.web.walk.texts import Texts


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


class Stay:
    """A visit of a step, with what names mean at it."""

    __slots__ = ("names", "run", "services", "step", "texts", "visit")

    def __init__(self, services: Services, run: Run, visit: Visit) -> None:
        self.services, self.run, self.visit = services, run, visit
        self.step = run.article.steps[visit.step]
        self.names = names_at(run.article, run.state, services.today(), self.step.scope, visit)
        self.texts = Texts(self.names)

    @property
    def looking_back(self) -> bool:
        return self.visit is not self.run.state.last

    @property
    def kind(self) -> str:
        """`end` where the walk has come to one, else `step`."""
        return "end" if self.step.end and self.run.state.end and not self.looking_back else "step"

    @property
    def action(self) -> str:
        """Where the forms of the page go."""
        return step_url(self.run.token, self.visit.step, self.visit.number)

    @property
    def back(self) -> str:
        """The page before this one: the visit before, the first inputs, or the article."""
        before: Visit | None = None
        for made in self.run.state.visits:
            if made is self.visit:
                break
            before = made
        if before is not None:
            return step_url(self.run.token, before.step, before.number)
        if unlisted(self.run.article):
            return walk_url(self.run.token, change=INPUTS)
        return article_url(self.run)

    def merges(self, change: str, has_rows: bool) -> bool:
        """Whether the fields belong to the same form as the question and Continue."""
        if self.step.end or change == INPUTS:
            return False
        wanted = () if self.looking_back else self.run.state.asks.inputs
        return has_rows or not any(name in wanted for name in self.step.inputs)

    def fields(self, change: str = "", typed: Typed | None = None) -> list[Field]:
        """The step's inputs as a form: where one is missing, was never handed in, or is to be changed.

        Beside checks they are always open, since one tries again with another value there.
        """
        step, state = self.step, self.run.state
        if not step.inputs:
            return []
        given, reasons = state.record.get("given", {}), state.reasons
        unasked = any(name not in given or name in reasons for name in step.inputs)
        sent = typed is not None and any(name in typed.errors or WAS + name in typed.fields for name in step.inputs)
        beside_checks = bool(step.checks) and not step.end
        if change != INPUTS and not unasked and not sent and not beside_checks:
            return []
        fields, errors = (typed.fields, typed.errors) if typed else (None, None)
        return fields_of(self.run.article, state, step.inputs, fields if sent else None, errors)

    def notes(self) -> tuple[Passage, ...]:
        """The step's notes whose condition holds."""
        shown = (n for n in self.step.notes if n.when is None or conditions.holds(n.when.source, self.names))
        return tuple(Passage(self.texts.line(note.title), self.texts.prose(note.body)) for note in shown)

    def recommended(self) -> Recommended | None:
        """The cause to try next, else the branch that what was found leads to."""
        for cause in self.step.causes if self.visit.promoted else ():
            if cause.id in self.visit.promoted and not outcome_of(self.visit, cause.id):
                _say = speaker(self.run.article.lang)
                title = self.texts.line(cause.title)
                return Recommended(_filled(_say("Try this first: {title}"), title), f"#{cause.id}")
        for branch in self.step.next:
            target = self.run.article.steps.get(branch.to)
            if target is not None and branch.when is not None and conditions.holds(branch.when.source, self.names):
                _say = speaker(self.run.article.lang)
                return Recommended(_filled(_say("What was found points to: {title}"), self.texts.line(target.title)))
        return None


def article_url(run: Run) -> str:
    """The article as a document, in the language of the walk."""
    url = f"/a/{run.entry.article_id}"
    return url if run.article.lang == run.entry.article.lang else f"{url}?lang={run.article.lang}"


def title_of(run: Run, today: str) -> str:
    """The article's title with what the walk knows."""
    title = run.article.title
    return Texts(names_at(run.article, run.state, today)).plain(title) if "{{" in title else title


def _filled(phrase: str, title: Markup) -> Markup:
    return escape(phrase).format(title=title)
