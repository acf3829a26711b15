"""How alike two texts are, for texts that a script turns a little each time.

A text is taken as the set of its runs of `RUN` letters, whatever the script: words need no borders, so Thai and Chinese
work as English does. Digits, marks, case and addresses count for nothing, since those are what is rotated first.
Likeness is how much of the smaller set lies in the other (Broder, "On the resemblance and containment of documents",
1997), from 0 to 1. A text that is put together from a stock of phrases need not be like any one other; but most of its
runs then stand in several, which those of people do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

RUN = 8
SEVERAL = 2  # comments
LOOKED_AT = 12  # those that share most with a text
SHORTEST = 8  # sets smaller than this say too little
# Only at the beginning of a word: a try at each of its letters would cost the square of its length.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S+(?:@\S+|\.[a-z]{2,}/\S*)", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_NO_ASCII_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


@lru_cache(maxsize=64)  # a text is asked about when it comes, and remembered when it was kept
def runs(text: str) -> frozenset[int]:
    """The runs of a text that begin with a letter of an odd number, as hashes of this process.

    About half of all, the same ones in every text: enough to compare by, and twice as many texts fit into memory.
    """
    if "/" in text or "@" in text or "www." in text.lower():  # as every address has
        text = _ADDRESS.sub(" ", text)
    plain = unicodedata.normalize("NFKC", text).casefold()
    letters = _ascii_letters(plain) if plain.isascii() else _NOT_LETTERS.sub("", plain)
    starts = letters[: len(letters) - RUN + 1] if len(letters) >= RUN else ""
    return frozenset([hash(letters[at : at + RUN]) for at, first in enumerate(starts) if ord(first) & 1])


def _ascii_letters(text: str) -> str:
    return text.encode().translate(None, _NO_ASCII_LETTERS).decode()


@dataclass(frozen=True, slots=True)
class Alike:
    """The comment that is most like a text, and how much; `common` is the share of its runs that several hold."""

    comment_id: int
    likeness: float
    writer: str
    judged: bool  # spam or rejected
    common: float = 0.0


class Recent:
    """The last comments, for the question whether a text was seen before. Not safe from several threads by itself."""

    def __init__(self, size: int = 500) -> None:
        self._size = size
        self._kept: OrderedDict[int, tuple[tuple[int, ...], str]] = OrderedDict()
        self._judged: set[int] = set()
        self._where: dict[int, tuple[int, ...]] = {}  # run → ids of comments that hold it

    def add(self, comment_id: int, text: str, writer: str, *, judged: bool = False) -> None:
        """Remember one; one that is remembered already is left as it is."""
        if comment_id in self._kept:
            return
        if judged:
            self._judged.add(comment_id)
        held = tuple(runs(text))
        self._kept[comment_id] = (held, writer)
        alone, where = (comment_id,), self._where
        for run in held:
            ids = where.setdefault(run, alone)
            if ids is not alone:
                where[run] = ids + alone
        while len(self._kept) > self._size:
            self.forget(next(iter(self._kept)))

    def judge(self, comment_id: int, judged: bool) -> None:
        """Note what became of one that is remembered."""
        if judged and comment_id in self._kept:
            self._judged.add(comment_id)
        else:
            self._judged.discard(comment_id)

    def forget(self, comment_id: int) -> None:
        held, _ = self._kept.pop(comment_id, ((), ""))
        self._judged.discard(comment_id)
        where = self._where
        for run in held:
            ids = where.pop(run)
            if len(ids) > 1:  # the oldest, which is forgotten most, stands first
                where[run] = ids[1:] if ids[0] == comment_id else tuple(kept for kept in ids if kept != comment_id)

    def nearest(self, text: str, but: int = 0) -> Alike | None:
        """The one most like it, `but` itself left out; None where nothing has anything in common with it."""
        wanted = runs(text)
        if len(wanted) < SHORTEST:
            return None
        # In C where it can be: every post asks, and a text has hundreds of runs.
        holders = list(filter(None, map(self._where.get, wanted)))
        shared = Counter(chain.from_iterable(holders))
        shared.pop(but, None)
        if not shared:
            return None
        best = max(self._compared(wanted, comment_id, count) for comment_id, count in shared.most_common(LOOKED_AT))
        sizes = map(len, holders) if not but else (len(ids) - (but in ids) for ids in holders)
        common = sum(map(SEVERAL.__le__, sizes)) / len(wanted)
        alike, judged, comment_id = best
        return Alike(comment_id, alike, self._kept[comment_id][1], judged, common)

    def _compared(self, wanted: frozenset[int], comment_id: int, count: int) -> tuple[float, bool, int]:
        smaller = min(len(self._kept[comment_id][0]), len(wanted))
        return (count / smaller if smaller >= SHORTEST else 0.0), comment_id in self._judged, comment_id
