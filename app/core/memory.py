"""What a walk remembers: results and answers of the visits made, and which of them anything still reads.

`read_from` is a liveness analysis over the graph: a result that is found anew before anybody looks at it makes no
difference to what comes, so a walk that comes back with another one is still where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.core import conditions
from app.core.article import Article, Param, Ref, Step
from app.core.expression import parse_expression
from app.core.graph import edges
from app.core.implications import path_of
from app.core.state import Answer, Result, Visit
from app.core.surroundings import spots
from app.core.syntax import Name, nodes

Key = tuple[str, str]  # (step, check) of a result, (step, '') of its answer
Results = dict[Key, Result]
Answers = dict[str, Answer]


def forget(article: Article, results: Results, answers: Answers, step_id: str) -> None:
    """Coming to a step asks it again: its own results and answer count no longer."""
    answers.pop(step_id, None)
    for call in article.steps[step_id].checks:
        results.pop((step_id, call.name), None)


def remember(article: Article, results: Results, answers: Answers, visit: Visit) -> None:
    """Takes in what a visit found, in place of what an earlier visit of its step did."""
    forget(article, results, answers, visit.step)
    results.update({(visit.step, name): result for name, result in visit.results.items()})
    if visit.answer is not None:
        answers[visit.step] = visit.answer


def names_in(source: str) -> frozenset[str]:
    """The names an expression uses; none where it cannot be read (the linter has said so)."""
    try:
        return conditions.compile_expression(source).names
    except conditions.ExpressionProblem:
        return frozenset()


def inputs_behind(article: Article, source: str) -> set[str]:
    """The inputs an expression depends on, through values too."""
    found: set[str] = set()
    seen: set[str] = set()
    todo = [source]
    while todo:
        for name in names_in(todo.pop()) - seen:
            seen.add(name)
            if name in article.inputs:
                found.add(name)
            elif name in article.values:
                todo.append(article.values[name].source)
    return found


def read_from(article: Article) -> Mapping[str, frozenset[Key]]:
    """Step → the earlier results and answers that are still read by it or after it, before they are found anew."""
    reads = _Reads(article)
    before, at = reads.before(), reads.at()
    onward: dict[str, list[str]] = {step: [] for step in article.steps}
    past: dict[str, list[str]] = {step: [] for step in article.steps}
    for edge in edges(article):
        if edge.target in article.steps:
            (past if edge.means == "skip" else onward)[edge.source].append(edge.target)
    arriving: dict[str, set[Key]] = {step: set() for step in article.steps}
    there: dict[str, set[Key]] = {step: set() for step in article.steps}
    changed = True
    while changed:
        changed = False
        for step in reversed(article.steps.values()):  # type: ignore[call-overload]
            own = {(step.id, ""), *((step.id, call.name) for call in step.checks)}
            inside = at[step.id].union(*(arriving[after] for after in onward[step.id])) - own
            reached = before[step.id].union(inside, *(arriving[after] for after in past[step.id]))
            changed = changed or len(reached) != len(arriving[step.id]) or len(inside) != len(there[step.id])
            arriving[step.id], there[step.id] = reached, inside
    return {step: frozenset(keys) for step, keys in there.items()}


class _Reads:
    """Which results and answers the conditions and parameters of an article read."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def before(self) -> dict[str, set[Key]]:
        """What a step's own `when` reads, before the walk is there."""
        found: dict[str, set[Key]] = {step: set() for step in self.article.steps}
        for step in self.article.steps.values():
            if step.when is not None:
                found[step.id].update(self.of(step.when.source, step.scope))
        return found

    def at(self) -> dict[str, set[Key]]:
        """What everything else at a step reads; rules count everywhere."""
        rules = {key for rule in self.article.rules for key in self.of(rule.that.source, "")}
        found = {step: set(rules) for step in self.article.steps}
        for spot in spots(self.article):
            if spot.step is not None and spot.role not in ("step", "note"):
                found[spot.step.id].update(self.of(spot.expression.source, spot.scope))
        for step in self.article.steps.values():
            for path in _references(step):
                found[step.id].update(self._name(path.partition(".")[0], step.scope, set()))
        return found

    def of(self, source: str, scope: str, seen: set[str] | None = None) -> Iterator[Key]:
        """The results and answers an expression reads, through values and parameters too."""
        names = names_in(source)
        for name in names - {"answers"}:
            yield from self._name(name, scope, set() if seen is None else seen)
        if "answers" in names:
            yield from self._answers(source, scope)

    def _name(self, name: str, path: str, seen: set[str]) -> Iterator[Key]:
        scope = self.article.scopes[path]
        if name in scope.checks:
            yield scope.checks[name]
        elif name in scope.calls:
            inside = f"{scope.calls[name]}."
            for step in self.article.steps.values():
                if step.id.startswith(inside):
                    yield from ((step.id, call.name) for call in step.checks)
        elif name == "answers":
            yield from ((step, "") for step in self.article.steps)
        elif path and name in scope.params:
            for ref in _refs(scope.params[name]):
                yield from self._name(ref.partition(".")[0], scope.parent or "", seen)
        elif not path and name in self.article.values and name not in seen:
            seen.add(name)
            yield from self.of(self.article.values[name].source, "", seen)

    def _answers(self, source: str, scope: str) -> Iterator[Key]:
        """The answers named, or all where one is worked out."""
        every = list(nodes(parse_expression(source)))
        asked = [path[8:] for node in every if (path := path_of(node)) and path.startswith("answers.")]
        whole = sum(isinstance(node, Name) and node.name == "answers" for node in every)
        prefix = f"{scope}." if scope else ""
        if len(asked) < whole:
            yield from ((step, "") for step in self.article.steps)
        yield from ((prefix + step, "") for step in asked)


def _references(step: Step) -> Iterator[str]:
    for call in step.checks:
        for param in call.params.values():
            yield from _refs(param)
        if isinstance(call.each, Ref):
            yield call.each.path


def _refs(param: Param) -> Iterator[str]:
    for one in param if isinstance(param, tuple) else (param,):
        if isinstance(one, Ref):
            yield one.path
