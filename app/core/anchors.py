"""What a comment hangs on: the article, a step or a cause, by its permanent id, and how its text was at that time.

The digest is of what a reader of that place is told, not of the file: when another step changes, or a comment in the
YAML, the comments of this one do not say that it changed since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.article import Article, Cause, Note, Step


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of an article that comments hang on. `ids` are its id and all it had before, the present one first."""

    id: str
    title: str
    digest: str
    ids: tuple[str, ...]
    step: str = ""  # the step a cause or a note belongs to; the step itself for a step; empty for the article
    cause: bool = False


def find_anchor(article: Article, anchor: str) -> Anchor | None:
    """The place with this id, or that had it before (`was`), the article for an empty one; None where it is gone."""
    if not anchor:
        return Anchor("", article.title, _digest(_of_article(article)), ("",))
    found = _find(article, anchor)
    if found is None:
        return None
    step, part = found
    told = _of_step(part) if isinstance(part, Step) else _of_part(part)
    return Anchor(part.id, part.title, _digest(told), (part.id, *part.was), step.id, isinstance(part, Cause))


def anchor_digest(article: Article, anchor: str) -> str:
    """Of the text of a place, 64 hexadecimal digits; empty where the article has no such place."""
    found = find_anchor(article, anchor)
    return found.digest if found is not None else ""


def _parts(step: Step) -> tuple[Step | Cause | Note, ...]:
    return (step, *step.causes, *step.notes)


def current_ids(article: Article) -> dict[str, str]:
    """Every id a comment may hang on, present and earlier → the present one. Others are gone."""
    found = {"": ""}
    for step in article.steps.values():
        for part in _parts(step):
            for earlier in part.was:
                found.setdefault(earlier, part.id)
    for step in article.steps.values():
        found.update((part.id, part.id) for part in _parts(step))
    return found


def gathered(counts: Mapping[str, int], article: Article) -> dict[str, int]:
    """Counts by the ids comments were written on → by present ids; what is gone counts for the article (`""`)."""
    here, found = current_ids(article), dict[str, int]()
    for anchor, count in counts.items():
        now = here.get(anchor, "")
        found[now] = found.get(now, 0) + count
    return found


def _find(article: Article, anchor: str) -> tuple[Step, Step | Cause | Note] | None:
    earlier: tuple[Step, Step | Cause | Note] | None = None
    for step in article.steps.values():
        for part in _parts(step):
            if part.id == anchor:
                return step, part
            if anchor in part.was and earlier is None:
                earlier = step, part
    return earlier


def _of_article(article: Article) -> Iterator[str]:
    yield from ("article", article.title, article.summary, article.intro)


def _of_step(step: Step) -> Iterator[str]:
    yield from ("step", step.title, step.body, step.applies, step.use or "")
    for call in step.checks:
        yield from (call.run, repr(sorted(call.params.items(), key=lambda item: item[0])))
    if step.ask is not None:
        yield step.ask.say
        yield from (option.say for option in step.ask.options)


def _of_part(part: Cause | Note) -> Iterator[str]:
    yield from ("cause" if isinstance(part, Cause) else "note", part.title, part.body)


def _digest(parts: Iterator[str]) -> str:
    state = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(b"%d:" % len(data))
        state.update(data)
    return state.hexdigest()
