"""From which steps on a name can be known: an input is asked, a check runs, a question is answered somewhere before."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.article import Article
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

    def missing(self, path: str, at: str | None, around: Surroundings) -> Iterator[str]:
        """What a dotted path needs and cannot know at a step, in words; `at` None: before the walk."""
        head = path.split(".", maxsplit=1)[0]
        if at is not None and at not in self.reachable:
            return
        for check, seen in around.checks.items():
            if (path == check or path.startswith(f"{check}.")) and (at is None or not self.check(seen.step, at)):
                yield f"the check `{check}` runs"
                return
        if head == "answers":
            for step in around.names["answers"].fields:
                full = f"{around.scope.path}.{step}" if around.scope.path else step
                if path == f"answers.{step}" and (at is None or not self.answer(full, at)):
                    yield f"`{step}` is answered"
        elif around.scope.path == "" and at is not None:
            yield from self._inputs(head, at)

    def _inputs(self, head: str, at: str) -> Iterator[str]:
        if head in self._article.inputs and not self.input(head, at):
            yield f"the input `{head}` is asked, on {self._places(head)}"

    def _places(self, name: str) -> str:
        return " and ".join(f"`{step}`" for step in self._asked[name])

    def listed(self, name: str) -> bool:
        """Whether a step asks for an input; one that no step lists is asked before the first."""
        return name in self._asked
