"""Conditions that can never or always hold, and outcomes that fail without anybody minding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.core.article import Article, CheckCall, Problem, Step
from app.core.availability import Availability
from app.core.conditions import EvaluationFailed, compile_expression
from app.core.implications import implied
from app.core.kinds import NOT_RUN
from app.core.possibilities import ERROR, UNKNOWN, Cases, finite_names
from app.core.problems import problem
from app.core.surroundings import Checks, Spot, Surroundings
from app.core.syntax import Binary, Name, Node, Select, Unary, children, free_names, nodes

Trees = Mapping[str, Node]  # source → tree, of expressions without errors
_NEVER = "This can never hold: correct it, or take out what depends on it."
_ALWAYS = "This always holds: take the condition out, or correct it."


def constancy(spot: Spot, tree: Node, around: Surroundings, values: Trees, known: Availability) -> Iterator[Problem]:
    """Whether a condition gives the same whatever happens; nothing where there are too many cases to try."""
    if spot.role == "value":
        return
    results = list(_results(spot, tree, around, values, known))
    if not results:
        return
    if all(result is True for result in results):
        yield problem("always-holds", spot.expression.place, _ALWAYS)
    elif not any(result is True or result is UNKNOWN for result in results):
        yield problem("never-holds", spot.expression.place, _NEVER)


def _results(spot: Spot, tree: Node, around: Surroundings, values: Trees, known: Availability) -> Iterator[object]:
    if not any(True for _ in free_names(tree)):
        try:
            yield compile_expression(spot.expression.source).evaluate({})
        except EvaluationFailed:
            yield ERROR
        return
    domains = finite_names([tree], around, values)
    if not domains:
        return
    domains = {name: tuple(_possible(name, domain, spot, around, known)) for name, domain in domains.items()}
    cases = Cases(around, values, domains)
    yield from (cases.result(tree, case) for case in cases.every())


def _possible(
    name: str, domain: tuple[object, ...], spot: Spot, around: Surroundings, known: Availability
) -> Iterator[object]:
    """What a name may be where the condition stands: a check that cannot have run has not, and so on."""
    at = spot.step.id if spot.step else None
    inside = at in known.reachable
    for each in domain:
        if isinstance(each, tuple):
            if not (inside and at) or known.check(around.checks[name].step, at) or each[0] == NOT_RUN:
                yield each
        elif name.startswith("answers."):
            step = name.removeprefix("answers.")
            full = f"{around.scope.path}.{step}" if around.scope.path else step
            own = spot.role == "branch" and full == at
            if each is None and own:
                continue
            if each is None or not (inside and at) or known.answer(full, at, own):
                yield each
        elif around.scope.path or name not in around.article.inputs:
            yield each
        else:
            declared = around.article.inputs[name]
            listed = spot.step is not None and name in spot.step.inputs and spot.role != "step"
            certain = declared.default is not None or not known.listed(name) or listed
            if each is None and certain and not declared.optional and spot.role != "rule":
                continue
            if each is None and spot.role == "rule":
                continue
            if each is None or not (inside and at) or known.input(name, at):
                yield each


def unhandled(
    article: Article, checks: Checks, around: Mapping[str, Surroundings], found: list[tuple[Spot, Node]], values: Trees
) -> Iterator[Problem]:
    """A check that may fail in a way that no cause and no branch mentions: one problem with all such codes."""
    handled: dict[tuple[str, str], set[str]] = {}
    for spot, tree in found:
        if spot.role not in ("cause", "branch", "step"):
            continue
        for part, truth in _parts(tree, values):
            for path, codes in implied(part, truth, around[spot.scope].checks).codes.items():
                seen = around[spot.scope].checks[path]
                handled.setdefault((seen.step, seen.name), set()).update(codes)
            if spot.role != "cause" and _about_status(part):
                for path, codes in implied(part, not truth, around[spot.scope].checks).codes.items():
                    seen = around[spot.scope].checks[path]
                    handled.setdefault((seen.step, seen.name), set()).update(codes)
    for step in article.steps.values():
        for call in step.checks:
            yield from _unhandled(step, call, checks, handled.get((step.id, call.name), set()))


def _unhandled(step: Step, call: CheckCall, checks: Checks, handled: set[str]) -> Iterator[Problem]:
    declared = checks.get(call.run)
    missed = [o.code for o in declared.outcomes if o.status == "fail" and o.code not in handled] if declared else []
    if missed:
        codes = ", ".join(f"`{code}`" for code in missed)
        message = f"Add a cause or a branch for {codes}: `{call.name}` may end so, and nothing here mentions it."
        yield problem("unhandled-outcome", call.place, message)


def _about_status(node: Node) -> bool:
    return any(isinstance(each, Select) and each.field == "status" for each in nodes(node))


def _parts(tree: Node, values: Trees) -> Iterator[tuple[Node, bool]]:
    """The comparisons in a condition, each with what it gives where the condition leans on it; through values too."""
    seen: set[tuple[str, bool]] = set()
    todo: list[tuple[Node, bool]] = [(tree, True)]
    while todo:
        node, truth = todo.pop()
        if isinstance(node, Unary) and node.operator == "!":
            todo.append((node.operand, not truth))
            continue
        if isinstance(node, Name) and node.name in values and (node.name, truth) not in seen:
            seen.add((node.name, truth))
            todo.append((values[node.name], truth))
        if isinstance(node, Binary) and node.operator in ("==", "!=", "in"):
            yield node, truth
        todo.extend((child, truth) for child in children(node))
