"""A translation laid over its original: texts from the one, the graph from the other.

The two drafts are merged node by node. What comes out is read like any article, so that a translation can only differ
in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from app.core.article import Place
from app.core.fields import Report
from app.core.scenario_source import as_written
from app.core.sections import Block, Section
from app.core.source import Draft, DraftPart, DraftSection
from app.core.yaml_source import ListNode, MapNode, Node, ScalarNode

# What a key holds: words that have to be translated, words that may be, or the graph (every other key).
WORDS: Final = "words"
FREE: Final = "free"
Shape = Mapping[str, "str | Shape"]
_OPTIONS: Final[Shape] = {"*": {"say": WORDS}}
STEP: Final[Shape] = {"applies": WORDS, "ask": {"say": WORDS, "options": _OPTIONS}}
INPUT: Final[Shape] = {"label": WORDS, "hint": WORDS, "message": WORDS, "example": FREE, "options": {"*": WORDS}}
FRONT: Final[Shape] = {
    **{"title": WORDS, "summary": WORDS, "category": FREE, "tags": FREE, "lang": FREE},
    **{"inputs": {"*": INPUT}, "params": {"*": INPUT}, "rules": {"say": WORDS}},
}
NO_WORDS: Final[Shape] = {}


def merge(original: Draft, translated: Draft, lang: str, report: Report) -> Draft:
    """The translated article as a draft. What is missing stays in the original's words and is told as a warning."""
    merger = _Merger(translated.file, report)
    merger.language(translated, lang)
    front = merger.mapping(original.front, translated.front, FRONT, translated.front.place)
    sections = merger.sections(original, translated)
    intro = merger.prose(original.intro, translated.intro, Place(translated.file), "the text before the first step")
    return Draft(translated.file, front, intro, sections, (), original.whole and translated.whole)


