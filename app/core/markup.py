"""Markdown → safe HTML, in two profiles: what authors write (`compile_prose`) and what visitors write (comments).

Raw HTML is text in both. What Markdown makes of a text passes nh3 with an allow-list as the last guard, so that a
fault in a rule can spoil the looks of a page but not put a script into it. Reading Markdown costs a millisecond or
two, filling in the look-ups of a compiled text a few microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from zlib import crc32

from markdown_it.token import Token

from app.core.markup_guard import clean_article, clean_comment
from app.core.markup_rules import BACK, CLOSE, OPEN, PLAIN, SAY, TABLE, article_reader, comment_reader
from app.core.plain_markup import plain_html

Lookup = Callable[[str], str | None]
_PLACED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_RESERVED = str.maketrans({OPEN: "\ufffd", CLOSE: "\ufffd"})
_NOTHING: Mapping[str, str | None] = {}


@dataclass(frozen=True, slots=True)
class Prose:
    """A text read once. `parts` are HTML, the path of a look-up, HTML, … in turn, so there is an odd number."""

    parts: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The look-ups, in order: `domain`, `mx.hosts`."""
        return tuple(part.removeprefix(PLAIN) for part in self.parts[1::2])

    def html(self, values: Mapping[str, str | None] = _NOTHING, labels: Mapping[str, str] = {}) -> str:
        """The HTML with each look-up filled in, escaped; where its value is None, its label marked as such."""
        if len(self.parts) == 1:
            return self.parts[0]
        filled = list(self.parts)
        for at in range(1, len(filled), 2):
            path = filled[at].removeprefix(PLAIN)
            value = values.get(path)
            known = (labels.get(path) or path) if value is None else value
            filled[at] = escape(known) if filled[at].startswith(PLAIN) else _marked(known, known=value is not None)
        return "".join(filled)


def compile_prose(text: str, anchor: str = "", say: Callable[[str], str] = str) -> Prose:
    """An author's text. With `anchor`, the id of its step or cause, headings in it get ids: `{anchor}:{heading}`.

    `say` puts the few words that are not the author's into the language of the text: those of the `markup_rules`.

    Footnotes of several texts on one page do not meet: their ids carry the anchor, or a checksum of the text.
    """
    reader = article_reader()
    checksum = f"{crc32(text.encode('utf-8', 'replace')):08x}"
    env: dict[str, object] = {"anchor": anchor, "docId": anchor or checksum, SAY: say}
    tokens = reader.parse(text, env)
    _neutralise(tokens)
    labels = (say(TABLE), say(BACK))
    html = clean_article(str(reader.renderer.render(tokens, reader.options, env)), labels)
    return Prose(tuple(_PLACED.split(html)))


def render_article(text: str, lookup: Lookup | None = None) -> str:
    """An author's text as HTML. `lookup` gives the value of a path, or None where nothing is known."""
    prose = compile_prose(text)
    return prose.html({path: lookup(path) for path in prose.paths} if lookup else _NOTHING)


def render_comment(text: str) -> str:
    """What a visitor wrote: paragraphs, emphasis, lists, quotations, code and links; no headings, pictures, tables."""
    html = plain_html(text)
    return clean_comment(str(comment_reader().render(text))) if html is None else html


def plain(text: str, labels: Mapping[str, str] = {}) -> str:
    """The words of an author's text without any markup, for search, descriptions and titles of tooltips."""
    words = list(_words(article_reader().parse(text, {}), labels))
    return re.sub(r"\s+", " ", "".join(words)).strip()


def _words(tokens: Iterable[Token], labels: Mapping[str, str]) -> Iterable[str]:
    for token in tokens:
        if token.type == "lookup":
            yield labels.get(token.content) or token.content
        elif token.children is not None:
            yield from _words(token.children, labels)
        elif token.type in ("text", "code_inline", "fence", "code_block"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        if token.block:
            yield " "


def _marked(text: str, *, known: bool) -> str:
    if known:
        return f'<bdi class="lookup">{escape(text)}</bdi>'
    return f'<span class="lookup-open">{escape(text)}</span>'


def _neutralise(tokens: Iterable[Token]) -> None:
    """Take the two characters that mark look-ups out of what the text itself holds, by entity or as they are."""
    for token in tokens:
        token.content = token.content.translate(_RESERVED)
        token.info = token.info.translate(_RESERVED)
        for name, value in token.attrs.items():
            if isinstance(value, str):
                token.attrs[name] = value.translate(_RESERVED)
        if token.children:
            _neutralise(token.children)
