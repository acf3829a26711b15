"""YAML text → a small tree of nodes with places, read as YAML 1.2 core and without YAML's traps.

The tree is built from libyaml's events, not by composing: events come one by one, so that depth, aliases and tags are
refused before anything is expanded and no recursion, in C or here, follows what a file dictates. Scalars stay text
until somebody asks for their value; `yes`, `no`, `on` and `012` are what the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from sys import intern
from typing import Final, Protocol

import yaml

from app.core.article import Place, Problem, Scalar
from app.core.problems import problem
from app.core.yaml_faults import explain

MAX_DEPTH: Final = 32
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
# YAML 1.1 takes NEL, LS and PS for line ends and libyaml counts them so; a file that needs them does not exist.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

_ESCAPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A scalar as written. `inner` is the place of its first character, inside quotes or block indicator."""

    text: str
    place: Place
    inner: Place
    plain: bool = True

    @property
    def empty(self) -> bool:
        return self.plain and self.text in _NULL

    @property
    def value(self) -> Scalar:
        """The YAML 1.2 core schema's value (YAML 1.2.2, section 10.3.2); every number is a float."""
        return core_value(self.text) if self.plain else self.text


@dataclass(frozen=True, slots=True)
class ListNode:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class MapNode:
    pairs: tuple[tuple[ScalarNode, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.pairs if name.text == key), None)

    def __iter__(self) -> Iterator[tuple[ScalarNode, Node]]:
        return iter(self.pairs)


Node = ScalarNode | ListNode | MapNode


def core_value(text: str) -> Scalar:
    """What a plain scalar stands for in the YAML 1.2 core schema. Numbers too large for a float become text."""
    first = text[:1]
    if first.isalpha() or first in {"", "~"}:
        if text in _NULL:
            return None
        if text in _TRUE:
            return True
        return False if text in _FALSE else text
    if _NUMBER.fullmatch(text):
        number = float(text)
        return text if number in {float("inf"), float("-inf")} else number
    if _OCTAL_OR_HEX.fullmatch(text) and len(text) <= 16:
        return float(int(text, 0))
    return text


def read_yaml(text: str, file: str, line: int = 1, indent: int = 0) -> tuple[Node | None, list[Problem]]:
    """The tree of one document, None where it is empty or cannot be read, and what is wrong with it.

    `line` is the line of the file where `text` begins, `indent` the columns cut off before it. Never raises.
    """
    refused = _REFUSED.search(text)
    if refused:
        return None, [_bad_character(text, refused.start(), file, line, indent)]
    tree = _Tree(text, file, line, indent)
    try:
        root = tree.read()
    except _Refused as found:
        return None, [*tree.problems, found.problem]
    except yaml.YAMLError as error:
        fault = explain(error, text)
        return None, [*tree.problems, problem(fault.code, tree.place(fault.line, fault.column), fault.message)]
    return root, tree.problems


def _bad_character(text: str, index: int, file: str, line: int, indent: int) -> Problem:
    before = text[:index]
    column = index - (before.rfind("\n") + 1) + 1 + indent
    place = Place(file, line + before.count("\n"), column)
    return problem("bad-character", place, f"Take out the character U+{ord(text[index]):04X}, which cannot be seen.")


def _mark(mark: _Mark | None) -> _Mark:
    if mark is None:
        raise yaml.YAMLError("an event without a place")
    return mark


class _Refused(Exception):
    def __init__(self, found: Problem) -> None:
        self.problem = found


class _Mark(Protocol):
    """Where libyaml stands: characters from the start, line and column, all from 0."""

    index: int
    line: int
    column: int


class _Open:
    """A list or mapping that is still being read; `key` is the key that waits for its value."""

    __slots__ = ("flow", "items", "key", "key_end", "misread", "pairs", "place", "seen", "twice")

    def __init__(self, place: Place, mapping: bool, flow: bool) -> None:
        self.place = place
        self.flow = flow
        self.items: list[Node] = []
        self.pairs: list[tuple[ScalarNode, Node]] | None = [] if mapping else None
        self.seen: dict[str, int] = {}
        self.key: ScalarNode | None = None
        self.key_end = -1
        self.twice = False
        self.misread = -1  # how many pairs stood before the last key that was none


