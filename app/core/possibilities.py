"""Evaluates conditions for every case there is, where the cases are few: outcomes of checks, choices, answers.

A number that is only compared with written ones is tried at each of these, between them and beyond. What cannot be
enumerated (texts, facts) is UNKNOWN: it may be anything, an error included. The logic of errors is CEL's:
`false && error` is false, `true || error` is true.
"""

from __future__ import annotations

import itertools
import math
import operator as operators
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.core.article import Input
from app.core.checking import Declaration
from app.core.implications import outcomes, path_of
from app.core.kinds import NOT_RUN, Shape
from app.core.surroundings import Surroundings
from app.core.syntax import Binary, Conditional, Index, ListOf, Literal, Macro, Name, Node, Select, Unary, nodes

MOST_CASES: Final = 512
_ORDERS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


class _Mark:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Sample:
    """One number out of a stretch in which no written number lies: it says nothing beside another sample."""

    number: float


UNKNOWN: Final = _Mark("UNKNOWN")
ERROR: Final = _Mark("ERROR")
Case = Mapping[str, object]  # name or dotted path → text or None; a check's path → (code, status)


@dataclass(frozen=True, slots=True)
class Cases:
    """The finite names of some trees, each with what it may be. `values` are the trees of the article's values."""

    around: Surroundings
    values: Mapping[str, Node]
    domains: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    def every(self) -> Iterator[Case]:
        """All cases; none at all where there are too many."""
        if math.prod(map(len, self.domains.values())) <= MOST_CASES:
            for combination in itertools.product(*self.domains.values()):
                yield dict(zip(self.domains, combination, strict=True))

    def result(self, tree: Node, case: Case) -> object:
        """What a tree gives in a case: a value, UNKNOWN or ERROR."""
        return _Evaluation(self, case).of(tree)


def finite_names(trees: list[Node], around: Surroundings, values: Mapping[str, Node]) -> dict[str, tuple[object, ...]]:
    """The names with few values in these trees, through values too, each with all it may be, null included."""
    every = list(_expanded(trees, values))
    mentioned = {each.value for each in every if isinstance(each, Literal) and isinstance(each.value, str)}
    hidden = {each.variable for each in every if isinstance(each, Macro)}
    found: dict[str, tuple[object, ...]] = {}
    for node in every:
        path = path_of(node)
        if path is None or path.split(".")[0] in hidden:
            continue
        if path in around.checks:
            declaration = around.checks[path].declaration
            if declaration is not None:
                found[path] = _outcomes(declaration, mentioned, around.checks[path].each)
        elif (shape := _shape(path, around)) and shape.domain and not path.endswith((".code", ".status")):
            found[path] = (*shape.domain.texts, None)
    numbers = {
        name: samples for name, declared in around.scope.inputs.items() if (samples := _samples(declared, every))
    }
    if math.prod(map(len, [*found.values(), *numbers.values()])) <= MOST_CASES:
        found |= numbers
    return found


def _samples(declared: Input, every: list[Node]) -> tuple[object, ...]:
    """What a number may be, as far as the numbers written in some trees tell it apart; nothing for other inputs."""
    used = any(isinstance(node, Name) and node.name == declared.name for node in every)
    written = {node.value for node in every if isinstance(node, Literal) and isinstance(node.value, float)}
    if not used or not written or declared.type not in ("number", "year", "port"):
        return ()
    marks = sorted(written | {-number for number in written})
    between = [(low + high) / 2 for low, high in itertools.pairwise(marks)]
    points = {marks[0] - 1, *marks, *between, marks[-1] + 1}
    low = declared.min if isinstance(declared.min, float) else -math.inf
    high = declared.max if isinstance(declared.max, float) else math.inf
    points = {point for point in points if low <= point <= high} | {end for end in (low, high) if math.isfinite(end)}
    return (*map(Sample, sorted(points)), None)


def _outcomes(declaration: Declaration, mentioned: set[str], each: bool) -> tuple[object, ...]:
    """(code, status) of every outcome; those that no condition can tell apart stand for one another."""
    kinds: dict[tuple[str, str], object] = {}
    for outcome in outcomes(declaration, each):
        name = outcome.code if outcome.code in mentioned or outcome.code == NOT_RUN else ""
        kinds.setdefault((name, outcome.status), (outcome.code, outcome.status))
    return tuple(kinds.values())


