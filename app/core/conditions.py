"""Conditions, values and look-ups: CEL as articles mean it, on the `cel` package.

An article's numbers are doubles, so every source is read by our own parser and written anew for the library: integer
literals become doubles except as a list index, and the few functions that would give integers, or that count bytes
(`size`), go through the functions below. Measured: 8 µs an evaluation with a plain dict as environment.
"""

from __future__ import annotations

import logging
import math
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import ModuleType
from typing import Final

# The package imports its own command line, and with that a terminal library: 6 MB in every worker, for nothing.
sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))
import cel  # noqa: E402

from app.core.errors import EvaluationFailed, ExpressionProblem  # noqa: E402
from app.core.expression import parse_expression  # noqa: E402
from app.core.syntax import (  # noqa: E402
    Binary,
    Call,
    Conditional,
    Index,
    ListOf,
    Literal,
    Macro,
    MapOf,
    Name,
    Node,
    Select,
    Unary,
    free_names,
)

__all__ = ["Compiled", "EvaluationFailed", "ExpressionProblem", "compile_expression", "day", "holds", "value"]

# The library warns of every function that raises; here that is an answer (the condition does not hold), not news.
logging.getLogger("cel").setLevel(logging.CRITICAL)

_WHOLE_NUMBER_METHODS: Final = frozenset(
    {"getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"}
    | {"getHours", "getMinutes", "getSeconds", "getMilliseconds"}
)
_MACROS: Final = {"existsOne": "exists_one"}


def day(text: str) -> datetime:
    """`2026-04-05` as UTC midnight. Raises ValueError for anything else."""
    if len(text) != 10:
        raise ValueError("a date is written like 2026-04-05")
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)


def _days(start: datetime, end: datetime) -> float:
    """Whole days from one to the other, negative where the other is earlier."""
    return float(math.trunc((end - start) / timedelta(days=1)))


def _size(thing: object) -> float:
    if isinstance(thing, str | bytes | list | dict):
        return float(len(thing))
    raise TypeError("size wants text, a list or a table")


def _index(key: object) -> object:
    """A number as a list takes it; whole or nothing."""
    if isinstance(key, float):
        if not key.is_integer():
            raise TypeError("a list index is a whole number")
        return int(key)
    return key


def _mod(left: float, right: float) -> float:
    return math.fmod(left, right)


def _int(thing: object) -> float:
    if isinstance(thing, datetime):
        return float(math.floor(thing.timestamp()))
    if isinstance(thing, str):
        return float(int(thing))
    if isinstance(thing, int | float) and not isinstance(thing, bool):
        return float(math.trunc(thing))
    raise TypeError("int wants a number, text or a date")


def _string(thing: object) -> str:
    """CEL's string(): whole numbers without a point, so that `deadline[string(year)]` finds its key."""
    match thing:
        case bool():
            return "true" if thing else "false"
        case str():
            return thing
        case int() | float():
            return str(int(thing)) if math.isfinite(thing) and thing == int(thing) else repr(float(thing))
        case datetime():
            return thing.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case timedelta():
            return f"{thing.total_seconds():g}s"
        case bytes():
            return thing.decode()
    raise TypeError("string wants a number, text, a date or true and false")


def _bool(thing: object) -> bool:
    if isinstance(thing, bool):
        return thing
    if isinstance(thing, str) and thing in ("true", "false"):
        return thing == "true"
    raise TypeError("bool wants true or false")


_FUNCTIONS: Final[Mapping[str, Callable[..., object]]] = {
    "date": day,
    "days": _days,
    "bool": _bool,
    "_size": _size,
    "_index": _index,
    "_mod": _mod,
    "_int": _int,
    "_string": _string,
}
_REWRITTEN: Final = {"size": "_size", "int": "_int", "uint": "_int", "string": "_string"}


class Compiled:
    """A condition ready to be evaluated any number of times, from any thread."""

    __slots__ = ("_functions", "_program", "names", "source")

    def __init__(self, source: str, tree: Node) -> None:
        self.source = source
        self.names: frozenset[str] = frozenset(found.name for found in free_names(tree))
        used: set[str] = set()
        self._program = _program(_write(tree, used))
        self._functions = {name: _FUNCTIONS[name] for name in sorted(used)}

    def evaluate(self, env: Mapping[str, object]) -> object:
        """The result: bool, str, float, list, dict, datetime, timedelta, bytes or None. Raises EvaluationFailed.

        Only `names` are read from the environment; one that is not there is an error, as in CEL.
        """
        scope: dict[str, object] = dict(self._functions)
        for name in self.names:
            try:
                scope[name] = _widen(env[name])
            except KeyError:  # not `in`: a mapping that works things out would do so twice
                continue
        try:
            result: object = self._program.execute(scope)
        except BaseException as error:
            if not _from_library(error):
                raise
            raise EvaluationFailed(str(error) or type(error).__name__, source=self.source) from error
        return _widen(result)


