"""Typed reading of a mapping: known keys, kinds of values, and a problem with a remedy for everything else."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from sys import intern
from typing import Final

from app.core.article import Expression, Param, Place, Problem, Ref, Scalar
from app.core.problems import problem
from app.core.yaml_source import ListNode, MapNode, Node, ScalarNode

ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
NAME: Final = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_REF: Final = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)", re.ASCII)
MOST_NAMED: Final = 16  # names that a message lists
MOST_COMPARED: Final = 200  # names that are held against a misspelt one
# CEL's reserved words (language definition, "Syntax"), and what conditions bring themselves.
RESERVED: Final = frozenset(
    {"as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop"}
    | {"namespace", "null", "package", "return", "true", "var", "void", "while"}
    | {"answers", "today", "date", "days"}
)


class Report:
    """Collects problems while a file is read. Told twice at the same place, a problem is listed once.

    A text that was `judged` before is read to be served: what costs much to find was found then.
    """

    def __init__(self, judged: bool = False) -> None:
        self.judged = judged
        self._problems: dict[tuple[str, int, int, str, str], Problem] = {}

    def tell(self, code: str, place: Place, message: str) -> None:
        self.add(problem(code, place, message))

    def add(self, found: Problem) -> None:
        self._problems.setdefault((found.file, found.line, found.column, found.code, found.message), found)

    def extend(self, found: Iterable[Problem]) -> None:
        for each in found:
            self.add(each)

    @property
    def problems(self) -> list[Problem]:
        return list(self._problems.values())


def near(word: str, known: Collection[str]) -> str:
    """` Did you mean …?` where one of the known words is close, else the known words themselves."""
    close = difflib.get_close_matches(word[:64], list(known)[:MOST_COMPARED], 1, 0.6)
    if close:
        return f"Did you mean `{close[0]}`?"
    more = " and others" if len(known) > MOST_NAMED else ""
    return f"Known here: {', '.join(f'`{each}`' for each in list(known)[:MOST_NAMED])}{more}."


class Fields:
    """One mapping of a known shape. Every reader returns what can be used and tells the report about the rest."""

    def __init__(self, node: MapNode, report: Report, what: str, known: tuple[str, ...]) -> None:
        self.node = node
        self.report = report
        self.what = what
        self._values: dict[str, Node] = {}
        self._keys: dict[str, ScalarNode] = {}
        for key, value in node:
            if key.text in known:
                self._values[key.text] = value
                self._keys[key.text] = key
            else:
                report.tell("unknown-key", key.place, f"{what} has no key `{key.text}`. {near(key.text, known)}")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    @property
    def place(self) -> Place:
        return self.node.place

    def place_of(self, key: str) -> Place:
        """Where the value of a key begins; the mapping's own place where the key is not there."""
        value = self._values.get(key)
        return value.place if value is not None else self.node.place

    def key_place(self, key: str) -> Place:
        return self._keys[key].place if key in self._keys else self.node.place

    def places(self) -> dict[str, Place]:
        """Key → place of its value, one level into mappings (`with.hosts`) and lists (`inputs.domain`)."""
        places: dict[str, Place] = {}
        for key, value in self._values.items():
            places[key] = value.place
            if isinstance(value, MapNode):
                for name, inner in value:
                    places[intern(f"{key}.{name.text}")] = inner.place
            elif isinstance(value, ListNode):
                for item in value.items:
                    if isinstance(item, ScalarNode):
                        places.setdefault(intern(f"{key}.{item.text}"), item.place)
        return places

    def require(self, *keys: str) -> bool:
        missing = [key for key in keys if key not in self._values]
        for key in missing:
            self.report.tell("missing-key", self.place, f"{self.what} needs the key `{key}`. Add it.")
        return not missing

    def wrong(self, key: str, wanted: str) -> None:
        self.report.tell("wrong-type", self.place_of(key), f"`{key}` takes {wanted}. Write it so.")

    def raw(self, key: str) -> Node | None:
        return self._values.get(key)

    def scalar(self, key: str, wanted: str = "a text") -> ScalarNode | None:
        """The scalar of a key. A key without a value is told as missing."""
        node = self._values.get(key)
        if node is None:
            return None
        if not isinstance(node, ScalarNode):
            self.wrong(key, wanted)
            return None
        if node.empty and not node.text:
            self.report.tell("missing-key", self.key_place(key), f"`{key}` has no value. Add {wanted} or drop the key.")
            return None
        return node

    def text(self, key: str, default: str = "") -> str:
        """The text as written, whatever YAML would make of it: a title `404` is a text."""
        node = self.scalar(key)
        return node.text.strip() if node is not None else default

    def number(self, key: str) -> float | None:
        node = self.scalar(key, "a number")
        if node is None:
            return None
        value = node.value
        if isinstance(value, float):
            return value
        self.wrong(key, "a number")
        return None

    def flag(self, key: str) -> bool:
        node = self.scalar(key, "`true` or `false`")
        if node is None:
            return False
        value = node.value
        if isinstance(value, bool):
            return value
        self.wrong(key, "`true` or `false`")
        return False

    def choice(self, key: str, known: tuple[str, ...]) -> str | None:
        node = self.scalar(key, "one of " + ", ".join(known))
        if node is None or node.text in known:
            return node.text if node is not None else None
        self.report.tell("wrong-value", node.place, f"`{key}` does not take `{node.text}`. {near(node.text, known)}")
        return None

    def expression(self, key: str) -> Expression | None:
        node = self.scalar(key, "a condition in quotes")
        return Expression(node.text, node.inner) if node is not None else None

    def ident(self, key: str = "id") -> str | None:
        node = self.scalar(key, "an id")
        return self.check_id(node) if node is not None else None

    def check_id(self, node: ScalarNode) -> str | None:
        if ID.fullmatch(node.text):
            return node.text
        message = f"`{node.text}` cannot be an id. Use up to 64 lower-case letters, digits and hyphens."
        self.report.tell("bad-id", node.place, message)
        return None

    def texts(self, key: str, wanted: str = "a list of texts, such as `[one, two]`") -> tuple[ScalarNode, ...]:
        """The scalars of a list. A single text is told as a wrong type, since YAML authors forget the brackets."""
        node = self._values.get(key)
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            self.wrong(key, wanted)
            return ()
        found = tuple(item for item in node.items if isinstance(item, ScalarNode) and item.text)
        if len(found) < len(node.items):
            self.wrong(key, wanted)
        return found

    def ids(self, key: str) -> tuple[str, ...]:
        found = (self.check_id(node) for node in self.texts(key, "a list of ids, such as `[one, two]`"))
        return tuple(each for each in found if each is not None)

    def mapping(self, key: str, wanted: str = "a mapping of names to values") -> MapNode | None:
        node = self._values.get(key)
        if node is None or isinstance(node, MapNode):
            return node
        self.wrong(key, wanted)
        return None

    def child(self, name: str, node: Node, what: str, known: tuple[str, ...]) -> Fields | None:
        """The fields of a mapping inside this one; None, and told, where it is something else."""
        if isinstance(node, MapNode):
            return Fields(node, self.report, what, known)
        keys = ", ".join(known[:3])
        self.report.tell("wrong-type", node.place, f"`{name}` takes a mapping with keys such as {keys}. Write it so.")
        return None


