"""Which article a thread of another system belongs to: by a file that says so, or by what its address looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from app.core.errors import WrongUse
from app.library import Library
from app.library.categories import slug

LEFT_OUT: Final = "-"  # in a mapping file: this thread is left out on purpose
_NUMBERS: Final = frozenset(
    {"id", "doc", "document", "nr", "no", "number", "kb", "article", "articleid", "aid", "docid"}
)
# A number by itself, or of three digits or more before words: `10-reasons` is no document 10.
_NUMBERED: Final = re.compile(
    r"(?:doc|document|kb|article)?[-_]?(?:([1-9][0-9]{0,11})|([1-9][0-9]{2,11})[-_].*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thread goes: an article and, where the address named one, a step or cause. `left_out` on purpose."""

    article_id: str
    anchor: str = ""
    left_out: bool = False


def read_map(path: Path) -> dict[str, str]:
    """A mapping file: a line for each thread, its address or title, a tab or comma, and the id of an article, with
    `#step` where it is one step; or `-` to leave it out. `#` begins a remark. Raises WrongUse with the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(f"The mapping file “{path}” cannot be read: {error}.") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        key, separator, target = line.rpartition("\t" if "\t" in line else ",")
        if not separator or not key.strip() or not target.strip():
            raise WrongUse(f"{path}:{number}: write the address, a tab or a comma, and the id of an article.")
        found[key.strip().strip('"')] = target.strip().strip('"')
    return found


class ThreadMap:
    """Finds the article of a thread. What was found is remembered, since a thread has many comments."""

    def __init__(self, library: Library, given: Mapping[str, str] | None = None) -> None:
        self._library, self._given = library, dict(given or {})
        self._known: dict[tuple[str, ...], Place | None] = {}
        self._by_title: dict[str, str] = {}
        for entry in library.entries():
            self._by_title.setdefault(slug(entry.title), entry.article_id)
        for key, target in self._given.items():
            if target != LEFT_OUT and self._article(target.partition("#")[0]) is None:
                raise WrongUse(f"The mapping file sends “{key}” to “{target}”, and there is no such article.")

    def find(self, keys: Iterable[str]) -> Place | None:
        """By the mapping file first, then by each key in turn; None where nothing fits."""
        wanted = tuple(keys)
        if wanted not in self._known:
            self._known[wanted] = self._find(wanted)
        return self._known[wanted]

    def _find(self, keys: tuple[str, ...]) -> Place | None:
        for key in keys:
            target = self._given.get(key) or self._given.get(_path(key))
            if target == LEFT_OUT:
                return Place("", left_out=True)
            if target:
                article, _, anchor = target.partition("#")
                return Place(self._article(article) or "", anchor)
        for key in keys:
            found = self._by_address(key)
            if found is not None:
                return Place(found, urlsplit(key).fragment if "#" in key and "://" in key else "")
        return None

    def _by_address(self, key: str) -> str | None:
        """An old document number, an id or an earlier one, or words as in an address, from its last part inwards."""
        direct = self._article(key)
        if direct is not None:
            return direct
        try:
            parts = urlsplit(key)
        except ValueError:
            return None
        for name, value in parse_qsl(parts.query):
            if name.lower() in _NUMBERS and (found := self._article(value)) is not None:
                return found
        steps = [_bare(unquote(step)) for step in parts.path.split("/") if step]
        if steps and (found := self._article(steps[-1])) is not None:
            return found
        # `/d/4564/why-mail-bounces`: the number stands before the words, yet so does the year of many a blog
        before = steps[-2] if len(steps) > 1 else ""
        return None if re.fullmatch(r"[0-9]{1,2}|(?:19|20)[0-9]{2}", before) else self._article(before)

    def _article(self, name: str) -> str | None:
        """The id of the article that this names: by id, earlier id, document number or the words of its title."""
        name = name.strip()
        if not name:
            return None
        resolved = self._library.resolve(name) if self._library.get(name) is None else name
        if resolved is not None:
            return resolved
        numbered = _NUMBERED.fullmatch(name)
        if numbered is not None and (entry := self._library.by_number(int(numbered[1] or numbered[2]))) is not None:
            return entry.article_id
        return self._by_title.get(slug(name))


def _bare(step: str) -> str:
    return re.sub(r"\.(?:html?|php|aspx?|md)$", "", step, flags=re.IGNORECASE)


def _path(key: str) -> str:
    """`/blog/mail/` of `https://example.com/blog/mail/?x=1`: a mapping file may leave out the host."""
    try:
        return urlsplit(key).path
    except ValueError:
        return key
