"""What is wrong in what people read: look-ups that name nothing, or come too early; links; images without words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.article import Article, Cause, Note, Place, Problem, Step
from app.core.lint_checks import reference_problems
from app.core.problems import problem
from app.core.surroundings import Surroundings
from app.core.text_marks import Mark, is_name, marks


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the article. `step` is None for what is read before the walk or beside it; `exact` where `place` is
    that of the text's first character, so that columns within it can be counted."""

    text: str
    place: Place
    scope: str = ""
    step: Step | None = None
    exact: bool = True
    walked: bool = True  # False for prose that only the document page shows


Read = tuple[Passage, list[Mark]]


def passages(article: Article) -> Iterator[Passage]:
    """Every text in which look-ups count, in the order of the file."""
    yield Passage(article.intro, article.intro_place, walked=False)
    for rule in article.rules:
        yield Passage(rule.say, rule.say_place, exact=False)
    for section in article.sections:
        if not isinstance(section, str):
            yield Passage(section.title, _after_marks(section.place, 2), walked=False)
            yield Passage(section.body, section.body_place, walked=False)
    for step in article.steps.values():
        yield from _of_step(step)


def _of_step(step: Step) -> Iterator[Passage]:
    yield Passage(step.title, _after_marks(step.place, 2), step.scope, step)
    yield Passage(step.applies, step.places.get("applies", step.place), step.scope, step, exact=False)
    if step.ask is not None:
        yield Passage(step.ask.say, step.ask.place, step.scope, step, exact=False)
        for option in step.ask.options:
            yield Passage(option.say, option.say_place, step.scope, step, exact=False)
    yield Passage(step.body, step.body_place, step.scope, step)
    parts: tuple[Cause | Note, ...] = (*step.causes, *step.notes)
    for part in parts:
        yield Passage(part.title, _after_marks(part.place, 3), step.scope, step)
        yield Passage(part.body, part.body_place, step.scope, step)


def _after_marks(place: Place, level: int) -> Place:
    """Where the words of a heading begin."""
    return Place(place.file, place.line, place.column + level + 1)


def read_passages(article: Article) -> list[Read]:
    """The passages that hold look-ups, links or images, each with these."""
    read = ((passage, list(_found(passage))) for passage in passages(article))
    return [(passage, found) for passage, found in read if found]


def _found(passage: Passage) -> Iterator[Mark]:
    for mark in marks(passage.text, passage.place):
        yield mark if passage.exact else Mark(mark.kind, mark.target, passage.place, mark.text)


def text_problems(read: list[Read], around: Mapping[str, Surroundings]) -> Iterator[Problem]:
    for passage, found in read:
        for mark in found:
            if mark.kind == "image" and not mark.text:
                message = "Say in the brackets what this image shows, for those who cannot see it."
                yield problem("image-without-alt", mark.place, message)
            elif mark.kind == "look-up":
                yield from _look_up(mark, around[passage.scope])


def _look_up(mark: Mark, around: Surroundings) -> Iterator[Problem]:
    if not is_name(mark.target):
        message = "Between {{ and }} stands a name, like domain or mx.hosts. Give what you mean a name under `values`."
        yield problem("look-up-unreadable", mark.place, message)
        return
    yield from reference_problems(mark.target, mark.place, around)
