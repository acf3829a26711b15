"""An article's file → front matter, headings, fences and prose, each with its lines.

The block structure comes from markdown-it, so that a `##` inside a fence, a list, a quotation or an HTML block is no
heading here either, or from `blocks.py` where a look at each line is enough. Only blocks are parsed; what stands inside
a line is left to `markup.py`.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.core.article import Place
from app.core.blocks import scan
from app.core.fields import Report

KINDS: Final = ("step", "cause", "note", "scenarios")
MAX_SIZE: Final = 512 * 1024  # characters; a long article has 60,000
NOWHERE: Final = Place()
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")
_OPENING = re.compile(r"^ {0,3}(?:`{3}|~{3})", re.MULTILINE)
_BLOCKS = MarkdownIt("commonmark")
_BLOCKS.core.ruler.enableOnly(["normalize", "block"])


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text out of the file: front matter, the inside of a fence, or prose."""

    text: str = ""
    place: Place = NOWHERE
    indent: int = 0  # columns cut off before every line


EMPTY_BLOCK: Final = Block()


@dataclass(frozen=True, slots=True)
class Part:
    """A level-3 heading with a `yaml cause` or `yaml note` fence."""

    title: str
    place: Place
    kind: str
    fence: Block
    body: Block


@dataclass(slots=True)
class Section:
    """A level-2 heading; `fence` is None for plain prose."""

    title: str
    place: Place
    fence: Block | None = None
    body: Block = EMPTY_BLOCK
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    front: Block | None
    intro: Block
    sections: list[Section]
    scenarios: list[Block]
    whole: bool  # False where a fence stands where it cannot be read


@dataclass(slots=True)
class _Heading:
    level: int
    title: str
    start: int
    end: int  # the line after the heading
    fence: _Fence | None = None


@dataclass(slots=True)
class _Fence:
    kind: str
    start: int
    end: int
    text: str
    indent: int


def clean(text: str, file: str, report: Report) -> str | None:
    """The text with plain line ends and without a byte order mark; None, and told, where it cannot be an article."""
    if len(text) > MAX_SIZE:
        message = f"Split this file: it has {len(text):,} characters, and {MAX_SIZE:,} are read."
        report.tell("file-too-large", Place(file), message)
        return None
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    unseen = _UNSEEN.search(text)
    if unseen:
        before = text[: unseen.start()]
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"Take out the character U+{ord(unseen[0]):04X}, which cannot be seen."
        if unseen[0] == "\ufffd":
            message = "Save the file as UTF-8, and mend the character here: it was lost in another encoding."
        report.tell("bad-character", place, message)
        return None
    return text


def read_document(text: str, file: str, report: Report) -> Document:
    """Take a cleaned text apart. Whatever stands in the wrong place is told and left out."""
    return _Reader(text, file, report).read()


