"""The ways from step to step, as a graph: who leads where, by which key, and who reaches whom.

The edges are those that `walker.py` walks: past a step whose `when` is false, into a fragment, by an option, a branch,
to the step after it, and by a fix that worked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from app.core.article import Article, Place, Step

Means = OneOf["skip", "enter", "option", "branch", "after", "fix"]


@dataclass(frozen=True, slots=True)
class Edge:
    """`target` may name no step: what an author wrote is taken as it is. `owner` is the option's or cause's id."""

    source: str
    target: str
    means: Means
    place: Place
    owner: str = ""


def edges(article: Article) -> list[Edge]:
    """Every edge, in the order of the file."""
    return [edge for step in article.steps.values() for edge in ways(step)]


def ways(step: Step) -> Iterator[Edge]:
    """The edges that leave a step."""
    if step.when is not None:
        if step.otherwise is not None:
            yield Edge(step.id, step.otherwise, "skip", step.places.get("else", step.place))
        elif step.after is not None:
            yield Edge(step.id, step.after, "skip", step.places.get("when", step.place))
    if step.use is not None:
        if step.enter is not None:
            yield Edge(step.id, step.enter, "enter", step.places.get("use", step.place))
        return
    if step.end is not None:
        return
    for cause in step.causes:
        if cause.to != "retry":
            yield Edge(step.id, cause.to, "fix", cause.places.get("to", cause.place), cause.id)
    if step.ask is not None:
        for option in step.ask.options:
            if option.to is not None:
                yield Edge(step.id, option.to, "option", option.place, option.id)
    if not leads_by_options(step):
        for branch in step.next:
            yield Edge(step.id, branch.to, "branch", branch.place)
        if falls_through(step) and step.after is not None:
            yield Edge(step.id, step.after, "after", step.place)


def leads_by_options(step: Step) -> bool:
    """Whether every answer has its own `to`, so that `next` and the step after never count."""
    return step.ask is not None and not step.ask.many and all(option.to for option in step.ask.options)


def falls_through(step: Step) -> bool:
    """Whether no branch catches what is left, so that the step after comes next."""
    return not step.next or step.next[-1].when is not None


def reached(starts: Iterable[str], links: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that can be reached from these along the links, the starts included."""
    found: set[str] = set()
    todo = list(starts)
    while todo:
        at = todo.pop()
        if at not in found:
            found.add(at)
            todo.extend(links.get(at, ()))
    return found


def links(found: Iterable[Edge], article: Article) -> dict[str, list[str]]:
    """Step → the steps it leads to; targets that are no step are left out."""
    table: dict[str, list[str]] = {step: [] for step in article.steps}
    for edge in found:
        if edge.target in article.steps and edge.target not in table[edge.source]:
            table[edge.source].append(edge.target)
    return table


def turned(table: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The same links, walked backwards."""
    back: dict[str, list[str]] = {step: [] for step in table}
    for source, targets in table.items():
        for target in targets:
            back[target].append(source)
    return back


def local(step_id: str, scope: str) -> str:
    """An id as the file of a scope writes it."""
    return step_id.removeprefix(f"{scope}.") if scope else step_id