class _Tree:
    def __init__(self, text: str, file: str, line: int, indent: int) -> None:
        self.text = text
        self.file = file
        self.first_line = line
        self.indent = indent
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.lines: list[str] | None = text.split("\n") if " #" in text or "|" in text or ">" in text else None

    def place(self, line: int, column: int) -> Place:
        """A place in the file from libyaml's line and column, both from 0."""
        return Place(self.file, self.first_line + line, column + 1 + self.indent)

    def read(self) -> Node | None:
        root: Node | None = None
        documents = 0
        next_event = yaml.CSafeLoader(self.text).get_event  # `yaml.parse` asks twice for each
        while (event := next_event()) is not None:
            done: Node | None = None
            if isinstance(event, yaml.ScalarEvent):
                done = self._scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._start(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                done = self._end()
            elif isinstance(event, yaml.AliasEvent):
                self._refuse_alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                self._one_document(event, documents)
            if done is None:
                continue
            if self.open:
                self._put(done, self.open[-1])
            else:
                root = done
        return root

    def _one_document(self, event: yaml.DocumentStartEvent, number: int) -> None:
        if number > 1 or event.version or event.tags:
            here = self.place(_mark(event.start_mark).line, _mark(event.start_mark).column)
            message = "Take out this line: a fence holds one YAML document, without `---` or directives."
            raise _Refused(problem("yaml-unreadable", here, message))

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        here = self.place(_mark(event.start_mark).line, _mark(event.start_mark).column)
        self._refuse_tag(event, here)
        if len(self.open) >= MAX_DEPTH:
            message = f"Nest this less deeply: more than {MAX_DEPTH} levels are not read."
            raise _Refused(problem("yaml-too-deep", here, message))
        parent = self.open[-1] if self.open else None
        mapping = isinstance(event, yaml.MappingStartEvent)
        if parent is not None and parent.pairs is not None and parent.key is None:
            kind = "mapping" if mapping else "list"
            message = f"A key is one text, and this is a {kind}. If it is meant as text, quote this."
            raise _Refused(problem("quote-this", here, message))
        flow = self.text[_mark(event.start_mark).index : _mark(event.start_mark).index + 1] in {"{", "["}
        self.open.append(_Open(here, mapping, flow))

    def _end(self) -> Node:
        done = self.open.pop()
        if done.pairs is None:
            return ListNode(tuple(done.items), done.place)
        return MapNode(tuple(done.pairs), done.place)

    def _scalar(self, event: yaml.ScalarEvent) -> ScalarNode | None:
        start, end = _mark(event.start_mark), _mark(event.end_mark)
        here = self.place(start.line, start.column)
        self._refuse_tag(event, here)
        plain = event.style in {None, ""}
        if event.style == '"' and (hidden := _ESCAPED.search(event.value)):
            message = f"Take out the escape for U+{ord(hidden[0]):04X}, which cannot be seen."
            raise _Refused(problem("bad-character", here, message))
        # The same keys and ids stand in a thousand articles; each is kept once.
        text = intern(event.value) if len(event.value) < 40 else event.value
        node = ScalarNode(text, here, here if plain else self._inner(event), plain)
        if plain and self.lines is not None:
            self._warn_of_comment(node, end.line, end.column)
        parent = self.open[-1] if self.open else None
        if parent is None or parent.pairs is None:
            return node
        if parent.key is None:
            self._key(parent, node, end.index)
            return None
        if parent.flow and plain and start.index == parent.key_end == end.index:
            self._misread(parent)
            return None
        return node

    def _inner(self, event: yaml.ScalarEvent) -> Place:
        start = _mark(event.start_mark)
        if event.style in {'"', "'"} or self.lines is None:
            return self.place(start.line, start.column + 1)
        for number in range(start.line + 1, min(_mark(event.end_mark).line + 1, len(self.lines))):
            content = self.lines[number].lstrip(" ")
            if content:
                return self.place(number, len(self.lines[number]) - len(content))
        return self.place(start.line, start.column)

    def _key(self, parent: _Open, node: ScalarNode, end: int) -> None:
        parent.key, parent.key_end = node, end
        parent.twice = node.text in parent.seen
        if parent.twice:
            message = f"`{node.text}` is already given in line {parent.seen[node.text]}. Keep one of the two."
            self.problems.append(problem("duplicate-key", node.place, message))
        else:
            parent.seen[node.text] = node.place.line

    @staticmethod
    def _put(node: Node, parent: _Open) -> None:
        """Hang a finished node into what is open; of two values for one key the first stays."""
        if parent.pairs is None:
            parent.items.append(node)
        elif parent.key is not None:
            if not parent.twice:
                parent.pairs.append((parent.key, node))
            parent.key = None

    def _misread(self, parent: _Open) -> None:
        """A key without a colon in a flow mapping: what was meant as one text was cut at a comma."""
        key = parent.key
        parent.key = None
        if key is None:
            return
        parent.seen.pop(key.text, None)
        if parent.misread == len(parent.pairs or ()):
            return  # `a, b, c`: the second comma of one text
        parent.misread = len(parent.pairs or ())
        if ":" in key.text:
            message = f"Quote this, or put a space after the colon: YAML reads `{key.text}` as a key without a value."
        elif parent.pairs:
            before = parent.pairs[-1][0].text
            message = f"Quote this: YAML ends the value of `{before}` at the comma and reads `{key.text}` as a key."
        else:
            message = f"Quote this, or give it a value: YAML reads `{key.text}` as a key."
        self.problems.append(problem("quote-this", key.place, message))

    def _warn_of_comment(self, node: ScalarNode, line: int, column: int) -> None:
        rest = self.lines[line][column:] if self.lines and line < len(self.lines) else ""
        if rest.startswith(" #") and rest[2:3].strip() and node.text:
            here = self.place(line, column + 1)
            message = "YAML leaves out the rest of this line as a comment. Quote this text if it is meant to stay."
            self.problems.append(problem("comment-in-text", here, message))

    def _refuse_alias(self, event: yaml.AliasEvent) -> None:
        here = self.place(_mark(event.start_mark).line, _mark(event.start_mark).column)
        message = f"Write the value out, or quote this if it is text: `*{event.anchor}` is an alias, which is not read."
        raise _Refused(problem("yaml-alias", here, message))

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, here: Place) -> None:
        if event.anchor is not None:
            message = f"Take out `&{event.anchor}`, or quote this if it is text: anchors are not read."
            raise _Refused(problem("yaml-alias", here, message))
        if event.tag is not None:
            message = "Quote this if it is text or a condition: YAML takes the word after `!` for a tag."
            raise _Refused(problem("yaml-tag", here, message))
