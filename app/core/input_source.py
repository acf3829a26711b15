"""The declarations of inputs, and of a fragment's params: what may be asked, and within which bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, get_args

from app.core.article import Input, InputType, Scalar
from app.core.errors import BadInput
from app.core.fields import Claims, Fields, look_up_text
from app.core.inputs import normalise, pattern_problem
from app.core.yaml_source import ListNode, Node, ScalarNode

INPUT_KEYS: Final = (
    *("type", "label", "hint", "example", "default", "options", "optional", "personal"),
    *("min", "max", "pattern", "message"),
)
INPUT_TYPES: Final[tuple[InputType, ...]] = get_args(InputType)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

Tables = Mapping[str, Mapping[str, Scalar]]


def read_inputs(front: Fields, key: str, names: Claims, tables: Tables, *, label_needed: bool) -> dict[str, Input]:
    """Name → input, for `inputs` and for a fragment's `params`; `names` are those claimed before."""
    inputs: dict[str, Input] = {}
    mapping = front.mapping(key, "a mapping of names to inputs, such as `domain: {type: domain, label: …}`")
    for name, node in mapping or ():
        if names.holds(name):
            inp = _input(front, name, node, tables, label_needed=label_needed)
            if inp is not None:
                inputs[name.text] = inp
    return inputs


def _input(front: Fields, name: ScalarNode, node: Node, tables: Tables, *, label_needed: bool) -> Input | None:
    fields = front.child(name.text, node, f"The input `{name.text}`", INPUT_KEYS)
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
        options=_options(fields, kind, tables),
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


def _options(fields: Fields, kind: InputType, tables: Tables) -> dict[str, str]:
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
        return _options_of_table(fields, source, tables)
    options: dict[str, str] = {}
    for value, label in mapping:
        if isinstance(label, ScalarNode):
            options[value.text] = label.text or value.text
        else:
            fields.report.tell("wrong-type", label.place, f"The option `{value.text}` takes a label. Write it as text.")
    if not options:
        fields.report.tell("wrong-value", mapping.place, "Give one option or more.")
    return options


def _options_of_table(fields: Fields, source: ScalarNode, tables: Tables) -> dict[str, str]:
    table = tables.get(source.text)
    if table is None:
        message = f"There is no table `{source.text}`. Add it under `tables`, or correct the name."
        fields.report.tell("unknown-table", source.place, message)
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


def _above(low: Scalar, high: Scalar) -> bool:
    """Whether a lower bound lies above the upper one; both are numbers, or both ISO dates."""
    if isinstance(low, float) and isinstance(high, float):
        return low > high
    return isinstance(low, str) and isinstance(high, str) and low > high


def _input_pattern(fields: Fields) -> str | None:
    node = fields.scalar("pattern", "a regular expression in quotes")
    if node is None:
        return None
    # RE2 takes 3 MB, which a worker can do without until somebody types a value that has a pattern.
    reason = None if fields.report.judged else pattern_problem(node.text)
    if reason is None:
        return node.text
    fields.report.tell("bad-pattern", node.inner, f"Correct this pattern: RE2 cannot read it ({reason}).")
    return None


def _with_default(inp: Input, fields: Fields) -> Input:
    """The input with its default, normalised as if it had been typed."""
    node = fields.raw("default")
    if inp.min is not None and inp.max is not None and _above(inp.min, inp.max):
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
