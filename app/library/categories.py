"""Categories as a tree: made of the paths in the articles' front matter, nothing to keep in order by hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.library.entry import Entry


@dataclass(slots=True)
class Category:
    """A category. `path` are the names from the top, `slugs` the same for an address: `/c/mail/testing-communication`.

    The root has neither name nor path; its `entries` are the articles without a category.
    """

    path: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()
    children: dict[str, Category] = field(default_factory=dict)  # slug → category, by name
    entries: list[Entry] = field(default_factory=list)  # by title

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def lang(self) -> str:
        """The language of its first article, which is the one that its name is written in."""
        first = next((part.entries[0] for part in self.walk() if part.entries), None)
        return first.lang if first else "en"

    @property
    def address(self) -> str:
        return "/c/" + "/".join(self.slugs)

    @property
    def count(self) -> int:
        """Articles here and below."""
        return len(self.entries) + sum(child.count for child in self.children.values())

    def find(self, address: str) -> Category | None:
        """The category at `mail/testing-communication`, or at its names; None where there is none."""
        here = self
        for part in filter(None, address.split("/")):
            child = here.children.get(slug(part))
            if child is None:
                return None
            here = child
        return here

    def walk(self) -> Iterator[Category]:
        """This category and all below it, depth first."""
        yield self
        for child in self.children.values():
            yield from child.walk()


def slug(name: str) -> str:
    """A category's name as part of an address: letters and digits of any script, hyphens between."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", "-", folded).strip("-") or "-"


def category_tree(entries: Iterable[Entry]) -> Category:
    """The root of all categories. Names that differ only in case or signs are one."""
    root = Category()
    for entry in entries:
        here = root
        for name in entry.category:
            key = slug(name)
            if key not in here.children:
                here.children[key] = Category((*here.path, name), (*here.slugs, key))
            here = here.children[key]
        here.entries.append(entry)
    for category in root.walk():
        category.entries.sort(key=lambda entry: (entry.title.casefold(), entry.article_id))
        category.children = dict(sorted(category.children.items(), key=lambda item: item[1].name.casefold()))
    return root
