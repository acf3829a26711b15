"""How much a condition may cost, estimated before it ever runs: macros multiply, and each may feed the next.

Lists that are only known on the walk (facts, choices, tables) count as 30 elements of size 4. The estimate is a bound
on purpose, not a measurement: it keeps out what would take seconds or gigabytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.core.syntax import Binary, Conditional, ListOf, Literal, Macro, MapOf, Name, Node, children

MOST: Final = 500_000


@dataclass(frozen=True, slots=True)
class Effort:
    """Of a result: how many elements it has, how large one of them is at most; and the work until it is there."""

    count: int
    element: int
    work: int

    @property
    def size(self) -> int:
        return max(1, self.count * self.element)


UNKNOWN: Final = Effort(30, 4, 1)
ONE: Final = Effort(1, 1, 1)


def effort(node: Node, bound: Mapping[str, Effort] | None = None) -> Effort:
    """The estimate for a tree; `bound` are the variables of the macros around it."""
    bound = bound or {}
    match node:
        case Literal(text=text):
            return Effort(1, 1 + len(text) // 8, 1)
        case Name(name=name):
            return bound.get(name, UNKNOWN)
        case Macro():
            return _macro(node, bound)
    parts = [effort(child, bound) for child in children(node)]
    work = 1 + sum(part.work for part in parts)
    match node:
        case ListOf() | MapOf():
            return Effort(len(parts), max((part.size for part in parts), default=1), work + len(parts))
        case Binary(operator="+"):
            count = sum(part.count for part in parts)
            return Effort(count, max(part.element for part in parts), work + sum(part.size for part in parts) // 32)
        case Binary():
            return Effort(1, 1, work + min(part.size for part in parts) // 32)
        case Conditional():
            largest = max(parts[1:], key=lambda part: part.size)
            return Effort(largest.count, largest.element, work)
    largest = max(parts, key=lambda part: part.size, default=ONE)
    return Effort(largest.count, largest.element, work)


def _macro(node: Macro, bound: Mapping[str, Effort]) -> Effort:
    target = effort(node.target, bound)
    # An element may be a list itself: it counts as one, of as many elements as it is large.
    inside = {**bound, node.variable: Effort(target.element, 1, 1)}
    bodies = [effort(arg, inside) for arg in node.args]
    work = target.work + target.count * sum(body.work for body in bodies)
    if node.kind == "map":
        return Effort(target.count, bodies[-1].size, work + target.count)
    return Effort(target.count, target.element, work) if node.kind == "filter" else Effort(1, 1, work)