class _Merger:
    def __init__(self, file: str, report: Report) -> None:
        self.file = file
        self.report = report

    def language(self, translated: Draft, lang: str) -> None:
        node = translated.front.get("lang")
        if isinstance(node, ScalarNode) and node.text == lang:
            return
        place = node.place if node is not None else translated.front.place
        message = f"Write `lang: {lang}` in the front matter: the name of the file says so."
        self.report.tell("translation-differs", place, message)

    def missing(self, place: Place, what: str) -> None:
        self.report.tell("translation-missing", place, f"Translate {what}: the original's words stand in its place.")

    def stale(self, place: Place, what: str) -> None:
        self.report.tell("translation-stale", place, f"Drop {what}, or rename it: the original has no such thing.")

    def prose(self, original: Block, translated: Block, place: Place, what: str) -> Block:
        if translated.text or not original.text:
            return translated
        self.missing(place, what)
        return original

    def mapping(self, original: MapNode, translated: MapNode, shape: Shape, place: Place) -> MapNode:
        merged = []
        for key, value in original:
            other = translated.get(key.text)
            merged.append((key, self._value(key.text, value, other, _inner(shape, key.text), place)))
        known = {key.text for key, _ in original}
        for key, value in translated:
            if key.text in known:
                continue
            inner = _inner(shape, key.text)
            if key.text in shape and isinstance(inner, str):
                merged.append((key, value))
            elif inner is not None:
                self.stale(key.place, f"`{key.text}`")
            else:
                message = f"Drop `{key.text}`: the graph is the original's, and it has no such key here."
                self.report.tell("translation-differs", key.place, message)
        return MapNode(tuple(merged), original.place)

    def _value(self, key: str, original: Node, other: Node | None, inner: str | Shape | None, place: Place) -> Node:
        if inner == FREE:
            return other if other is not None else original
        if inner == WORDS:
            if other is None and not (isinstance(original, ScalarNode) and original.empty):
                self.missing(place, f"`{key}`")
            return other if other is not None else original
        if isinstance(inner, Mapping):
            return self._inside(key, original, other, inner, place)
        if other is not None and as_written(other) != as_written(original):
            message = f"Make `{key}` the same as in the original, or drop it: the graph is not translated."
            self.report.tell("translation-differs", other.place, message)
        return original

    def _inside(self, key: str, original: Node, other: Node | None, shape: Shape, place: Place) -> Node:
        if isinstance(original, MapNode):
            if key == "options" and [name.text for name, _ in original] == ["from"]:
                return self._value(key, original, other, None, place)
            if other is None or isinstance(other, MapNode):
                here = other.place if other is not None else place
                return self.mapping(original, other or MapNode((), place), shape, here)
        if isinstance(original, ListNode) and (other is None or isinstance(other, ListNode)):
            others = other.items if other is not None else (None,) * len(original.items)
            if len(others) == len(original.items):
                pairs = zip(original.items, others, strict=True)
                return ListNode(tuple(self._inside(key, a, b, shape, place) for a, b in pairs), original.place)
        return self._value(key, original, other, None, place)

    def sections(self, original: Draft, translated: Draft) -> tuple[DraftSection, ...]:
        by_id = {found: each for each in translated.sections if (found := _id(each.node))}
        prose = iter([each for each in translated.sections if each.section.fence is None])
        merged: list[DraftSection] = []
        for each in original.sections:
            if each.node is None:
                merged.append(self._plain(each, next(prose, None)))
            else:
                merged.append(self._step(each, by_id.pop(_id(each.node), None)))
        for name, gone in by_id.items():
            self.stale(gone.section.place, f"the step `{name}`")
        for more in prose:
            self.stale(more.section.place, f"the passage “{more.section.title}”")
        return tuple(merged)

    def _plain(self, original: DraftSection, translated: DraftSection | None) -> DraftSection:
        if original.section.fence is not None:
            return original
        if translated is None:
            self.missing(Place(self.file), f"the passage “{original.section.title}”")
            return original
        return replace(translated, anchor=original.anchor)

    def _step(self, original: DraftSection, translated: DraftSection | None) -> DraftSection:
        name = _id(original.node)
        if original.node is None or translated is None or translated.node is None:
            self.missing(Place(self.file), f"the step `{name}`")
            return original
        place = translated.section.place
        section = Section(
            title=translated.section.title or original.section.title,
            place=place,
            fence=original.section.fence,
            body=self.prose(original.section.body, translated.section.body, place, f"the text of the step `{name}`"),
        )
        node = self.mapping(original.node, translated.node, STEP, translated.node.place)
        return DraftSection(section, node, self._parts(original, translated), original.anchor)

    def _parts(self, original: DraftSection, translated: DraftSection) -> tuple[DraftPart, ...]:
        by_id = {found: part for part in translated.parts if (found := _id(part.node))}
        merged = []
        for part in original.parts:
            name = _id(part.node)
            other = by_id.pop(name, None)
            if other is None:
                self.missing(translated.section.place, f"the {part.part.kind} `{name}`")
                merged.append(part)
                continue
            place = other.part.place
            if other.part.kind != part.part.kind:
                message = f"Write `yaml {part.part.kind}` here: that is what `{name}` is in the original."
                self.report.tell("translation-differs", place, message)
            body = self.prose(part.part.body, other.part.body, place, f"the text of the {part.part.kind} `{name}`")
            text = replace(part.part, title=other.part.title or part.part.title, place=place, body=body)
            merged.append(DraftPart(text, self.mapping(part.node, other.node, NO_WORDS, other.node.place)))
        for name, gone in by_id.items():
            self.stale(gone.part.place, f"the {gone.part.kind} `{name}`")
        return tuple(merged)


def _inner(shape: Shape, key: str) -> str | Shape | None:
    return shape.get(key, shape.get("*"))


def _id(node: MapNode | None) -> str:
    found = node.get("id") if node is not None else None
    return found.text if isinstance(found, ScalarNode) else ""
