"""One file in two stages: a draft (sections with their YAML as nodes), and the steps and front matter read from it.

A translation is put together as a draft, so that what is read from it goes through the same reader as the original.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from app.core.article import Place, Prose, Scenario
from app.core.fields import ID, Claims, Report
from app.core.front_matter import Front, LoadTable, read_fragment_front, read_front
from app.core.scenario_source import read_scenarios
from app.core.sections import Block, Document, Part, Section, clean, read_document
from app.core.step_source import StepReader, StepSource
from app.core.yaml_source import MapNode, Node, ScalarNode, read_yaml

RETURN: Final = "return."


@dataclass(frozen=True, slots=True)
class DraftPart:
    part: Part
    node: MapNode


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A section and its fence as nodes; `node` is None for plain prose, whose id is made from `anchor`."""

    section: Section
    node: MapNode | None
    parts: tuple[DraftPart, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as read. `whole` is False where a part of it could not be read, and no article can come of it."""

    file: str
    front: MapNode
    intro: Block
    sections: tuple[DraftSection, ...]
    scenarios: tuple[Node, ...]
    whole: bool

    @property
    def is_fragment(self) -> bool:
        kind = self.front.get("kind")
        return isinstance(kind, ScalarNode) and kind.text == "fragment"


@dataclass(slots=True)
class Source:
    """What a file says, in its own ids."""

    file: str
    front: Front
    intro: Block
    steps: list[StepSource] = field(default_factory=list)
    sections: list[str | Prose] = field(default_factory=list)
    scenarios: tuple[Scenario, ...] = ()
    whole: bool = True


def read_draft(text: str, file: str, report: Report) -> Draft | None:
    """The draft of a file, None where nothing of it can be used. Everything wrong is told."""
    cleaned = clean(text, file, report)
    if cleaned is None:
        return None
    document = read_document(cleaned, file, report)
    if document.front is None:
        return None
    return _Drafter(file, report, document).draft(document.front)


class _Drafter:
    def __init__(self, file: str, report: Report, document: Document) -> None:
        self.file = file
        self.report = report
        self.document = document
        self.whole = document.whole

    def draft(self, block: Block) -> Draft | None:
        front = self._map(block, "The front matter")
        if front is None:
            return None
        sections = tuple(self._section(section) for section in self.document.sections)
        scenarios = tuple(node for each in self.document.scenarios if (node := self._read(each)[0]) is not None)
        return Draft(self.file, front, self.document.intro, sections, scenarios, self.whole)

    def _section(self, section: Section) -> DraftSection:
        if section.fence is None:
            return DraftSection(section, None, (), section.title)
        parts = []
        for part in section.parts:
            inner = self._map(part.fence, f"A {part.kind}")
            if inner is not None:
                parts.append(DraftPart(part, inner))
        node = self._map(section.fence, "A step")
        return DraftSection(section, node, tuple(parts), section.title)

    def _read(self, block: Block) -> tuple[Node | None, bool]:
        """The nodes of a block, and whether it could be read; an empty block can be."""
        node, problems = read_yaml(block.text, self.file, block.place.line, block.indent)
        self.report.extend(problems)
        readable = node is not None or not problems
        self.whole = self.whole and readable
        return node, readable

    def _map(self, block: Block, what: str) -> MapNode | None:
        node, readable = self._read(block)
        if isinstance(node, MapNode):
            return node
        if node is None and readable:
            return MapNode((), block.place)
        if node is not None:
            self.report.tell("wrong-type", node.place, f"{what} is written as `key: value` lines. Write it so.")
        self.whole = False
        return None


def build_article(draft: Draft, report: Report, load: LoadTable) -> Source:
    """The article's own file as a source."""
    front = read_front(draft.front, report, load)
    source = _steps(draft, front, report)
    source.scenarios = tuple(scenario for node in draft.scenarios for scenario in read_scenarios(node, report))
    if not source.steps and source.whole:
        message = "Add a step: a level-2 heading with a `yaml step` fence right under it."
        report.tell("no-steps", Place(draft.file), message)
    source.whole = source.whole and bool(source.steps) and front.id is not None and bool(front.title)
    return source


def build_fragment(draft: Draft, report: Report) -> Source:
    """A fragment's file as a source; what only an article may have is told."""
    front = read_fragment_front(draft.front, report)
    source = _steps(draft, front, report)
    if not source.steps and source.whole:
        report.tell("no-steps", Place(draft.file), "Add a step: a fragment stands for steps.")
    for each in source.steps:
        step = each.step
        if step.inputs:
            message = "Drop `inputs`: a fragment asks for nothing. Give it what it needs through `params`."
            report.tell("fragment-input", step.places.get("inputs", step.place), message)
        if step.end is not None:
            message = "Lead to a `return.` in place of `end`: a fragment has no end of its own."
            report.tell("fragment-end", step.places.get("end", step.place), message)
        for target, place in targets(each):
            if target.startswith(RETURN) and target.removeprefix(RETURN) not in front.returns:
                message = (
                    f"Add `{target.removeprefix(RETURN)}` to the `returns` of the front matter, or lead elsewhere."
                )
                report.tell("unknown-return", place, message)
                source.whole = False
    start = front.fields.text("start")
    if start and start not in {each.step.id for each in source.steps}:
        report.tell("unknown-target", front.fields.place_of("start"), f"Name a step of this file: `{start}` is none.")
        source.whole = False
    source.whole = source.whole and bool(source.steps)
    return source


def targets(source: StepSource) -> list[tuple[str, Place]]:
    """Every target a step names in its own file, with the place where it does."""
    step = source.step
    found = [(branch.to, branch.place) for branch in step.next]
    found += [(option.to, option.place) for option in (step.ask.options if step.ask else ()) if option.to]
    found += [(cause.to, cause.places.get("to", cause.place)) for cause in step.causes]
    found += [(target, source.return_places[name]) for name, target in source.returns.items()]
    if step.otherwise:
        found.append((step.otherwise, step.places.get("else", step.place)))
    return found


def _steps(draft: Draft, front: Front, report: Report) -> Source:
    reader = StepReader(report, front.names, Claims(report, "duplicate-id"))
    source = Source(draft.file, front, draft.intro, whole=draft.whole)
    prose: list[tuple[int, DraftSection]] = []
    for each in draft.sections:
        if each.section.fence is None:
            prose.append((len(source.sections), each))
            source.sections.append("")
        elif each.node is not None:
            parts = [(part.part, part.node) for part in each.parts]
            step = reader.read(each.section, each.node, parts)
            if step is not None:
                source.steps.append(step)
                source.sections.append(step.step.id)
            elif not _has_id(each.node):
                source.whole = False
    taken = dict.fromkeys(reader.ids.taken, 1)  # id → the last number put behind it
    for index, each in prose:
        source.sections[index] = _prose(each, taken)
    return source


def _has_id(node: MapNode) -> bool:
    """A second step of the same id is left out and the article stands; one without an id keeps it from standing."""
    found = node.get("id")
    return isinstance(found, ScalarNode) and ID.fullmatch(found.text) is not None


def _prose(draft: DraftSection, taken: dict[str, int]) -> Prose:
    section = draft.section
    found = base = anchor(draft.anchor)
    while found in taken:
        taken[base] += 1
        found = f"{base}-{taken[base]}"
    taken[found] = 1
    return Prose(found, section.title, section.body.text, section.place, section.body.place)


def anchor(title: str) -> str:
    """An id made from a title: letters and digits without their marks, in any script's ASCII letters, with hyphens."""
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    plain = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in decomposed if not unicodedata.combining(c)))
    return plain.strip("-")[:56].strip("-") or "section"
