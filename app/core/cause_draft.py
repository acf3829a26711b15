"""A tip → a new cause at its step, written into the article's text; every other byte of the file stays as it is.

The text is not written anew from the parsed article, which would lose how its author set it. A few lines go in at
the end of the step's section, and the result is read again: it has to be the same article but for the new cause.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.core.article import Article, Bundle, Step
from app.core.errors import WrongUse
from app.core.fields import Report
from app.core.parse import parse
from app.core.sections import clean, read_document
from app.core.source import anchor as slug

LONGEST_TITLE: Final = 72
_CREDIT = re.compile(r"\]\(/comments/([0-9]{1,10})\)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!&])")
_FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})[^\n]*$")
_SENTENCE = re.compile(r"(?<=[.!?。！？।])\s+|\n")
_FIRST_MARKS = re.compile(r"^[\s>#*+\-]+|[\s.。।:;,]+$")


@dataclass(frozen=True, slots=True)
class Tip:
    """What a reader wrote. `id` is the comment's, for the link back to it."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftedCause:
    """The article's files with the new cause in them, and its id."""

    bundle: Bundle
    cause_id: str


def draft_cause(
    bundle: Bundle, article: Article, step_id: str, tip: Tip, *, taken: Collection[str] = (), title: str = ""
) -> DraftedCause:
    """Put a cause drafted from the tip behind those of the step. `taken` are ids that were ever published.

    Raises WrongUse with a sentence for the author where that cannot be done: the step comes out of a fragment, is not
    there, or the text cannot be put in without changing something else.
    """
    step = article.steps.get(step_id)
    if step is None:
        raise WrongUse(f"This version has no step “{step_id}”. Choose the step that the cause belongs to.")
    if step.use is not None or step.place.file != bundle.main:
        file = step.place.file if step.use is None else f"the fragment “{step.use}”"
        raise WrongUse(
            f"The step “{step_id}” comes out of {file}, which other articles may use too. Write the cause there by "
            "hand: a draft of this article cannot hold it."
        )
    heading = " ".join((title or first_sentence(tip.text)).split()) or f"What {tip.name} found"
    cause_id = _free_id(slug(heading), {*_ids(article), *taken})
    before = bundle.files[bundle.main]
    for body in (_as_prose(tip.text), _as_quotation(tip.text)):
        lines = [f"### {_literal(heading)}", "```yaml cause", f"id: {cause_id}", "```", *body, "", _credit(tip)]
        after = _put_in(before, step, lines)
        found = replace(bundle, files={**bundle.files, bundle.main: after})
        if _only_adds(article, parse(found).article, step_id, cause_id):
            return DraftedCause(found, cause_id)
    raise WrongUse("This tip cannot be put into the article without changing what stands round it. Write it by hand.")


def first_sentence(text: str) -> str:
    """What the tip begins with, without marks of Markdown, cut at a word where it is long."""
    for part in _SENTENCE.split(text):
        plain = _FIRST_MARKS.sub("", re.sub(r"[`*_]{1,3}", "", part))
        if sum(character.isalpha() for character in plain) >= 3:
            break
    else:
        return ""
    if len(plain) <= LONGEST_TITLE:
        return plain
    cut = plain[:LONGEST_TITLE]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(",;:") + " …"


def _ids(article: Article) -> Iterator[str]:
    for step in article.steps.values():
        for part in (step, *step.causes, *step.notes):
            yield from (part.id, *part.was)  # type: ignore[attr-defined]
    yield from (section.id for section in article.sections if not isinstance(section, str))


def _free_id(base: str, taken: set[str]) -> str:
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def _literal(text: str) -> str:
    """A visitor's words as one line of Markdown that shows just them."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("{{", "\\{{")


def credited_comments(bundle: Bundle) -> frozenset[int]:
    """The comments that an article's files link to, as a drafted cause does where it names who told of it."""
    return frozenset(int(number) for text in bundle.files.values() for number in _CREDIT.findall(text))


def _credit(tip: Tip) -> str:
    return f"[{_literal(tip.name)}](/comments/{tip.id}) told us of this."


def _as_prose(text: str) -> list[str]:
    """The tip's own Markdown, less what means more in an article: headings, pictures, look-ups, kinds of fences."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            closes = found is not None and found[2][0] == fence[0] and len(found[2]) >= len(fence)
            lines.append(line)
            fence = "" if closes and not line.strip(" `~") else fence
        elif found is not None:
            fence = found[2]
            lines.append(found[1] + fence)
        else:
            lines.append(_prose_line(line))
    return [*lines, *([fence] if fence else [])]


def _prose_line(line: str) -> str:
    line = re.sub(r"^(\s{0,3})(#{1,6}(?:\s|$)|={1,}\s*$|-{2,}\s*$)", r"\1\\\2", line)
    return line.replace("![", "!\\[").replace("{{", "\\{{")


def _as_quotation(text: str) -> list[str]:
    return [f"> {_literal(line)}".rstrip() for line in text.split("\n")]


def _put_in(text: str, step: Step, lines: list[str]) -> str:
    """The text with the lines behind the last line of the step's section that is not blank, set off by blank ones."""
    end = "\r\n" if "\r\n" in text else "\n"
    rows = re.findall(r"[^\n]*\n|[^\n]+", text)
    last = _last_row(text, rows, step)
    kept = "".join(rows[: last + 1])
    if not kept.endswith("\n"):
        kept += end
    rest = "".join(rows[last + 1 :])
    block = end + end.join(lines) + end
    return kept + block + (end if rest and not rest.lstrip(" \t").startswith(("\n", "\r\n")) else "") + rest


def _last_row(text: str, rows: list[str], step: Step) -> int:
    document = read_document(clean(text, step.place.file, Report()) or "", step.place.file, Report())
    following = [section.place.line for section in document.sections if section.place.line > step.place.line]
    last = (min(following) - 1 if following else len(rows)) - 1
    while last > 0 and not rows[last].strip():
        last -= 1
    return last


def _only_adds(before: Article, after: Article | None, step_id: str, cause_id: str) -> bool:
    """Whether the new article is the old one with one cause more at the end of one step."""
    if after is None or list(after.steps) != list(before.steps):
        return False
    added = after.cause(cause_id)
    if added is None or added[0].id != step_id or added[0].causes[-1].id != cause_id:
        return False
    return all(_told(step) == _told(after.steps[at], but=cause_id) for at, step in before.steps.items()) and _around(
        before
    ) == _around(after)


def _told(step: Step, but: str = "") -> tuple[object, ...]:
    causes = [(each.id, each.title, each.body, each.to) for each in step.causes if each.id != but]
    notes = [(each.id, each.title, each.body) for each in step.notes]
    ways = [(branch.to, branch.when.source if branch.when else None) for branch in step.next]
    return (step.id, step.title, step.body, causes, notes, ways, step.after, step.end)


def _around(article: Article) -> tuple[object, ...]:
    sections = [each if isinstance(each, str) else (each.id, each.title, each.body) for each in article.sections]
    return (article.title, article.intro, sections, [scenario.name for scenario in article.scenarios])
