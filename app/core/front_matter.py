"""The front matter of an article or a fragment: what it is called, what it asks, what it computes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from app.core.article import Expression, Input, Place, Rule, Scalar
from app.core.fields import Claims, Fields, Report, check_name, look_up_text
from app.core.input_source import read_inputs
from app.core.yaml_source import ListNode, MapNode, Node, ScalarNode

ARTICLE_KEYS: Final = (
    *("format", "id", "title", "document", "summary", "category", "tags", "lang", "related", "start"),
    *("inputs", "values", "tables", "rules", "was"),
)
FRAGMENT_KEYS: Final = ("format", "kind", "id", "title", "summary", "lang", "start", "params", "returns")
_LANG: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)

LoadTable = Callable[[str, Place], MapNode | None]


@dataclass(slots=True)
class Front:
    """What the front matter says. For a fragment `inputs` are its params; `id` and `title` may be empty."""

    fields: Fields
    names: Claims
    id: str | None = None
    title: str = ""
    inputs: dict[str, Input] = field(default_factory=dict)
    values: dict[str, Expression] = field(default_factory=dict)
    tables: dict[str, dict[str, Scalar]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    returns: tuple[str, ...] = ()


def read_front(node: MapNode, report: Report, load: LoadTable) -> Front:
    """The front matter of an article. `load` reads a table's file out of `_data/`."""
    fields = Fields(node, report, "The front matter", ARTICLE_KEYS)
    front = Front(fields, Claims(report, "duplicate-name"))
    fields.require("format", "id", "title")
    _format(fields)
    front.id = fields.ident()
    front.title = look_up_text(fields.text("title"))
    _claim_names(front, ("inputs", "values", "tables"))
    front.tables = _tables(front, load)
    front.inputs = read_inputs(fields, "inputs", front.names, front.tables, label_needed=True)
    front.values = _values(front)
    front.rules = _rules(fields)
    return front


def read_fragment_front(node: MapNode, report: Report) -> Front:
    """The front matter of a fragment: `params` in place of inputs, and the names of its returns."""
    fields = Fields(node, report, "The front matter of a fragment", FRAGMENT_KEYS)
    front = Front(fields, Claims(report, "duplicate-name"))
    fields.require("kind")
    fields.choice("kind", ("fragment",))
    _format(fields)
    front.id = fields.ident()
    front.title = fields.text("title")
    _claim_names(front, ("params",))
    front.inputs = read_inputs(fields, "params", front.names, {}, label_needed=False)
    front.returns = fields.ids("returns")
    return front


def language(fields: Fields) -> str:
    """The `lang` of the file, `en` where it is left out or is no language tag (BCP 47)."""
    node = fields.scalar("lang")
    if node is None:
        return "en"
    if _LANG.fullmatch(node.text):
        return node.text
    fields.report.tell("wrong-value", node.place, "Write a language tag such as `en`, `de` or `pt-BR`.")
    return "en"


def document_number(fields: Fields) -> int | None:
    """The old document number, a whole number above 0."""
    number = fields.number("document")
    if number is None:
        return None
    if number == int(number) and 0 < number < 10**12:
        return int(number)
    fields.wrong("document", "a whole number above 0")
    return None


def category(fields: Fields) -> tuple[str, ...]:
    """The parts of the category path, from the top."""
    parts = tuple(part.strip() for part in fields.text("category").split(" / "))
    return tuple(part for part in parts if part)


def _format(fields: Fields) -> None:
    node = fields.scalar("format", "the number 1")
    if node is not None and node.text != "1":
        fields.report.tell("wrong-value", node.place, "Write `format: 1`; no other version of the format exists.")


def _claim_names(front: Front, keys: tuple[str, ...]) -> None:
    """Claim the names in the order of the file, so that the later of two is told whatever the order of reading."""
    for key, node in front.fields.node:
        for name, _ in node if key.text in keys and isinstance(node, MapNode) else ():
            if check_name(name, front.fields.report):
                front.names.claim(name.text, name.place)


def _values(front: Front) -> dict[str, Expression]:
    values: dict[str, Expression] = {}
    mapping = front.fields.mapping("values", "a mapping of names to expressions in quotes")
    for name, node in mapping or ():
        if not front.names.holds(name):
            continue
        if isinstance(node, ScalarNode) and node.text:
            values[name.text] = Expression(node.text, node.inner)
        else:
            message = f"The value `{name.text}` takes an expression. Write it in quotes."
            front.fields.report.tell("wrong-type", node.place, message)
    return values


def _tables(front: Front, load: LoadTable) -> dict[str, dict[str, Scalar]]:
    tables: dict[str, dict[str, Scalar]] = {}
    mapping = front.fields.mapping("tables", "a mapping of names to tables")
    for name, node in mapping or ():
        if not front.names.holds(name):
            continue
        if not isinstance(node, MapNode):
            message = f"The table `{name.text}` takes a mapping of texts to values, or `{{from: file}}`. Write it so."
            front.fields.report.tell("wrong-type", node.place, message)
            continue
        source = node.get("from")
        if len(node.pairs) == 1 and isinstance(source, ScalarNode):
            loaded = load(source.text, source.place)
            tables[name.text] = _table(loaded, front.fields.report) if loaded is not None else {}
        else:
            tables[name.text] = _table(node, front.fields.report)
    return tables


def _table(node: MapNode, report: Report) -> dict[str, Scalar]:
    rows: dict[str, Scalar] = {}
    for key, value in node:
        if isinstance(value, ScalarNode):
            rows[key.text] = value.value
        else:
            report.tell("wrong-type", value.place, f"The row `{key.text}` takes one value. Write a text or a number.")
    return rows


def _rules(fields: Fields) -> tuple[Rule, ...]:
    node = fields.raw("rules")
    if node is None:
        return ()
    if not isinstance(node, ListNode):
        fields.wrong("rules", "a list of rules, each with `that`, `say` and `input`")
        return ()
    rules = (_rule(fields, item) for item in node.items)
    return tuple(rule for rule in rules if rule is not None)


def _rule(fields: Fields, node: Node) -> Rule | None:
    rule = fields.child("rules", node, "A rule", ("that", "say", "input"))
    if rule is None or not rule.require("that", "say", "input"):
        return None
    that, say, name = rule.expression("that"), rule.text("say"), rule.text("input")
    if that is None or not say or not name:
        return None
    return Rule(that, look_up_text(say), name, rule.place_of("input"), rule.place_of("say"))
