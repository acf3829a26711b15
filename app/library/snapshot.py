"""What is served, as it stood at one moment. Replaced whole, never changed, so any thread may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from app.core.article import Problem
from app.core.shelf import BrokenFile
from app.library.categories import Category, category_tree
from app.library.entry import Entry
from app.library.ports import Articles
from app.library.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`generation` is the store's; -1 before anything was loaded."""

    generation: int = -1
    entries: Mapping[str, Entry] = field(default_factory=dict)  # article id → entry, by title
    versions: Mapping[int, Entry] = field(default_factory=dict)
    documents: Mapping[int, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    broken: tuple[BrokenFile, ...] = ()
    categories: Category = field(default_factory=Category)
    changed: tuple[Entry, ...] = ()  # latest first


def take_snapshot(session: Session, articles: Articles, shelves: Shelves) -> Snapshot:
    """Read the columns of everything that is served; nothing is parsed."""
    generation = articles.generation(session)  # first: a change while we read is then noticed next time
    broken = articles.broken(session)
    wrong: dict[str, tuple[Problem, ...]] = {}
    for item in broken:
        if item.article_id is not None:
            wrong[item.article_id] = (*wrong.get(item.article_id, ()), *item.problems)
    made = [Entry(listing, shelves, wrong.get(listing.article_id, ())) for listing in articles.listings(session)]
    made.sort(key=lambda entry: (entry.title.casefold(), entry.article_id))
    return Snapshot(
        generation=generation,
        entries={entry.article_id: entry for entry in made},
        versions={entry.version_id: entry for entry in made},
        documents=articles.documents(session),
        aliases=articles.aliases(session),
        broken=tuple(broken),
        categories=category_tree(made),
        changed=tuple(sorted(made, key=lambda entry: entry.changed, reverse=True)),
    )