def _shape(path: str, around: Surroundings) -> Shape | None:
    head, _, rest = path.partition(".")
    found = around.names.get(head)
    return found.fields.get(rest) if found is not None and rest else found


def _expanded(trees: list[Node], values: Mapping[str, Node]) -> Iterator[Node]:
    seen: set[str] = set()
    todo = list(trees)
    while todo:
        for node in nodes(todo.pop()):
            yield node
            if isinstance(node, Name) and node.name in values and node.name not in seen:
                seen.add(node.name)
                todo.append(values[node.name])


class _Evaluation:
    def __init__(self, cases: Cases, case: Case) -> None:
        self._cases = cases
        self._case = case
        self._worked_out: dict[str, object] = {}

    def of(self, node: Node) -> object:
        match node:
            case Literal(kind="bytes"):
                return UNKNOWN
            case Literal(value=value):
                return value
            case Name() | Select() | Index():
                return self._path(node)
            case ListOf(items=items):
                return self._list([self.of(item) for item in items])
            case Unary(operator="!", operand=operand):
                return _negated(self.of(operand))
            case Unary(operand=operand):
                number = self.of(operand)
                return -number if isinstance(number, float) else UNKNOWN
            case Binary(operator="&&" | "||" as operator, left=left, right=right):
                return _joined(self.of(left), self.of(right), operator == "||")
            case Binary(operator=operator, left=left, right=right):
                return _compared(operator, self.of(left), self.of(right))
            case Conditional(test=test, then=then, otherwise=otherwise):
                chosen = self.of(test)
                if isinstance(chosen, bool):
                    return self.of(then if chosen else otherwise)
                return UNKNOWN if chosen is UNKNOWN else ERROR
        return UNKNOWN

    def _list(self, items: list[object]) -> object:
        if ERROR in items:
            return ERROR
        return UNKNOWN if any(item is UNKNOWN or isinstance(item, Sample) for item in items) else items

    def _path(self, node: Node) -> object:
        path = path_of(node)
        if path is None:
            return UNKNOWN
        if path in self._case and not isinstance(self._case[path], tuple):
            return self._case[path]
        above, _, last = path.rpartition(".")
        if above in self._case and isinstance(outcome := self._case[above], tuple):
            return outcome[0] if last == "code" else outcome[1] if last == "status" else UNKNOWN
        return self._value(path) if path in self._cases.values else UNKNOWN

    def _value(self, name: str) -> object:
        """A value of the article, worked out once for each case; null where it cannot be, as in a circle."""
        if name not in self._worked_out:
            self._worked_out[name] = UNKNOWN
            result = self.of(self._cases.values[name])
            self._worked_out[name] = None if result is ERROR else result
        return self._worked_out[name]


def _negated(value: object) -> object:
    if isinstance(value, bool):
        return not value
    return UNKNOWN if value is UNKNOWN else ERROR


def _joined(left: object, right: object, decisive: bool) -> object:
    """`||` where true decides, `&&` where false does."""
    if left is decisive or right is decisive:
        return decisive
    if UNKNOWN in (left, right):
        return UNKNOWN
    return (not decisive) if left is right is (not decisive) else ERROR


def _compared(operator: str, left: object, right: object) -> object:
    if ERROR in (left, right):
        return ERROR
    sampled = isinstance(left, Sample) or isinstance(right, Sample)
    if isinstance(left, Sample) and isinstance(right, Sample):
        return UNKNOWN
    left, right = (side.number if isinstance(side, Sample) else side for side in (left, right))
    if UNKNOWN in (left, right):
        return UNKNOWN
    if operator in _ORDERS and isinstance(left, float) and isinstance(right, float) and sampled:
        return _ORDERS[operator](left, right)
    if operator not in ("==", "!=", "in"):
        return UNKNOWN
    if operator == "in":
        return left in right if isinstance(right, list) else UNKNOWN
    return (left == right) is (operator == "==")
