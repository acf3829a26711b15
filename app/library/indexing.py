"""What of an article can be found, as plain text: one row for itself and one for each of its parts.

The text is stripped of Markdown by a few expressions and not rendered: an import of 1,000 articles strips 20,000 texts,
and what search and its snippets need is words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape

from app.core.article import Article, Cause, Note, Prose, Step
from app.core.shelf import Kind, SearchText

MAX_TEXT = 20_000  # characters of one part; what is longer is found by how it begins
_LOOKUP = re.compile(r"(?<!\\)\{\{\s*([^{}\n]{1,200}?)\s*\}\}")
# Signs without which there is nothing to strip, what is stripped, and what is put in its place.
_STRIP: tuple[tuple[frozenset[str], re.Pattern[str], str], ...] = (
    (frozenset("`~"), re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})[^\n]*$", re.M), " "),  # fences; the code between stays
    (frozenset("<"), re.compile(r"<!--.*?-->", re.S), " "),
    (frozenset("["), re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (frozenset("["), re.compile(r"!?\[([^\[\]]+)\]\[[^\[\]]*\]"), r"\1"),
    (frozenset("<"), re.compile(r"<((?:https?|mailto):[^<>\s]+|[^<>\s@]+@[^<>\s]+)>"), r"\1"),
    (frozenset("<"), re.compile(r"</?[a-zA-Z][^<>\n]*>"), " "),
    (frozenset("#>-+*.)|"), re.compile(r"^[ \t]*(?:#{1,6}[ \t]|>[ \t]?|[-+*][ \t]|\d{1,9}[.)][ \t])", re.M), " "),
    (frozenset("|"), re.compile(r"^[ \t]*\|?(?:[ \t:-]*\|)*[ \t:-]*$", re.M), " "),  # the line below a table's head
    (frozenset("*`~_"), re.compile(r"(?<!\\)(?:\*{1,3}|`+|~~|(?<!\w)_{1,3}|_{1,3}(?!\w))"), ""),
    (frozenset("|"), re.compile(r"(?<!\\)\|"), " "),  # between the cells of a table, and between words of a command
    (frozenset("\\"), re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


_KINDS: Mapping[type, Kind] = {Step: "step", Cause: "cause", Note: "note"}


def search_texts(article: Article) -> tuple[SearchText, ...]:
    """The rows of an article and of its translations, in file order."""
    rows = list(_rows(article))
    for lang, translation in article.translations.items():
        rows.extend(_rows(translation, lang))
    return tuple(rows)


def anchors(article: Article) -> dict[str, Kind]:
    """Every id of a part of the article that can be linked to, earlier ids included, with what it is."""
    found: dict[str, Kind] = {part.id: "prose" for part in article.sections if isinstance(part, Prose)}
    for step in article.steps.values():
        parts: tuple[Step | Cause | Note, ...] = (step, *step.causes, *step.notes)
        for part in parts:
            found.update(dict.fromkeys((*part.was, part.id), _KINDS[type(part)]))
    return found


def plain_text(markdown: str, labels: Mapping[str, str]) -> str:
    """Markdown without its marks, on one line; a look-up reads as its label."""
    text = markdown[:MAX_TEXT]
    if "{{" in text:
        text = _LOOKUP.sub(lambda match: labels.get(match[1], _said(match[1])), text)
    present = set(text)
    for signs, pattern, replacement in _STRIP:
        if not signs.isdisjoint(present):
            text = pattern.sub(replacement, text)
    if "&" in present:
        text = unescape(text)
    text = " ".join(text.replace("\0", " ").split())
    return text if text.isascii() else unicodedata.normalize("NFC", _encodable(text))


def _said(name: str) -> str:
    """`mx.hosts` → `hosts`: what a reader of the page sees in place of a fact."""
    return re.split(r"[.\[]", name)[-1].strip("]\"' ").replace("_", " ") or name


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _rows(article: Article, lang: str | None = None) -> Iterator[SearchText]:
    labels = {name: given.label for name, given in article.inputs.items()}
    language = lang or article.lang
    title = plain_text(article.title, labels)
    about = " ".join((article.summary, article.intro, " ".join(article.tags)))
    yield SearchText("article", "", title, "", plain_text(about, labels), language)
    for step in article.steps.values():
        heading = plain_text(step.title, labels)
        yield SearchText("step", step.id, heading, title, plain_text(_told(step), labels), language)
        parts: tuple[Cause | Note, ...] = (*step.causes, *step.notes)
        for part in parts:
            kind: Kind = "cause" if isinstance(part, Cause) else "note"
            text = plain_text(part.body, labels)
            yield SearchText(kind, part.id, plain_text(part.title, labels), f"{title}\n{heading}", text, language)
    for section in article.sections:
        if isinstance(section, Prose):
            text = plain_text(section.body, labels)
            yield SearchText("prose", section.id, plain_text(section.title, labels), title, text, language)


def _told(step: Step) -> str:
    """The prose of a step, what it asks and what may be answered."""
    said = [step.body, step.applies]
    if step.ask is not None:
        said.append(step.ask.say)
        said.extend(option.say for option in step.ask.options)
    return "\n\n".join(part for part in said if part)
