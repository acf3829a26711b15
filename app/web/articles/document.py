"""An article as the document page shows it: every text rendered, nothing left to decide for the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup, escape

from app.core.article import Article, Ask, Cause, Note, Step
from app.core.checking import Declaration
from app.core.lookups import fill
from app.core.markup import compile_prose
from app.core.picture import picture
from app.core.rank import order
from app.web.phrases import cost_words, likely_words
from app.web.spoken import say

Declarations = Mapping[str, Declaration]


@dataclass(frozen=True, slots=True)
class CauseView:
    id: str
    was: tuple[str, ...]
    title: Markup
    body: Markup
    likely: str
    cost: str
    leads: Target | None


@dataclass(frozen=True, slots=True)
class NoteView:
    id: str
    was: tuple[str, ...]
    title: Markup
    body: Markup


@dataclass(frozen=True, slots=True)
class Target:
    """A step that something leads to: its id, and how it is called."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class OptionView:
    say: Markup
    leads: Target | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A level-2 heading: a step with a number, an end, a fragment's place, or plain prose."""

    id: str
    kind: str  # "step", "solved", "escalate", "information", "group", "prose"
    number: int
    title: Markup
    body: Markup
    was: tuple[str, ...] = ()
    applies: str = ""
    otherwise: Target | None = None
    notes: tuple[NoteView, ...] = ()
    checks: tuple[Declaration, ...] = ()
    question: Markup | None = None
    options: tuple[OptionView, ...] = ()
    causes: tuple[CauseView, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentView:
    title: str
    summary: str
    intro: Markup
    sections: tuple[SectionView, ...]
    picture: Markup
    checks: int  # how many checks a walk may run

    @property
    def steps(self) -> int:
        return sum(section.number > 0 for section in self.sections)


def document_view(article: Article, declarations: Declarations) -> DocumentView:
    """The whole article. Costs some ten milliseconds for a long one, so it is made once for a version."""
    maker = _Maker(article, declarations)
    sections = tuple(maker.sections())
    return DocumentView(
        title=fill(article.title, lambda path: None, maker.label("")),
        summary=article.summary,
        intro=maker.prose(article.intro, "", "intro"),
        sections=sections,
        picture=Markup(picture(article, say=partial(say, article.lang))),  # noqa: S704 (our own SVG, texts escaped)
        checks=sum(len(step.checks) for step in article.steps.values()),
    )


class _Maker:
    def __init__(self, article: Article, declarations: Declarations) -> None:
        self._article = article
        self._say = partial(say, article.lang)
        self._declarations = declarations
        self._labels = {path: dict(self._scope_labels(path)) for path in article.scopes}
        self._numbers: dict[str, int] = {}
        for step in article.steps.values():
            if step.end is None and step.use is None:
                self._numbers[step.id] = len(self._numbers) + 1

    def sections(self) -> list[SectionView]:
        """In the order of the file; a fragment's steps stand after the step that calls it."""
        found: list[SectionView] = []
        placed: set[str] = set()
        for section in self._article.sections:
            if not isinstance(section, str):
                title = escape(section.title)
                found.append(SectionView(section.id, "prose", 0, title, self.prose(section.body, "", section.id)))
                continue
            inner = [step for step in self._article.steps if step.startswith(f"{section}.") and step not in placed]
            for step_id in [section, *inner]:
                placed.add(step_id)
                found.append(self._step(self._article.steps[step_id]))
        return found

    def prose(self, text: str, scope: str, anchor: str) -> Markup:
        prose = compile_prose(text, anchor, self._say)
        return Markup(prose.html({}, self._labels[scope]))  # noqa: S704 (cleaned by core/markup)

    def label(self, scope: str) -> _Label:
        return _Label(self._labels[scope])

    def _line(self, text: str, scope: str) -> Markup:
        """A title or a `say`, its look-ups named by their labels."""
        missing = self.label(scope)
        parts = fill(text, lambda path: None, lambda path: f"\0{missing(path)}\0").split("\0")
        marked = (
            Markup('<span class="lookup-open">{}</span>').format(part) if at % 2 else escape(part)
            for at, part in enumerate(parts)
        )
        return Markup("").join(marked)

    def _step(self, step: Step) -> SectionView:
        kind = step.end or ("group" if step.use else "step")
        runs = dict.fromkeys(call.run for call in step.checks)
        return SectionView(
            id=step.id,
            kind=kind,
            number=self._numbers.get(step.id, 0),
            title=self._line(step.title, step.scope),
            body=self.prose(step.body, step.scope, step.id),
            was=step.was,
            applies=step.applies,
            otherwise=self._target(step.otherwise) if step.when else None,
            notes=tuple(self._note(note, step.scope) for note in step.notes),
            checks=tuple(self._declarations[run] for run in runs if run in self._declarations),
            question=self._line(step.ask.say, step.scope) if step.ask else None,
            options=self._options(step.ask, step.scope) if step.ask else (),
            causes=tuple(self._cause(cause, step.scope) for cause in order(step.causes)),
        )

    def _note(self, note: Note, scope: str) -> NoteView:
        return NoteView(note.id, note.was, self._line(note.title, scope), self.prose(note.body, scope, note.id))

    def _options(self, ask: Ask, scope: str) -> tuple[OptionView, ...]:
        return tuple(OptionView(self._line(option.say, scope), self._target(option.to)) for option in ask.options)

    def _cause(self, cause: Cause, scope: str) -> CauseView:
        return CauseView(
            id=cause.id,
            was=cause.was,
            title=self._line(cause.title, scope),
            body=self.prose(cause.body, scope, cause.id),
            likely=likely_words(cause.likely),
            cost=cost_words(cause.cost, self._article.lang),
            leads=self._target(cause.to) if cause.to != "retry" else None,
        )

    def _target(self, step_id: str | None) -> Target | None:
        step = self._article.steps.get(step_id) if step_id else None
        if step is None:
            return None
        number = self._numbers.get(step.id)
        if number:
            return Target(step.id, self._say("step {number}", number=number))
        return Target(step.id, fill(step.title, lambda path: None, self.label("")))

    def _scope_labels(self, path: str) -> dict[str, str]:
        """Look-up path → what stands in its place while nothing is known."""
        scope = self._article.scopes[path]
        labels = {name: declared.label for name, declared in scope.inputs.items()}
        for name, (step_id, check) in scope.checks.items():
            step = self._article.steps.get(step_id)
            call = step.check(check) if step else None
            declaration = self._declarations.get(call.run) if call else None
            if declaration is not None:
                labels |= {
                    f"{name}.{fact}": f"{declaration.title}: {fact.replace('_', ' ')}" for fact in declaration.facts
                }
        return labels


class _Label:
    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels

    def __call__(self, path: str) -> str:
        return self._labels.get(path) or path
