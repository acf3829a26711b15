"""Which names a condition or look-up of an article may use, and where in the article conditions stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from app.core.article import Article, Expression, Scope, Step
from app.core.checking import Declaration
from app.core.kinds import ANY, DATE, Domain, Shape, of_check, of_input, of_table

Checks = Mapping[str, Declaration]
Role = OneOf["value", "rule", "step", "check", "cause", "note", "option", "branch"]


@dataclass(frozen=True, slots=True)
class Spot:
    """An expression where it stands. `step` is None in the front matter; `owner` names its value, cause, note …"""

    expression: Expression
    role: Role
    scope: str = ""
    step: Step | None = None
    owner: str = ""


def spots(article: Article) -> Iterator[Spot]:
    """Every expression of the article, fragments included, in the order of the file."""
    for name, expression in article.values.items():
        yield Spot(expression, "value", owner=name)
    for rule in article.rules:
        yield Spot(rule.that, "rule", owner=rule.input)
    for step in article.steps.values():
        yield from _step_spots(step)


def _step_spots(step: Step) -> Iterator[Spot]:
    found: list[tuple[Expression | None, Role, str]] = [(step.when, "step", step.id)]
    found += [(call.when, "check", call.name) for call in step.checks]
    if step.ask:
        found += [(option.when, "option", option.id) for option in step.ask.options]
    found += [(branch.when, "branch", branch.to) for branch in step.next]
    found += [(cause.when, "cause", cause.id) for cause in step.causes]
    found += [(note.when, "note", note.id) for note in step.notes]
    for expression, role, owner in found:
        if expression is not None:
            yield Spot(expression, role, step.scope, step, owner)


@dataclass(frozen=True, slots=True)
class Seen:
    """A check as a scope sees it, under its dotted path: where it runs, and what it declares where that is known."""

    step: str
    name: str
    declaration: Declaration | None
    each: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names of one scope with their shapes, and its checks by dotted path (`mx`, `near.mx`)."""

    article: Article
    scope: Scope
    names: Mapping[str, Shape]
    checks: Mapping[str, Seen]


def surroundings(article: Article, path: str, checks: Checks, values: Mapping[str, Shape]) -> Surroundings:
    """What a scope sees. `values` are the shapes of the article's values, worked out from their expressions."""
    scope = article.scopes[path]
    names: dict[str, Shape] = {name: of_input(declared) for name, declared in scope.inputs.items()}
    names |= _checks(article, scope, checks)
    names |= {name: _call(article, inner, checks) for name, inner in scope.calls.items()}
    if path == "":
        names |= {name: values.get(name, ANY) for name in article.values}
        names |= {name: of_table(name, table) for name, table in article.tables.items()}
    names["today"] = DATE
    names["answers"] = _answers(article, path)
    return Surroundings(article, scope, names, dict(_seen(article, scope, checks)))


def _seen(article: Article, scope: Scope, checks: Checks, prefix: str = "") -> Iterator[tuple[str, Seen]]:
    for name, (step_id, check) in scope.checks.items():
        step = article.steps.get(step_id)
        call = step.check(check) if step else None
        if call is not None:
            yield prefix + name, Seen(step_id, check, checks.get(call.run), call.each is not None)
    for name, path in scope.calls.items():
        if path in article.scopes:
            yield from _seen(article, article.scopes[path], checks, f"{prefix}{name}.")


def _checks(article: Article, scope: Scope, checks: Checks) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    for name, (step_id, check) in scope.checks.items():
        step = article.steps.get(step_id)
        call = step.check(check) if step else None
        found[name] = of_check(checks.get(call.run), call.each is not None) if call else ANY
    return found


def _call(article: Article, path: str, checks: Checks) -> Shape:
    inner = article.scopes.get(path)
    if inner is None:
        return ANY
    fields = _checks(article, inner, checks)
    fields |= {name: _call(article, deeper, checks) for name, deeper in inner.calls.items()}
    return Shape("check", fields=fields, about=path)


def _answers(article: Article, path: str) -> Shape:
    prefix = f"{path}." if path else ""
    fields: dict[str, Shape] = {}
    for step in article.steps.values():
        if step.ask is None or not step.id.startswith(prefix):
            continue
        options = tuple(option.id for option in step.ask.options)
        one = Shape("text", Domain(options, "unknown-option", f"option of `{step.id[len(prefix) :]}`"))
        fields[step.id[len(prefix) :]] = Shape("list", element=one) if step.ask.many else one
    return Shape("answers", fields=fields)
