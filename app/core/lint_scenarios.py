"""An article's own tests: those that fail, and the ways on that none of them walks."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.article import Article, Place, Problem
from app.core.graph import Edge, edges, local
from app.core.problems import problem
from app.core.scenario import scenarios_and_edges
from app.core.surroundings import Checks


def scenario_problems(article: Article, checks: Checks) -> Iterator[Problem]:
    if not article.scenarios:
        message = "Add a `yaml scenarios` fence at the end: nothing tests the ways through this article."
        yield problem("no-scenarios", article.places.get("id", article.place), message)
        return
    problems, walked = scenarios_and_edges(article, checks)
    yield from problems
    yield from _untested(article, walked)


def _untested(article: Article, walked: set[tuple[str, str]]) -> Iterator[Problem]:
    """One warning for every way on; a fragment's ways count once, however often it is used."""
    groups: dict[tuple[Place, str, str], list[Edge]] = {}
    for edge in edges(article):
        scope = article.steps[edge.source].scope
        if edge.means != "enter" and edge.target in article.steps:
            key = (edge.place, local(edge.source, scope), local(edge.target, scope))
            groups.setdefault(key, []).append(edge)
    told: set[tuple[str, str]] = set()
    for (place, source, target), same in groups.items():
        if any((edge.source, edge.target) in walked for edge in same) or (source, target) in told:
            continue
        told.add((source, target))
        message = f"Add a scenario that goes from `{source}` to `{target}`: none does."
        yield problem("edge-untested", place, message)
