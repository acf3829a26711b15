"""What is wrong with the graph: targets, steps no path reaches, steps that never end, answers that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from app.core.article import Article, Place, Problem, Step
from app.core.fields import MOST_COMPARED, near
from app.core.graph import Edge, edges, falls_through, leads_by_options, links, local, reached, turned, ways
from app.core.problems import problem


def graph_problems(article: Article) -> Iterator[Problem]:
    found = edges(article)
    yield from _targets(article, found)
    yield from _no_way_on(article)
    table = links(_meant(article, found), article)
    seen = reached([article.start], table) if article.start in article.steps else set(article.steps)
    yield from _unreached(article, seen)
    yield from _endless(article, seen, table)


def _targets(article: Article, found: list[Edge]) -> Iterator[Problem]:
    if article.start and article.start not in article.steps:
        place = article.places.get("start", article.place)
        message = f"No step has the id `{article.start}`. {near(article.start, _own(article))}"
        yield problem("unknown-target", place, message)
    for edge in found:
        if edge.target in article.steps:
            continue
        scope = article.steps[edge.source].scope
        name = local(edge.target, scope)
        if scope and (name == edge.target or name.startswith("return.")):
            continue  # a return, told while the fragment was put in its place
        known = [local(step, scope) for step in article.scopes[scope].steps]
        yield problem("unknown-target", edge.place, f"No step has the id `{name}`. {near(name, known)}")


def _meant(article: Article, found: list[Edge]) -> Iterator[Edge]:
    """The edges, those with a misspelt target leading where they were meant to: one slip is one problem."""
    known = list(article.steps)[:MOST_COMPARED]
    for edge in found:
        close = [] if edge.target in article.steps else get_close_matches(edge.target[:64], known, 1)
        yield replace(edge, target=close[0]) if close else edge


def _own(article: Article) -> tuple[str, ...]:
    return article.scopes[""].steps if "" in article.scopes else tuple(article.steps)


def _no_way_on(article: Article) -> Iterator[Problem]:
    for step in article.steps.values():
        for place, message in stuck(step):
            if place != step.places.get("next"):  # a list without a last branch is told where it is read
                yield problem("no-way-on", place, message)


def stuck(step: Step) -> Iterator[tuple[Place, str]]:
    """The places of a step from which the walk has nowhere to go, each with its remedy."""
    if step.when is not None and step.otherwise is None and step.after is None:
        message = "Add `else`: where this is false there is no step after this one to go to."
        yield step.places.get("when", step.place), message
    if step.end or step.use or step.after is not None or not falls_through(step) or leads_by_options(step):
        return
    if step.next:
        message = "Add a last branch without `when`: where none holds there is nowhere to go."
        yield step.places.get("next", step.place), message
    elif step.ask is not None and step.ask.many:
        yield step.ask.place, "Add `next` to this step: several may be picked, and no step comes after it."
    elif step.ask is not None:
        for option in step.ask.options:
            if option.to is None:
                yield option.place, f"Add `to` to the option `{option.id}`: no step comes after this one."


def _unreached(article: Article, seen: set[str]) -> Iterator[Problem]:
    for step in article.steps.values():
        if step.id in seen or any(caller not in seen for caller in _callers(article, step)):
            continue
        name = local(step.id, step.scope)
        message = f"No path reaches `{name}`. Lead to it from another step with `to`, `next` or `else`, or take it out."
        yield problem("unreachable-step", _id_place(step), message)


def _callers(article: Article, step: Step) -> Iterator[str]:
    """The steps with `use` that a fragment's step stands in for, the nearest first."""
    scope = article.scopes.get(step.scope)
    while scope is not None and scope.path:
        yield scope.path
        scope = article.scopes.get(scope.parent or "")


def _id_place(step: Step) -> Place:
    return step.places.get("id", step.place)


def _endless(article: Article, seen: set[str], table: Mapping[str, list[str]]) -> Iterator[Problem]:
    """One problem for every dead end: a step that leads nowhere, or a loop that none of its steps leaves.

    Whatever leads only into a dead end is not told again: it is mended with it.
    """
    ends = [step.id for step in article.steps.values() if step.end]
    good = reached(ends, turned(table))
    lost = [step for step in article.steps if step in seen and step not in good]
    told: set[str] = set()
    for step_id in lost:
        beyond = reached([step_id], table)
        if step_id in told or any(step_id not in reached([other], table) for other in beyond):
            continue
        told |= beyond
        step = article.steps[step_id]
        if len(beyond) > 1 or step_id in table[step_id]:
            names = ", ".join(f"`{local(each, step.scope)}`" for each in article.steps if each in beyond)
            message = f"From {names} there is no way out. Lead from one of them to a step that ends."
            yield problem("endless-loop", _id_place(step), message)
        elif not _told_already(article, step):
            name = local(step_id, step.scope)
            message = f"From `{name}` no end is reached. Add `end` to it, or `next` with the step that follows."
            yield problem("no-end", _id_place(step), message)


def _told_already(article: Article, step: Step) -> bool:
    """Where a target is unknown, a fragment missing, an end none, or an answer leads nowhere, that is to be mended."""
    lost = any(edge.target not in article.steps for edge in ways(step))
    return lost or step.use is not None or "end" in step.places or any(stuck(step))
