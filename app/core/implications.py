"""What a condition that holds tells about checks: which outcomes are left, and which facts are there.

A fact is there where `has(…)` says so, or where every outcome that is left brings it among its example facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce

from app.core.checking import COMMON_OUTCOMES, Declaration, Outcome
from app.core.kinds import NO_ELEMENTS, NOT_RUN
from app.core.surroundings import Seen
from app.core.syntax import Binary, Conditional, Index, ListOf, Literal, Macro, Name, Node, Select, Unary, children

Checks = Mapping[str, Seen]
Fact = tuple[str, str]  # dotted path of the check, name of the fact


@dataclass(frozen=True, slots=True)
class Implied:
    """`codes`: check → the codes it may have; a check that is not in it may have any."""

    facts: frozenset[Fact] = frozenset()
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def also(self, other: Implied) -> Implied:
        """Both hold."""
        codes = dict(self.codes)
        for path, left in other.codes.items():
            codes[path] = codes[path] & left if path in codes else left
        return Implied(self.facts | other.facts, codes)

    def either(self, other: Implied, checks: Checks) -> Implied:
        """One of both holds."""
        codes = {path: left | other.codes[path] for path, left in self.codes.items() if path in other.codes}
        return Implied(self.whole(checks) & other.whole(checks), codes)

    def whole(self, checks: Checks) -> frozenset[Fact]:
        """The facts that are there, those that come with the outcomes left included."""
        return self.facts | {
            (path, fact)
            for path, codes in self.codes.items()
            if path in checks and codes
            for fact in _brought(checks[path].declaration, codes)
        }


NOTHING = Implied()


def outcomes(declaration: Declaration, each: bool = False) -> Iterator[Outcome]:
    """Everything a check's name may stand for in a condition: its outcomes, the common ones, and none at all."""
    yield from declaration.outcomes
    yield from COMMON_OUTCOMES
    yield Outcome(NOT_RUN, "unknown", "")
    if each:
        yield Outcome(NO_ELEMENTS, "unknown", "")


def _brought(declaration: Declaration | None, codes: frozenset[str]) -> frozenset[str]:
    if declaration is None:
        return frozenset()
    examples = [frozenset(outcome.example) for outcome in outcomes(declaration, each=True) if outcome.code in codes]
    return reduce(frozenset.__and__, examples) if examples else frozenset()


def path_of(node: Node) -> str | None:
    """`mx`, `near.mx`: the dotted path of a chain of plain selections, None for anything else."""
    match node:
        case Name(name=name):
            return name
        case Select(target=target, field=field_, test=False):
            above = path_of(target)
            return f"{above}.{field_}" if above is not None else None
        case Index(target=target, index=Literal(kind="text", value=str(key))):
            above = path_of(target)
            return f"{above}.{key}" if above is not None else None
    return None


def implied(node: Node, truth: bool, checks: Checks) -> Implied:
    """What is so where the node evaluates to `truth`."""
    match node:
        case Unary(operator="!", operand=operand):
            return implied(operand, not truth, checks)
        case Binary(operator="&&" | "||" as operator, left=left, right=right):
            one, two = implied(left, truth, checks), implied(right, truth, checks)
            return one.also(two) if (operator == "&&") is truth else one.either(two, checks)
        case Binary(operator="==" | "!=" | "in"):
            return _compared(node, truth, checks)
        case Select(target=target, field=field_, test=True):
            path = path_of(target)
            return Implied(frozenset({(path, field_)})) if truth and path in checks and path else NOTHING
    return NOTHING


def _compared(node: Binary, truth: bool, checks: Checks) -> Implied:
    left, right = node.left, node.right
    if isinstance(left, Literal) and node.operator != "in":
        left, right = right, left
    texts = _texts(right)
    if not isinstance(left, Select) or left.test or left.field not in ("code", "status") or texts is None:
        return NOTHING
    path = path_of(left.target)
    seen = checks.get(path) if path else None
    if path is None or seen is None or seen.declaration is None:
        return NOTHING
    among = truth is (node.operator != "!=")
    kept = {
        outcome.code
        for outcome in outcomes(seen.declaration, seen.each)
        if ((outcome.code if left.field == "code" else outcome.status) in texts) is among
    }
    return Implied(codes={path: frozenset(kept)})


def _texts(node: Node) -> frozenset[str] | None:
    """The texts a literal, or a list of literals, holds."""
    items = node.items if isinstance(node, ListOf) else (node,)
    values = [item.value for item in items if isinstance(item, Literal) and isinstance(item.value, str)]
    return frozenset(values) if len(values) == len(items) else None


def unguarded(node: Node, known: Implied, checks: Checks) -> Iterator[tuple[Select, str]]:
    """The facts read where they may be missing, each with its check's path."""
    match node:
        case Select(target=target, field=name, test=test):
            path = path_of(target)
            seen = checks.get(path) if path else None
            if path and seen and seen.declaration and name in seen.declaration.facts:
                if not test and (path, name) not in known.whole(checks):
                    yield node, path
                return
        case Binary(operator="&&" | "||" as operator, left=left, right=right):
            truth = operator == "&&"
            yield from unguarded(left, known.also(implied(right, truth, checks)), checks)
            yield from unguarded(right, known.also(implied(left, truth, checks)), checks)
            return
    if isinstance(node, Conditional):
        yield from _in_conditional(node, known, checks)
        return
    if isinstance(node, Macro) and node.variable in {path.split(".")[0] for path in checks}:
        return  # the variable hides the check's name
    for child in children(node):
        yield from unguarded(child, known, checks)


def _in_conditional(node: Node, known: Implied, checks: Checks) -> Iterator[tuple[Select, str]]:
    test, then, otherwise = children(node)
    yield from unguarded(test, known, checks)
    yield from unguarded(then, known.also(implied(test, True, checks)), checks)
    yield from unguarded(otherwise, known.also(implied(test, False, checks)), checks)
