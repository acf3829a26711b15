"""The tree of a condition: what `expression.py` reads and the linter and `conditions.py` look into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

LiteralKind = OneOf["number", "text", "bytes", "bool", "null"]


@dataclass(frozen=True, slots=True)
class Node:
    """`start` and `end` are offsets into the source; `column` counts from 1."""

    start: int
    end: int

    @property
    def column(self) -> int:
        return self.start + 1


@dataclass(frozen=True, slots=True)
class Literal(Node):
    kind: LiteralKind
    value: str | float | bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Select(Node):
    """`target.field`; `test` where it stands in `has(…)`. `at` is the offset of the field's name."""

    target: Node
    field: str
    at: int
    test: bool = False


@dataclass(frozen=True, slots=True)
class Index(Node):
    target: Node
    index: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MapOf(Node):
    entries: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class Unary(Node):
    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    test: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(args)` or, with a target, `target.function(args)`. `at` is the offset of the function's name."""

    function: str
    target: Node | None
    args: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Macro(Node):
    """`target.kind(variable, …)`: `args` are what follows the variable, which only they see."""

    kind: str
    target: Node
    variable: str
    args: tuple[Node, ...]
    at: int


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below, in the order of the source."""
    match node:
        case Select(target=target):
            return (target,)
        case Index(target=target, index=index):
            return (target, index)
        case ListOf(items=items):
            return items
        case MapOf(entries=entries):
            return tuple(part for entry in entries for part in entry)
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Conditional(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)
        case Call(target=target, args=args):
            return args if target is None else (target, *args)
        case Macro(target=target, args=args):
            return (target, *args)
    return ()


def free_names(node: Node, bound: frozenset[str] = frozenset()) -> Iterator[Name]:
    """Every name the surroundings must supply, as often as it stands there; variables of macros are not among them."""
    if isinstance(node, Name):
        if node.name not in bound:
            yield node
        return
    if isinstance(node, Macro):
        yield from free_names(node.target, bound)
        for arg in node.args:
            yield from free_names(arg, bound | {node.variable})
        return
    for child in children(node):
        yield from free_names(child, bound)


def nodes(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the source."""
    yield node
    for child in children(node):
        yield from nodes(child)
