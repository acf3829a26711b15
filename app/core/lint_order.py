"""Names used before they can be known: look-ups in what people read, and parameters of checks and fragments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.core.article import Article, Place, Problem, Ref, Step
from app.core.availability import Availability
from app.core.lint_checks import fragment_references, references
from app.core.lint_text import Read
from app.core.problems import problem
from app.core.surroundings import Surroundings


def order_problems(
    article: Article, read: list[Read], around: Mapping[str, Surroundings], known: Availability
) -> Iterator[Problem]:
    for passage, found in read:
        if passage.walked and passage.step is None:
            continue
        at = passage.step.id if passage.step else None
        for mark in found:
            if mark.kind == "look-up":
                what = known.missing(mark.target, at, around[passage.scope])
                if what is not None:
                    message = f"Move this look-up, or what it needs: it stands before {what}."
                    yield problem("name-too-early", mark.place, message)
    for step in article.steps.values():
        for path, place in _parameters(step):
            yield from _too_early(path, place, step.id, around[step.scope], known)
    for path, place, scope, caller in fragment_references(article):
        yield from _too_early(path, place, caller, around[scope], known)


def _parameters(step: Step) -> Iterator[tuple[str, Place]]:
    for call in step.checks:
        for name, param in call.params.items():
            place = call.places.get(f"with.{name}", call.place)
            yield from ((ref.path, place) for ref in references(param) if ref.path != "each")
        if isinstance(call.each, Ref):
            yield call.each.path, call.places.get("each", call.place)


def _too_early(path: str, place: Place, at: str, around: Surroundings, known: Availability) -> Iterator[Problem]:
    what = known.missing(path, at, around)
    if what is not None:
        message = f"Move this step, or what `${path}` needs: it comes before {what}."
        yield problem("name-too-early", place, message)
