"""Scenarios as written: every text stays the text it is, facts alone take YAML's values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.core.article import Input, Scenario
from app.core.errors import BadInput
from app.core.fields import Fields, Report
from app.core.inputs import normalise
from app.core.yaml_source import ListNode, MapNode, Node, ScalarNode

SCENARIO_KEYS: Final = ("name", "given", "today", "checks", "answers", "tried", "continue", "expect")
EXPECT_KEYS: Final = ("path", "at", "promoted", "end", "asks")


def read_scenarios(node: Node | None, report: Report) -> tuple[Scenario, ...]:
    """The scenarios of one fence or file, in order."""
    if node is None:
        return ()
    if not isinstance(node, ListNode):
        report.tell("wrong-type", node.place, "Scenarios are a list: begin each with `- name: …`.")
        return ()
    found = (_scenario(item, report) for item in node.items)
    return tuple(scenario for scenario in found if scenario is not None)


def _scenario(node: Node, report: Report) -> Scenario | None:
    if not isinstance(node, MapNode):
        report.tell("wrong-type", node.place, "A scenario is a mapping with `name`, `given` and `expect`. Write it so.")
        return None
    fields = Fields(node, report, "A scenario", SCENARIO_KEYS)
    fields.require("name", "expect")
    return Scenario(
        name=fields.text("name"),
        given=_plain_map(fields, "given"),
        today=_today(fields),
        checks={key.text: _outcome(value) for key, value in fields.mapping("checks") or ()},
        answers=_plain_map(fields, "answers"),
        tried=_plain_map(fields, "tried"),
        passed=_passed(fields),
        expect=_expect(fields, report),
        place=node.place,
    )


def _today(fields: Fields) -> str | None:
    node = fields.scalar("today", "a date such as 2026-04-05")
    if node is None:
        return None
    try:
        return str(normalise(Input("today", "date", "today"), node.text))
    except BadInput as error:
        fields.report.tell("wrong-value", node.place, error.message)
        return None


def _plain_map(fields: Fields, key: str) -> dict[str, object]:
    return {name.text: as_written(value) for name, value in fields.mapping(key) or ()}


def as_written(node: Node) -> object:
    """Texts as they stand, lists and mappings of these. `null`, `true` and `12` stay texts."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, ListNode):
        return [as_written(item) for item in node.items]
    return {key.text: as_written(value) for key, value in node}


def as_value(node: Node) -> object:
    """The YAML values: texts, floats, booleans, None, lists and mappings of these."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, ListNode):
        return [as_value(item) for item in node.items]
    return {key.text: as_value(value) for key, value in node}


def _outcome(node: Node) -> object:
    """A code, `{code, facts}`, `{each: {element: …}}`, or a list of these."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, ListNode):
        return [_outcome(item) for item in node.items]
    outcome: dict[str, object] = {}
    for key, value in node:
        if key.text == "each" and isinstance(value, MapNode):
            outcome["each"] = {element.text: _outcome(inner) for element, inner in value}
        elif key.text == "facts":
            outcome["facts"] = as_value(value)
        else:
            outcome[key.text] = as_written(value)
    return outcome


def _passed(fields: Fields) -> dict[str, int]:
    node = fields.raw("continue")
    items: Iterable[ScalarNode] = ()
    if isinstance(node, ScalarNode):
        items = (node,)
    elif node is not None:
        items = fields.texts("continue", "a list of steps, such as `[mx]`")
    passed: dict[str, int] = {}
    for item in items:
        passed[item.text] = passed.get(item.text, 0) + 1
    return passed


def _expect(fields: Fields, report: Report) -> dict[str, object]:
    mapping = fields.mapping("expect", f"a mapping with any of {', '.join(EXPECT_KEYS)}")
    if mapping is None:
        return {}
    expect = Fields(mapping, report, "`expect`", EXPECT_KEYS)
    found: dict[str, object] = {}
    for key in EXPECT_KEYS:
        node = expect.raw(key)
        if isinstance(node, ScalarNode) and key in {"at", "end"}:
            found[key] = None if node.empty else node.text
        elif isinstance(node, MapNode) and key == "asks":
            found[key] = {name.text: None if _empty(value) else as_written(value) for name, value in node}
        elif isinstance(node, ListNode) or (key == "asks" and node is not None):
            found[key] = as_written(node)
        elif node is not None:
            expect.wrong(key, "one id" if key in {"at", "end"} else "a list of ids, such as `[mx]`")
    return found


def _empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.empty
