"""From which steps on a name can be known: an input is asked, a check runs, a question is answered somewhere before."""

from __future__ import annotations

from app.core.article import Article
from app.core.conditions import compile_expression
from app.core.errors import ExpressionProblem
from app.core.graph import edges, links, reached
from app.core.surroundings import Surroundings


class Availability:
    """Says of every name of an article whether it can be known at a step. May-analysis: one way there is enough."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._links = links(edges(article), article)
        self._from: dict[str, set[str]] = {}
        self.reachable = reached([article.start], self._links) if article.start in article.steps else set(article.steps)
        self._asked: dict[str, list[str]] = {}
        for step in article.steps.values():
            for name in step.inputs:
                self._asked.setdefault(name, []).append(step.id)

    def _after(self, step: str) -> set[str]:
        if step not in self._from:
            self._from[step] = reached([step], self._links) if step in self.reachable else set()
        return self._from[step]

    def check(self, source: str, at: str) -> bool:
        """Whether a check of the step `source` can have run where the walk is at `at`."""
        return at in self._after(source)

    def answer(self, source: str, at: str, own: bool = False) -> bool:
        """The same for an answer; `own` where the step's own answer is there already, as for its branches."""
        if own and source == at:
            return True
        return source in self.reachable and any(at in self._after(step) for step in self._links.get(source, ()))

    def input(self, name: str, at: str) -> bool:
        declared = self._article.inputs[name]
        asked = self._asked.get(name)
        return asked is None or declared.default is not None or any(at in self._after(step) for step in asked)

    def missing(self, path: str, at: str | None, around: Surroundings) -> str | None:
        """What a dotted path needs and cannot know at a step, in words; None where it can. Without `at`: before all."""
        if at is not None and at not in self.reachable:
            return None
        head = path.split(".", maxsplit=1)[0]
        if head == "answers":
            step = path.removeprefix("answers.")
            full = f"{around.scope.path}.{step}" if around.scope.path else step
            asked = step in around.names["answers"].fields
            return f"`{step}` is answered" if asked and (at is None or not self.answer(full, at)) else None
        for check, seen in around.checks.items():
            if path == check or path.startswith(f"{check}."):
                return f"the check `{check}` runs" if at is None or not self.check(seen.step, at) else None
        if around.scope.path or at is None:
            return None
        if head in self._article.values:
            return self._value(head, at, around)
        if head in self._article.inputs and not self.input(head, at):
            places = " and ".join(f"`{step}`" for step in self._asked[head])
            return f"the input `{head}` is asked, on {places}"
        return None

    def _value(self, name: str, at: str, around: Surroundings) -> str | None:
        """A value comes too early where nothing it is made of can be known."""
        needs = [need for need in self._needs(name) if need in self._article.inputs or need in around.checks]
        missing = [self.missing(need, at, around) for need in needs]
        return next(iter(missing), None) if all(missing) else None

    def _needs(self, name: str) -> list[str]:
        """The names a value is made of, through other values."""
        found: dict[str, None] = {}
        todo = [name]
        while todo:
            used = names_in(self._article.values[todo.pop()].source)
            todo.extend(each for each in sorted(used) if each in self._article.values and each not in found)
            found |= dict.fromkeys(sorted(used))
        return list(found)

    def listed(self, name: str) -> bool:
        """Whether a step asks for an input; one that no step lists is asked before the first."""
        return name in self._asked


def names_in(source: str) -> frozenset[str]:
    """The names an expression uses; none where it cannot be read."""
    try:
        return compile_expression(source).names
    except ExpressionProblem:
        return frozenset()