@lru_cache(maxsize=8192)
def compile_expression(source: str) -> Compiled:
    """A CEL text, compiled once. Raises ExpressionProblem with the column of what cannot be read."""
    return Compiled(source, parse_expression(source))


def holds(source: str, env: Mapping[str, object]) -> bool:
    """Whether a condition holds: only where it evaluates, and to exactly true."""
    return value(source, env) is True


def value(source: str, env: Mapping[str, object]) -> object:
    """What an expression gives; None where it cannot be read or evaluated."""
    try:
        return compile_expression(source).evaluate(env)
    except (EvaluationFailed, ExpressionProblem):
        return None


def _program(text: str) -> cel.Program:
    try:
        return cel.compile(text)
    except BaseException as error:
        if not _from_library(error):
            raise
        raise ExpressionProblem("CEL cannot read this: simplify it.", 1, detail=str(error)) from error


def _from_library(error: BaseException) -> bool:
    """A panic in the library's Rust arrives as a BaseException of a class that cannot be imported."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _widen(thing: object) -> object:
    """Whole numbers as doubles, within lists and tables too; what needs no change stays the same object."""
    kind = type(thing)
    if kind is int:
        return float(thing)  # type: ignore[arg-type]
    if kind is dict:
        return {key: _widen(part) for key, part in thing.items()}  # type: ignore[attr-defined]
    if kind is list or kind is tuple:
        return [_widen(part) for part in thing]  # type: ignore[attr-defined]
    if isinstance(thing, Mapping):
        return {key: _widen(part) for key, part in thing.items()}
    return thing


def _write(node: Node, used: set[str]) -> str:
    """The source of a tree for the library, bracketed but for long chains; `used` gathers the functions it needs."""
    match node:
        case Literal(kind="number", value=float(number)):
            return repr(number)
        case Literal(text=text):
            return text
        case Name(name=name):
            return name
        case Select(target=target, field=field, test=test):
            path = f"{_write(target, used)}.{field}"
            return f"has({path})" if test else path
        case Index(target=target, index=index):
            return f"{_write(target, used)}[{_key(index, used)}]"
        case ListOf(items=items):
            return f"[{', '.join(_write(item, used) for item in items)}]"
        case MapOf(entries=entries):
            return "{" + ", ".join(f"{_key(key, used)}: {_write(held, used)}" for key, held in entries) + "}"
        case Unary(operator=operator, operand=operand):
            inner = _write(operand, used)
            return operator + (inner if isinstance(operand, Unary) and operand.operator == operator else f"({inner})")
        case Binary(operator="%", left=left, right=right):
            used.add("_mod")
            return f"_mod({_write(left, used)}, {_write(right, used)})"
        case Binary(operator=operator, left=left, right=right):
            first = _write(left, used)
            if isinstance(left, Binary) and left.operator == operator:
                first = first[1:-1]  # the library's own parser goes no deeper than some 90 brackets
            return f"({first} {operator} {_write(right, used)})"
        case Conditional(test=test_, then=then, otherwise=otherwise):
            return f"({_write(test_, used)} ? {_write(then, used)} : {_write(otherwise, used)})"
        case Macro(kind=kind, target=target, variable=variable, args=args):
            parts = ", ".join((variable, *(_write(arg, used) for arg in args)))
            return f"{_write(target, used)}.{_MACROS.get(kind, kind)}({parts})"
        case Call():
            return _write_call(node, used)
    raise AssertionError(node)


def _write_call(call: Call, used: set[str]) -> str:
    name = call.function
    args = [_write(arg, used) for arg in call.args]
    if name in _WHOLE_NUMBER_METHODS and call.target is not None:
        return f"double({_write(call.target, used)}.{name}({', '.join(args)}))"
    if name in _REWRITTEN:
        args = args if call.target is None else [_write(call.target, used), *args]
        used.add(_REWRITTEN[name])
        return f"{_REWRITTEN[name]}({', '.join(args)})"
    if name in _FUNCTIONS:
        used.add(name)
    target = "" if call.target is None else f"{_write(call.target, used)}."
    return f"{target}{name}({', '.join(args)})"


def _key(node: Node, used: set[str]) -> str:
    """A list index or the key of a table: whole numbers stay whole."""
    if isinstance(node, Literal):
        if isinstance(node.value, float) and node.value.is_integer():
            return str(int(node.value))
        return node.text
    used.add("_index")
    return f"_index({_write(node, used)})"
