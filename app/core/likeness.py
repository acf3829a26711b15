"""How alike two texts are, for texts that a script turns a little each time.

A text is taken as the set of its runs of `RUN` letters, whatever the script: words need no borders, so Thai and Chinese
work as English does. Digits, marks, case and addresses count for nothing, since those are what is rotated first.
Likeness is how much of the smaller set lies in the other (Broder, "On the resemblance and containment of documents",
1997), from 0 to 1. A text that is put together from a stock of phrases need not be like any one other; but most of its
runs then stand in several, which those of people do not.

Every post asks, so what can be done without a step of Python for each run is: a run is a number, worked out for all
of a text at once. Which texts share anything is found by every eighth run, and what they share is counted by all.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from array import array
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress
from operator import itemgetter
from typing import NamedTuple

RUN = 8
PLACES = 1 << 20  # of two texts with 100 runs each, one is the same number by chance in a hundred such pairs
SEVERAL = 2  # comments
LOOKED_AT = 12  # those that share most of what they are found by
FAINT = 0.2  # of that; who shares less is not looked at, the first aside
SHORTEST = 5  # sets smaller than this say too little
_SOME = 8  # a text is found by every eighth of its runs, the same ones in every text
_FEW = 16  # a short one by so many
# Only at the beginning of a word: a try at each of its letters would cost the square of its length.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S+(?:@\S+|\.[a-z]{2,}/\S*)", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_NO_ASCII_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_BLOCKS = bytes((block * 86) & 0xFE | 0x80 if block else 0 for block in range(256))  # by the upper byte of a letter
_CHOSEN = bytes(code & 3 == 1 for code in range(256))  # of the Latin ones a, e, i, m, q, u and y
_LANE = 4  # bytes
_WEIGHTS = (1_586_093, 1_027_417, 1_869_719, 733_331, 1_271_969, 1_742_579, 906_473, 1_420_061)  # 8 * 255 of them fit
_KERNEL = int.from_bytes(struct.pack(f"<{RUN}I", *_WEIGHTS), "little")
_MASK = struct.pack("<I", PLACES - 1)
# A place of the tally holds two counts from 0 to 3: the texts of now, and four times those before.
_ONE_MORE = bytes([code + (code & 3 < 3) for code in range(16)])
_ONE_LESS = bytes([code - (1 if code & 3 else 4 if code else 0) for code in range(16)])
_AGED = bytes([(code & 3) << 2 for code in range(256)])
_NOT_SEVERAL = bytes([code for code in range(16) if (code & 3) + (code >> 2) < SEVERAL])


@lru_cache(maxsize=64)  # a text is asked about when it comes, and remembered when it was kept
def runs(text: str) -> frozenset[int]:
    """The runs of a text that begin with one letter of four, each as a number below `PLACES`.

    The same ones in every text: enough to compare by, and three times as many texts fit into memory. The number is the
    sum of the letters, each with the weight of its place. One product of two long integers, the letters in lanes of 32
    bits and the weights in as many, has all of these sums.
    """
    if "/" in text or "@" in text or "www." in text.lower():  # as every address has
        text = _ADDRESS.sub(" ", text)
    plain = unicodedata.normalize("NFKC", text).casefold()
    letters = plain.encode().translate(None, _NO_ASCII_LETTERS) if plain.isascii() else _bytes(plain)
    count = len(letters) - RUN + 1
    if count < 1:
        return frozenset()
    lanes = int.from_bytes(letters.decode("latin-1").encode("utf-32-le"), "little") * _KERNEL
    numbers = lanes >> 8 * _LANE * (RUN - 1) & int.from_bytes(_MASK * count, "little")
    unpacked = struct.unpack(f"<{count}I", numbers.to_bytes(_LANE * count, "little"))
    return frozenset(compress(unpacked, letters.translate(_CHOSEN)))


def _bytes(text: str) -> bytes:
    """One byte for each letter: its own where it is ASCII, else one above 127."""
    units = _NOT_LETTERS.sub("", text).encode("utf-16-le", "surrogatepass")
    low, block = int.from_bytes(units[::2], "big"), int.from_bytes(units[1::2].translate(_BLOCKS), "big")
    return (low ^ block).to_bytes(len(units) // 2, "big")


@dataclass(frozen=True, slots=True)
class Alike:
    """The comment that is most like a text, and how much; `common` is the share of its runs that several hold."""

    comment_id: int
    likeness: float
    writer: str
    judged: bool  # spam or rejected
    common: float = 0.0


class _Kept(NamedTuple):
    """A comment that is remembered: all of its runs, and those that it is found by."""

    runs: array[int]
    found_by: tuple[int, ...]
    writer: str


class _Tally:
    """In how many of the last texts each run stands: of the last `size` to twice as many, a byte for each run."""

    def __init__(self, size: int) -> None:
        self._size = self._left = size
        self._table = bytearray(PLACES)

    def add(self, held: frozenset[int]) -> None:
        """Count a text. Those before are let go of together, now and then, which costs less than one by one."""
        table = self._table
        for run in held:
            table[run] = _ONE_MORE[table[run]]
        self._left -= 1
        if not self._left:
            self._left, self._table = self._size, table.translate(_AGED)

    def take_back(self, held: Iterable[int]) -> None:
        """As if a text had not been counted; runs that stand in more than can be counted stay so."""
        for run in held:
            self._table[run] = _ONE_LESS[self._table[run]]

    def several(self, wanted: frozenset[int], but: Collection[int]) -> int:
        """How many of these runs (two at least) stand in several texts, one text with the runs `but` left out."""
        counts = bytes(itemgetter(*wanted)(self._table))
        if but:
            counts = bytes(
                [_ONE_LESS[count] if run in but else count for run, count in zip(wanted, counts, strict=True)]
            )
        return len(counts.translate(None, _NOT_SEVERAL))


class Recent:
    """The last comments, for the question whether a text was seen before. Not safe from several threads by itself."""

    def __init__(self, size: int = 500) -> None:
        self._size = size
        self._kept: OrderedDict[int, _Kept] = OrderedDict()
        self._judged: set[int] = set()
        self._found: dict[int, tuple[int, ...]] = {}  # some runs → ids of comments that hold them
        self._tally = _Tally(size)

    def add(self, comment_id: int, text: str, writer: str, *, judged: bool = False) -> None:
        """Remember one; one that is remembered already is left as it is."""
        if comment_id in self._kept:
            return
        if judged:
            self._judged.add(comment_id)
        held, found, alone = runs(text), self._found, (comment_id,)
        found_by = [run for run in held if not run % _SOME]
        if len(found_by) < _FEW:
            found_by += [run for run in held if run % _SOME][: _FEW - len(found_by)]
        for run in found_by:
            ids = found.setdefault(run, alone)
            if ids is not alone:
                found[run] = ids + alone
        self._kept[comment_id] = _Kept(array("I", held), tuple(found_by), writer)
        self._tally.add(held)
        while len(self._kept) > self._size:
            self._let_go(next(iter(self._kept)))

    def judge(self, comment_id: int, judged: bool) -> None:
        """Note what became of one that is remembered."""
        if judged and comment_id in self._kept:
            self._judged.add(comment_id)
        else:
            self._judged.discard(comment_id)

    def forget(self, comment_id: int) -> None:
        """As if it had never been added."""
        if comment_id in self._kept:
            self._tally.take_back(self._kept[comment_id].runs)
            self._let_go(comment_id)

    def forget_after(self, comment_id: int) -> None:
        """Forget those with a higher id."""
        for kept in [kept for kept in self._kept if kept > comment_id]:
            self.forget(kept)

    def _let_go(self, comment_id: int) -> None:
        self._judged.discard(comment_id)
        found = self._found
        for run in self._kept.pop(comment_id).found_by:
            ids = found.pop(run)
            if len(ids) > 1:  # the oldest, which is let go of most, stands first
                found[run] = ids[1:] if ids[0] == comment_id else tuple([kept for kept in ids if kept != comment_id])

    def nearest(self, text: str, but: int = 0) -> Alike | None:
        """The one most like it, `but` itself left out; None where nothing is found that has much in common with it."""
        wanted = runs(text)
        if len(wanted) < SHORTEST:
            return None
        shared = Counter(chain.from_iterable(filter(None, map(self._found.get, wanted))))
        shared.pop(but, None)
        if not shared:
            return None
        best = max([self._compared(wanted, comment_id) for comment_id in self._likely(wanted, shared)])
        likeness, judged, comment_id = best
        several = self._tally.several(wanted, frozenset(self._kept[but].runs) if but in self._kept else ())
        return Alike(comment_id, likeness, self._kept[comment_id].writer, judged, several / len(wanted))

    def _likely(self, wanted: frozenset[int], shared: Mapping[int, int]) -> Iterator[int]:
        """Those worth counting: the one that shares most of what it is found by, and others that share enough."""
        first = sorted(shared.items(), key=itemgetter(1), reverse=True)[:LOOKED_AT]
        for at, (comment_id, count) in enumerate(first):
            held = self._kept[comment_id]
            if not at or count >= FAINT * len(held.found_by) * min(1.0, len(wanted) / len(held.runs)):
                yield comment_id

    def _compared(self, wanted: frozenset[int], comment_id: int) -> tuple[float, bool, int]:
        held = self._kept[comment_id].runs
        smaller = min(len(held), len(wanted))
        likeness = len(wanted.intersection(held)) / smaller if smaller >= SHORTEST else 0.0
        return likeness, comment_id in self._judged, comment_id
