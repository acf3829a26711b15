"""Every condition and value of an article: whether it can be read, what is wrong in it, whether it ever changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.core.article import Article, Problem
from app.core.availability import Availability
from app.core.conditions import compile_expression
from app.core.errors import ExpressionProblem
from app.core.expression import parse_expression
from app.core.implications import NOTHING, Implied, implied, unguarded
from app.core.kinds import Shape
from app.core.lint_outcomes import constancy, unhandled
from app.core.lint_types import Judge
from app.core.positions import Positions
from app.core.problems import problem
from app.core.surroundings import Checks, Spot, Surroundings, spots, surroundings
from app.core.syntax import Name, Node, nodes


class Conditions:
    """The expressions of one article, read once. `around` maps the path of each scope to what it sees."""

    def __init__(self, article: Article, checks: Checks, positions: Positions) -> None:
        self._article = article
        self._checks = checks
        self._positions = positions
        self._problems: list[Problem] = []
        self._sound: list[tuple[Spot, Node]] = []
        self._values: dict[str, Shape] = {}
        self.around: dict[str, Surroundings] = {}
        trees = [(spot, tree) for spot in spots(article) if (tree := self._read(spot)) is not None]
        self._trees: Mapping[str, Node] = {spot.owner: tree for spot, tree in trees if spot.role == "value"}
        self._shapes()
        for path in article.scopes:
            self.around[path] = surroundings(article, path, checks, self._values)
        for spot, tree in trees:
            self._judge(spot, tree)

    def problems(self, known: Availability) -> Iterator[Problem]:
        yield from self._problems
        for spot, tree in self._sound:
            around = self.around[spot.scope]
            yield from constancy(spot, tree, around, self._trees, known)
            yield from self._guards(spot, tree, around)
        yield from unhandled(self._article, self._checks, self.around, self._sound, self._trees)

    def _read(self, spot: Spot) -> Node | None:
        source = spot.expression.source
        try:
            tree = parse_expression(source)
            compile_expression(source)
        except ExpressionProblem as found:
            place = self._positions.of(spot.expression, found.column - 1)
            self._problems.append(problem("expression-unreadable", place, found.message))
            return None
        return tree

    def _shapes(self) -> None:
        """The shapes of values, those that others need first; in a circle anything goes."""
        plain = surroundings(self._article, "", self._checks, {}).names
        busy: set[str] = set()

        def work_out(name: str) -> None:
            if name in self._values or name in busy or name not in self._trees:
                return
            busy.add(name)
            tree = self._trees[name]
            for node in nodes(tree):
                if isinstance(node, Name) and node.name in self._trees:
                    work_out(node.name)
            names = {**plain, **self._values}
            self._values[name] = Judge(names, lambda *_: None, "").shape(tree)

        for name in self._trees:
            work_out(name)

    def _judge(self, spot: Spot, tree: Node) -> None:
        before = len(self._problems)

        def tell(offset: int, code: str, message: str) -> None:
            self._problems.append(problem(code, self._positions.of(spot.expression, offset), message))

        judge = Judge(self.around[spot.scope].names, tell, spot.expression.source)
        if spot.role == "value":
            judge.shape(tree)
        else:
            judge.condition(tree)
        if len(self._problems) == before:
            self._sound.append((spot, tree))

    def _guards(self, spot: Spot, tree: Node, around: Surroundings) -> Iterator[Problem]:
        for node, path in unguarded(tree, self._known(spot), around.checks):
            place = self._positions.of(spot.expression, node.at)
            message = f"Write `has({path}.{node.field}) && …` before it: this fact is not always there."
            yield problem("unguarded-fact", place, message)

    def _known(self, spot: Spot) -> Implied:
        """What the `when` of a step says holds for everything in the step."""
        if spot.step is None or spot.step.when is None or spot.role == "step":
            return NOTHING
        try:
            tree = parse_expression(spot.step.when.source)
        except ExpressionProblem:
            return NOTHING
        return implied(tree, True, self.around[spot.scope].checks)
