"""Shapes of values as the linter knows them, coarser than CEL's types: what compares with what, which texts may occur.

A `Shape` says nothing about null: every input, answer and value may be null before it is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal as OneOf

from app.core.article import Input, Scalar
from app.core.checking import Declaration, FactType

Word = OneOf["any", "number", "text", "yes or no", "date", "duration", "null", "list", "table", "check", "answers"]


@dataclass(frozen=True, slots=True)
class Domain:
    """The only texts something can be. `code` is the problem told for any other, `what` its name in a sentence."""

    texts: tuple[str, ...]
    code: str
    what: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What an expression gives. `element` is of lists and tables; `fields` of checks and the like."""

    word: Word
    domain: Domain | None = None
    element: Shape | None = None
    fields: Mapping[str, Shape] = field(default_factory=dict)
    about: str = ""  # the check's name, the table's name: for sentences
    known: frozenset[str] | None = None  # the only keys of a table, the only steps of `answers`


ANY = Shape("any")
NUMBER = Shape("number")
TEXT = Shape("text")
BOOL = Shape("yes or no")
DATE = Shape("date")
DURATION = Shape("duration")
NULL = Shape("null")
TEXTS = Shape("list", element=TEXT)
STATUSES = ("pass", "warn", "fail", "unknown")
STATUS = Shape("text", Domain(STATUSES, "unknown-status", "status"))
NOT_RUN = "not-run"
NO_ELEMENTS = "no-elements"  # of a check with `each` over an empty list

_FACTS: Mapping[FactType, Shape] = {
    "text": TEXT,
    "number": NUMBER,
    "date": DATE,
    "texts": TEXTS,
    "answers": Shape("table", element=TEXTS),
    "hops": Shape("list", element=ANY),
}


def of_input(declared: Input) -> Shape:
    """What an input gives once it is known (`inputs.py` normalises so)."""
    match declared.type:
        case "number" | "year" | "port":
            return NUMBER
        case "date":
            return DATE
        case "yes-no":
            return Shape("text", Domain(("yes", "no"), "unknown-option", "answer"))
        case "choice":
            return Shape("text", _choices(declared))
        case "choices":
            return Shape("list", element=Shape("text", _choices(declared)))
    return TEXT


def _choices(declared: Input) -> Domain:
    return Domain(tuple(declared.options), "unknown-option", f"value of `{declared.name}`")


def of_check(declaration: Declaration | None, each: bool) -> Shape:
    """The object a check is to conditions; anything goes where the check is not known (that is told elsewhere)."""
    if declaration is None:
        return ANY
    fields: dict[str, Shape] = {name: _FACTS[kind] for name, kind in declaration.facts.items()}
    more = (NOT_RUN, NO_ELEMENTS) if each else (NOT_RUN,)
    domain = Domain((*declaration.codes, *more), "unknown-code", f"code of `{declaration.name}`")
    fields["status"] = STATUS
    fields["code"] = Shape("text", domain)
    if each:
        one = Shape("check", fields=dict(fields), about=declaration.name)
        fields["each"] = Shape("table", element=one)
    return Shape("check", fields=fields, about=declaration.name)


def of_scalar(value: Scalar) -> Shape:
    match value:
        case None:
            return NULL
        case bool():
            return BOOL
        case str():
            return TEXT
    return NUMBER


def of_table(name: str, table: Mapping[str, Scalar]) -> Shape:
    return Shape("table", element=together(*map(of_scalar, table.values())), about=name, known=frozenset(table))


def together(*shapes: Shape) -> Shape:
    """One shape for several; null gives way, and what does not agree becomes anything."""
    found = [shape for shape in shapes if shape.word != "null"]
    if not found:
        return NULL if shapes else ANY
    first = found[0]
    if all(shape == first for shape in found):
        return first
    if all(shape.word == first.word for shape in found):
        elements = [shape.element for shape in found if shape.element is not None]
        return Shape(first.word, element=together(*elements) if elements else None)
    return ANY


def comparable(left: Shape, right: Shape) -> bool:
    """Whether `==` between them can ever be true, whatever the values."""
    if "any" in (left.word, right.word) or "null" in (left.word, right.word):
        return True
    if left.word != right.word:
        return False
    if left.element is not None and right.element is not None:
        return comparable(left.element, right.element)
    return True


def spoken(shape: Shape, low: bool = False) -> str:
    """The word for a shape in a sentence, or at its beginning."""
    word = {
        "number": "a number",
        "text": "a text",
        "yes or no": "true or false",
        "date": "a date",
        "duration": "a duration",
        "null": "null",
        "list": "a list",
        "table": "a table",
        "check": "a check",
        "answers": "the answers",
    }.get(shape.word, "anything")
    return word if low else word[0].upper() + word[1:]
