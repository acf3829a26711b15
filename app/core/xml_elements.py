"""Reading a large XML file element by element, with nothing in it that could harm the reader.

Expat is streamed, so a file is never whole in memory. A document type is refused as such: without one there are no
entities of a file's own, hence none that blow up (“billion laughs”) and none that reach for other files (XXE).
Depth and the length of one element's text have bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from app.core.errors import BadInput

DEEPEST: Final = 60
LONGEST: Final = 2_000_000  # characters of one element
_NAMESPACES: Final = (
    ("http://wordpress.org/export/", "wp:"),  # followed by the version of the format
    ("http://disqus.com/disqus-internals", "dsq:"),
    ("http://purl.org/rss/1.0/modules/content/", "content:"),
)
# What XML 1.0 does not allow at all, yet is found in exports: it is left out before it is read.
_CONTROLS: Final = bytes(code for code in range(32) if code not in (9, 10, 13))


@dataclass(slots=True)
class Element:
    """An element with its attributes, its own text, and those inside of it. Names have prefixes as in `_NAMESPACES`."""

    name: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def first(self, name: str) -> Element | None:
        return next((child for child in self.children if child.name == name), None)

    def said(self, name: str) -> str:
        """The text of the first child of this name, stripped; empty where there is none."""
        child = self.first(name)
        return child.text.strip() if child is not None else ""

    def attribute_of(self, name: str, attribute: str) -> str:
        child = self.first(name)
        return child.attributes.get(attribute, "") if child is not None else ""


class _Reading:
    """What has been read and not yet been given out."""

    def __init__(self, wanted: Collection[str]) -> None:
        self.done: list[Element] = []
        self.root = ""
        self._wanted = wanted
        self._stack: list[Element] = []
        self._texts: list[list[str]] = []
        self._length = 0
        self._depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadInput(f"Line {self.parser.CurrentLineNumber}: elements are nested deeper than {DEEPEST}.")
        name = _short(name)
        self.root = self.root or name
        if self._stack or name in self._wanted:
            short = {_short(key): value for key, value in attributes.items()}
            self._stack.append(Element(name, self.parser.CurrentLineNumber, short))
            self._texts.append([])

    def _end(self, name: str) -> None:
        self._depth -= 1
        if not self._stack:
            return
        element = self._stack.pop()
        element.text = "".join(self._texts.pop())
        if self._stack:
            self._stack[-1].children.append(element)
        else:
            self._length = 0
            self.done.append(element)

    def _text(self, text: str) -> None:
        if self._stack:
            self._length += len(text)
            if self._length > LONGEST:
                raise BadInput(
                    f"Line {self.parser.CurrentLineNumber}: an element is longer than {LONGEST:,} characters."
                )
            self._texts[-1].append(text)

    def _doctype(self, *_: object) -> None:
        raise BadInput(
            f"Line {self.parser.CurrentLineNumber}: the file declares a document type or entities. No export of "
            "comments does, and they can be made to harm whoever reads them, so we stop."
        )


def read_elements(chunks: Iterable[bytes], wanted: Collection[str]) -> Iterator[Element]:
    """The outermost elements whose names are `wanted`, each with all that is in it.

    Raises BadInput with the line where the file is no XML, or is of a kind we do not read.
    """
    reading = _Reading(wanted)
    narrow = True
    for at, chunk in enumerate(chunks):
        if at == 0:
            narrow = not chunk.startswith((b"\xff\xfe", b"\xfe\xff"))
        _feed(reading, chunk.translate(None, _CONTROLS) if narrow else chunk, final=False)
        done, reading.done = reading.done, []
        yield from done
    _feed(reading, b"", final=True)
    yield from reading.done


def _feed(reading: _Reading, chunk: bytes, *, final: bool) -> None:
    try:
        reading.parser.Parse(chunk, final)
    except expat.ExpatError as error:
        raise BadInput(f"Line {error.lineno}: this is not XML: {expat.ErrorString(error.code)}.") from error
    except ValueError as error:
        raise BadInput(f"It is in an encoding that we cannot read: {error}.") from error


def _short(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return next((prefix for start, prefix in _NAMESPACES if space.startswith(start)), "") + local
