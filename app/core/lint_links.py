"""Links between articles and within one, related articles, and ids that were published and are gone."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from app.core.article import Article, Cause, Note, Place, Problem, Step
from app.core.fields import near
from app.core.lint_text import Read
from app.core.problems import problem


@dataclass(frozen=True, slots=True)
class Others:
    """The other articles. `ids`: article id or file name → what `anchors` gives of it; None where it cannot be read.

    `published` are the ids of this article's steps, causes and notes that were ever published.
    """

    ids: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    published: frozenset[str] = frozenset()


def anchors(article: Article) -> frozenset[str]:
    """Everything in an article that a link may point at: its ids, earlier ones included, and those of plain prose."""
    found: set[str] = {section.id for section in article.sections if not isinstance(section, str)}
    for step in article.steps.values():
        parts: tuple[Step | Cause | Note, ...] = (step, *step.causes, *step.notes)
        for part in parts:
            found |= {part.id, *part.was}
    return frozenset(found)


def link_problems(article: Article, read: list[Read], main: str, others: Others | None) -> Iterator[Problem]:
    own = anchors(article)
    for passage, found in read:
        for mark in found:
            if mark.kind == "link":
                inner = frozenset(each.removeprefix(f"{passage.scope}.") for each in own) if passage.scope else own
                yield from _link(article, mark.target, mark.place, main, own | inner, others)


def heir_problems(article: Article, others: Others | None) -> Iterator[Problem]:
    """Related articles that are not there, and published ids that nothing in the article stands for any more."""
    if others is None:
        return
    for other in article.related:
        if other not in others.ids and other != article.id:
            place = article.places.get(f"related.{other}", article.places.get("related", article.place))
            yield problem("broken-link", place, f"There is no article `{other}`. {near(other, _article_ids(others))}")
    for gone in sorted(others.published - anchors(article)):
        place = article.places.get("id", article.place)
        message = f"`{gone}` was published and is gone. Put `was: [{gone}]` on what took its place."
        yield problem("id-gone", place, message)


def _article_ids(others: Others) -> list[str]:
    return [key for key in others.ids if not key.endswith(".md")]


def _link(
    article: Article, target: str, place: Place, main: str, own: frozenset[str], others: Others | None
) -> Iterator[Problem]:
    address, _, anchor = unquote(target).partition("#")
    if address.startswith("/a/"):
        key = address.removeprefix("/a/").strip("/").split("?")[0]
        here = key == article.id or key in article.was
    elif not address:
        key, here = article.id, bool(anchor)
    elif address.endswith(".md") and "://" not in address and not address.startswith("/"):
        # Texts of a fragment stand in its own file; links in them are read from there.
        key = posixpath.normpath(posixpath.join(posixpath.dirname(place.file or main), address))
        if (others is None or key not in others.ids) and key.endswith(f".{article.lang}.md"):
            key = key.removesuffix(f".{article.lang}.md") + ".md"  # a translation holds the ids of its original
        here = key == main
    else:
        return
    if here:
        if anchor and anchor not in own:
            yield problem("broken-link", place, f"Nothing in this article has the id `{anchor}`. {near(anchor, own)}")
        return
    if others is None or not address:
        return
    ids = others.ids.get(key)
    if key not in others.ids:
        what = "file" if address.endswith(".md") else "article"
        known = [each for each in others.ids if each.endswith(".md") is (what == "file")]
        rest = near(key, known) if known else "There are no others."
        yield problem("broken-link", place, f"There is no {what} `{key}`. {rest}")
    elif anchor and ids is not None and anchor not in ids:
        rest = near(anchor, sorted(ids)) if ids else "It has no ids."
        yield problem("broken-link", place, f"Nothing in `{key}` has the id `{anchor}`. {rest}")
