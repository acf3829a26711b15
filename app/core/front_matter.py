"""The front matter of an article or a fragment: what it is called, what it asks, what it computes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, get_args

from app.core.article import Expression, Input, InputType, Place, Rule, Scalar
from app.core.errors import BadInput
from app.core.fields import Fields, Report, check_name, look_up_text
from app.core.inputs import normalise, pattern_problem
from app.core.yaml_source import ListNode, MapNode, Node, ScalarNode

ARTICLE_KEYS: Final = (
    *("format", "id", "title", "document", "summary", "category", "tags", "lang", "related", "start"),
    *("inputs", "values", "tables", "rules", "was"),
)
FRAGMENT_KEYS: Final = ("format", "kind", "id", "title", "summary", "lang", "start", "params", "returns")
INPUT_KEYS: Final = (
    *("type", "label", "hint", "example", "default", "options", "optional", "personal"),
    *("min", "max", "pattern", "message"),
)
INPUT_TYPES: Final[tuple[InputType, ...]] = get_args(InputType)
_LANG: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

LoadTable = Callable[[str, Place], MapNode | None]


@dataclass(slots=True)
class Claims:
    """Names or ids that may be taken once only, with the line where they were."""

    report: Report
    code: str
    taken: dict[str, Place] = field(default_factory=dict)

    def claim(self, name: str, place: Place) -> bool:
        first = self.taken.setdefault(name, place)
        if first is place:
            return True
        message = f"`{name}` is already taken in line {first.line}. Choose another."
        self.report.tell(self.code, place, message)
        return False


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
    front.tables = _tables(front, load)
    front.inputs = read_inputs(front, "inputs", label_needed=True)
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
    front.inputs = read_inputs(front, "params", label_needed=False)
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


def read_inputs(front: Front, key: str, *, label_needed: bool) -> dict[str, Input]:
    """Name → input, for `inputs` and for a fragment's `params`."""
    inputs: dict[str, Input] = {}
    mapping = front.fields.mapping(key, "a mapping of names to inputs, such as `domain: {type: domain, label: …}`")
    for name, node in mapping or ():
        if check_name(name, front.fields.report) and front.names.claim(name.text, name.place):
            inp = _input(front, name, node, label_needed=label_needed)
            if inp is not None:
                inputs[name.text] = inp
    return inputs


def _input(front: Front, name: ScalarNode, node: Node, *, label_needed: bool) -> Input | None:
    fields = front.fields.child(name.text, node, f"The input `{name.text}`", INPUT_KEYS)
    if fields is None:
        return None
    fields.require(*(("type", "label") if label_needed else ("type",)))
    kind = next((each for each in INPUT_TYPES if each == fields.choice("type", INPUT_TYPES)), None)
    if kind is None:
        return None
    inp = Input(
        name=name.text,
        type=kind,
        label=look_up_text(fields.text("label")) or name.text,
        hint=fields.text("hint"),
        example=fields.text("example"),
        options=_options(front, fields, kind),
        optional=fields.flag("optional"),
        personal=fields.flag("personal"),
        min=_bound(fields, "min", kind),
        max=_bound(fields, "max", kind),
        pattern=_input_pattern(fields),
        message=fields.text("message") or None,
        place=name.place,
        places=fields.places(),
    )
    return _with_default(inp, fields)


def _options(front: Front, fields: Fields, kind: InputType) -> dict[str, str]:
    if kind not in {"choice", "choices"}:
        if "options" in fields:
            message = f"Drop `options`, or make the type `choice`: a {kind} has none."
            fields.report.tell("unknown-key", fields.key_place("options"), message)
        return {}
    if not fields.require("options"):
        return {}
    mapping = fields.mapping("options", "a mapping of values to labels, such as `{small: Small, large: Large}`")
    if mapping is None:
        return {}
    source = mapping.get("from")
    if len(mapping.pairs) == 1 and isinstance(source, ScalarNode):
        return _options_of_table(front, source)
    options: dict[str, str] = {}
    for value, label in mapping:
        if isinstance(label, ScalarNode):
            options[value.text] = label.text or value.text
        else:
            fields.report.tell("wrong-type", label.place, f"The option `{value.text}` takes a label. Write it as text.")
    if not options:
        fields.report.tell("wrong-value", mapping.place, "Give one option or more.")
    return options


def _options_of_table(front: Front, source: ScalarNode) -> dict[str, str]:
    table = front.tables.get(source.text)
    if table is None:
        message = f"There is no table `{source.text}`. Add it under `tables`, or correct the name."
        front.fields.report.tell("unknown-table", source.place, message)
        return {}
    # Labels where the table holds words for people; a table of dates or numbers is chosen from by its keys.
    worded = all(isinstance(value, str) and value and not _DATE.fullmatch(value) for value in table.values())
    return {key: str(value) if worded else key for key, value in table.items()}


def _bound(fields: Fields, key: str, kind: InputType) -> Scalar:
    if kind != "date":
        return fields.number(key)
    node = fields.scalar(key, "a date such as 2026-04-05")
    if node is None:
        return None
    try:
        return str(normalise(Input(key, "date", key), node.text))
    except BadInput:
        fields.wrong(key, "a date such as 2026-04-05")
        return None


def _input_pattern(fields: Fields) -> str | None:
    node = fields.scalar("pattern", "a regular expression in quotes")
    if node is None:
        return None
    reason = pattern_problem(node.text)
    if reason is None:
        return node.text
    fields.report.tell("bad-pattern", node.inner, f"Correct this pattern: RE2 cannot read it ({reason}).")
    return None


def _with_default(inp: Input, fields: Fields) -> Input:
    """The input with its default, normalised as if it had been typed."""
    node = fields.raw("default")
    if isinstance(inp.min, float) and isinstance(inp.max, float) and inp.min > inp.max:
        fields.report.tell("wrong-value", fields.place_of("min"), "Make `min` no larger than `max`.")
    if node is None or (isinstance(node, ScalarNode) and fields.scalar("default") is None):
        return inp
    raw: object = None
    if isinstance(node, ScalarNode):
        raw = node.text
    elif isinstance(node, ListNode) and inp.type == "choices":
        raw = [item.text for item in node.items if isinstance(item, ScalarNode)]
    else:
        fields.wrong("default", "a value of the input's type")
        return inp
    try:
        default = normalise(inp, raw)
    except BadInput as error:
        fields.report.tell("bad-default", node.place, f"Change the default, which would be refused: {error.message}")
        return inp
    return replace(inp, default=default)


def _values(front: Front) -> dict[str, Expression]:
    values: dict[str, Expression] = {}
    mapping = front.fields.mapping("values", "a mapping of names to expressions in quotes")
    for name, node in mapping or ():
        if not check_name(name, front.fields.report) or not front.names.claim(name.text, name.place):
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
        if not check_name(name, front.fields.report) or not front.names.claim(name.text, name.place):
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
    return Rule(that, look_up_text(say), name, rule.place_of("input"))