def check_name(node: ScalarNode, report: Report) -> bool:
    """Whether a scalar can name an input, check, value or table; told where it cannot."""
    if not NAME.fullmatch(node.text):
        message = f"`{node.text}` cannot be a name. Begin with a letter; use lower-case letters, digits and `_`."
        report.tell("bad-name", node.place, message)
        return False
    if node.text in RESERVED:
        report.tell("reserved-name", node.place, f"Conditions keep `{node.text}` for themselves. Choose another name.")
        return False
    return True


def read_param(node: Node, report: Report) -> Param:
    """A parameter: a scalar, `$name` or `$check.fact`, or a flat list of these. `$$` begins a literal dollar."""
    if isinstance(node, ScalarNode):
        return _one_param(node, report)
    if isinstance(node, ListNode):
        items = [item for item in node.items if isinstance(item, ScalarNode)]
        if len(items) == len(node.items):
            return tuple(_one_param(item, report) for item in items)
    report.tell("wrong-type", node.place, "A parameter is a text, a number, `$name` or a list of these. Write it so.")
    return None


def _one_param(node: ScalarNode, report: Report) -> Scalar | Ref:
    text = node.text
    if not text.startswith("$"):
        return node.value
    if text.startswith("$$"):
        return text[1:]
    found = _REF.fullmatch(text)
    if found:
        return Ref(found[1])
    message = "Write `$name` or `$check.fact` and nothing else, or begin with `$$` for a literal dollar."
    report.tell("bad-reference", node.place, message)
    return text


def look_up_text(text: str) -> str:
    """A text for people in which a whole `$domain` is the look-up `{{ domain }}` and `$$` begins a dollar."""
    if not text.startswith("$"):
        return text
    if text.startswith("$$"):
        return text[1:]
    found = _REF.fullmatch(text)
    return "{{ " + found[1] + " }}" if found else text


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

    def holds(self, node: ScalarNode) -> bool:
        """Whether the name was claimed by this very node."""
        return self.taken.get(node.text) is node.place
