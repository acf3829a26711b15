"""CEL's functions as articles may call them: what they take and what they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.core.kinds import ANY, BOOL, DATE, DURATION, NUMBER, TEXT, Shape, Word


@dataclass(frozen=True, slots=True)
class Signature:
    """`takes` are the words each argument may have, the target of a method call first; None takes anything."""

    takes: tuple[tuple[Word, ...] | None, ...]
    gives: Shape
    method: bool | None = None  # True: only as `x.f()`; False: only as `f(x)`; None: both


_TEXT: Final[tuple[Word, ...]] = ("text",)
_DATE: Final[tuple[Word, ...]] = ("date",)
_MOMENT: Final[tuple[Word, ...]] = ("date", "duration")
_TEST: Final = Signature((_TEXT, _TEXT), BOOL)
_OF_DATE: Final = Signature((_DATE,), NUMBER, method=True)
_OF_MOMENT: Final = Signature((_MOMENT,), NUMBER, method=True)

FUNCTIONS: Final[Mapping[str, Signature]] = {
    "date": Signature((_TEXT,), DATE, method=False),
    "days": Signature((_DATE, _DATE), NUMBER, method=False),
    "size": Signature((("text", "list", "table"),), NUMBER),
    "int": Signature((("number", "text", "date"),), NUMBER, method=False),
    "uint": Signature((("number", "text"),), NUMBER, method=False),
    "double": Signature((("number", "text"),), NUMBER, method=False),
    "string": Signature((("number", "text", "date", "duration", "yes or no"),), TEXT, method=False),
    "bool": Signature((("yes or no", "text"),), BOOL, method=False),
    "timestamp": Signature((_TEXT,), DATE, method=False),
    "duration": Signature((_TEXT,), DURATION, method=False),
    "dyn": Signature((None,), ANY, method=False),
    "type": Signature((None,), ANY, method=False),
    "bytes": Signature((_TEXT,), ANY, method=False),
    "contains": _TEST,
    "startsWith": _TEST,
    "endsWith": _TEST,
    "matches": _TEST,
    "getFullYear": _OF_DATE,
    "getMonth": _OF_DATE,
    "getDate": _OF_DATE,
    "getDayOfMonth": _OF_DATE,
    "getDayOfWeek": _OF_DATE,
    "getDayOfYear": _OF_DATE,
    "getHours": _OF_MOMENT,
    "getMinutes": _OF_MOMENT,
    "getSeconds": _OF_MOMENT,
    "getMilliseconds": _OF_MOMENT,
}
TYPE_NAMES: Final = frozenset({"int", "uint", "double", "string", "bool", "bytes", "list", "map", "type", "null_type"})
ARITHMETIC: Final[Mapping[tuple[str, Word, Word], Shape]] = {
    ("+", "number", "number"): NUMBER,
    ("+", "text", "text"): TEXT,
    ("+", "date", "duration"): DATE,
    ("+", "duration", "date"): DATE,
    ("+", "duration", "duration"): DURATION,
    ("-", "number", "number"): NUMBER,
    ("-", "date", "date"): DURATION,
    ("-", "date", "duration"): DATE,
    ("-", "duration", "duration"): DURATION,
    ("*", "number", "number"): NUMBER,
    ("/", "number", "number"): NUMBER,
    ("%", "number", "number"): NUMBER,
}