class _Reader:
    def __init__(self, text: str, file: str, report: Report) -> None:
        self.lines = text.split("\n")
        self.prose = list(self.lines)  # without the scenarios, which may stand in the midst of a section
        self.file = file
        self.report = report
        self.whole = True
        self.scenarios: list[_Fence] = []

    def read(self) -> Document:
        front, first = self._front_matter()
        headings = self._headings(first)
        self._levels(headings)
        for fence in self.scenarios:
            self.prose[fence.start : fence.end] = [""] * (fence.end - fence.start)
        edges = [heading for heading in headings if heading.level <= 3]
        ends = [edge.start for edge in edges[1:]] + [len(self.lines)][: len(edges)]
        intro = self._run([(first, edges[0].start if edges else len(self.lines))])
        sections = self._sections(edges, ends)
        blocks = [self._inside(fence) for fence in self.scenarios]
        if self.scenarios and edges and self.scenarios[0].start < edges[-1].start:
            self._misplaced(self.scenarios[0], "Move the scenarios to the end of the file.", whole=True)
        return Document(front, intro, sections, blocks, self.whole)

    def _front_matter(self) -> tuple[Block | None, int]:
        if self.lines[0].rstrip() == "---":
            for number in range(1, len(self.lines)):
                if self.lines[number].rstrip() == "---":
                    return Block("\n".join(self.lines[1:number]), Place(self.file, 2)), number + 1
            message = "Close the front matter with a line `---`."
        else:
            message = "Begin the file with front matter: a line `---`, keys such as `id` and `title`, a line `---`."
        self.report.tell("front-matter-missing", Place(self.file), message)
        return None, 0

    def _headings(self, first: int) -> list[_Heading]:
        """The headings of the top level, each with the fence right after it."""
        tokens = scan(self.lines[first:])
        if tokens is None:
            tokens = _BLOCKS.parse("\n".join(self.lines[first:]))
        headings: list[_Heading] = []
        last: _Heading | None = None
        for index, token in enumerate(tokens):
            if token.type == "heading_open" and token.level == 0:
                last = self._heading(token, tokens[index + 1], first)
                headings.append(last)
            elif token.type == "fence":
                self._fence(token, first, last)
                last = None
        return headings

    def _heading(self, token: Token, inline: Token, first: int) -> _Heading:
        start, end = token.map or [0, 1]
        title = " ".join(inline.content.split())
        if not title:
            self.report.tell("heading-empty", self._place(first + start), "Give this heading a title.")
        return _Heading(int(token.tag[1:]), title, first + start, first + end)

    def _fence(self, token: Token, first: int, heading: _Heading | None) -> None:
        words = token.info.split()
        start, end = (line + first for line in token.map or [0, 1])
        self._closed(token, start, end)
        if not words or words[0].lower() not in {"yaml", "yml"}:
            return
        source = self.lines[start]
        fence = _Fence(" ".join(words[1:]), start, end, token.content, len(source) - len(source.lstrip(" ")))
        follows = heading is not None and not any(line.strip() for line in self.lines[heading.end : start])
        if fence.kind not in KINDS:
            self._strange_kind(fence, heading if follows else None)
        elif _OPENING.search(token.content):
            self._unclosed(token, start)
            self.whole = False
        elif token.level:
            self._misplaced(fence, "Move this fence out of the list or quotation, right under its heading.")
        elif fence.kind == "scenarios":
            self.scenarios.append(fence)
        elif heading is None or not follows:
            self._misplaced(fence, f"Put this fence right under the heading of its {fence.kind}, before any text.")
        elif fence.kind == "step" and heading.level > 2:
            self._misplaced(fence, "Make the heading above it level 2 (`##`): a step is a level-2 heading.")
        elif fence.kind != "step" and heading.level != 3:
            self._misplaced(fence, f"Make the heading above it level 3 (`###`): a {fence.kind} is a level-3 heading.")
        else:
            heading.fence = fence

    def _closed(self, token: Token, start: int, end: int) -> None:
        closing = self.lines[end - 1].strip(" >\t") if end - start > 1 else ""
        mark = token.markup[:1]
        if token.level == 0 and (len(closing) < len(token.markup) or closing.strip(mark)):
            self._unclosed(token, start)

    def _unclosed(self, token: Token, start: int) -> None:
        message = f"Close this fence with a line `{token.markup}`: everything after it is taken for its text."
        self.report.tell("fence-unclosed", self._place(start), message)

    def _strange_kind(self, fence: _Fence, heading: _Heading | None) -> None:
        if heading is None:
            return
        near = difflib.get_close_matches(fence.kind, KINDS, 1) if fence.kind else []
        if near or (not fence.kind and re.search(r"^id:", fence.text, re.MULTILINE)):
            kind = near[0] if near else ("step" if heading.level == 2 else "cause")
            message = f"Write `yaml {kind}` here if this fence is a {kind}; as it is, it is shown as text."
            self.report.tell("fence-unknown", self._place(fence.start), message)

    def _misplaced(self, fence: _Fence, message: str, *, whole: bool = False) -> None:
        self.report.tell("fence-misplaced", self._place(fence.start), message)
        self.whole = self.whole and whole

    def _levels(self, headings: list[_Heading]) -> None:
        level = 1
        for heading in headings:
            if heading.level == 1:
                message = "Write `##` here: the only level-1 heading is the title in the front matter."
                self.report.tell("heading-level-one", self._place(heading.start), message)
            elif heading.level > level + 1:
                message = f"Write `{'#' * (level + 1)}` here: after level {level} comes level {level + 1} at most."
                self.report.tell("heading-skipped", self._place(heading.start), message)
            level = heading.level

    def _sections(self, edges: list[_Heading], ends: list[int]) -> list[Section]:
        sections: list[Section] = []
        kept: list[tuple[int, int]] = []
        for heading, end in zip(edges, ends, strict=True):
            if heading.level <= 2:
                self._finish(sections, kept)
                kept = [(heading.fence.end if heading.fence else heading.end, end)]
                fence = self._inside(heading.fence) if heading.fence else None
                sections.append(Section(heading.title, self._place(heading.start), fence))
            elif heading.fence is None:
                kept.append((heading.start, end))
            elif not sections or sections[-1].fence is None:
                kind = heading.fence.kind
                self._misplaced(heading.fence, f"Put this {kind} under the level-2 heading of its step.")
            else:
                sections[-1].parts.append(self._part(heading, heading.fence, end))
        self._finish(sections, kept)
        return sections

    def _finish(self, sections: list[Section], kept: list[tuple[int, int]]) -> None:
        if sections:
            sections[-1].body = self._run(kept)

    def _part(self, heading: _Heading, fence: _Fence, end: int) -> Part:
        body = self._run([(fence.end, end)])
        return Part(heading.title, self._place(heading.start), fence.kind, self._inside(fence), body)

    def _inside(self, fence: _Fence) -> Block:
        return Block(fence.text, Place(self.file, fence.start + 2), fence.indent)

    def _run(self, kept: list[tuple[int, int]]) -> Block:
        """Prose out of some runs of lines. What lies between them becomes blank lines, so that lines can be counted."""
        lines: list[str] = []
        first = kept[0][0] if kept else 0
        for start, end in kept:
            lines.extend([""] * (start - first - len(lines)))
            lines.extend(self.prose[start:end])
        skipped = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
        return Block("\n".join(lines[skipped:]).rstrip(), self._place(first + skipped))

    def _place(self, line: int) -> Place:
        source = self.lines[line] if line < len(self.lines) else ""
        return Place(self.file, line + 1, len(source) - len(source.lstrip(" \t")) + 1)
