"""Texts as search sees them: folded to plain words, compared with typing errors in mind, marked where they match.

Both databases index the words made here, so that a text is split in one way only and the same query finds the same
rows on each. Folding takes accents and case away (NFKD, casefold); Chinese and Japanese, written without spaces, are
split into single characters, and a run of them is a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

MAX_TERMS = 10
MAX_QUERY = 300  # characters; what is longer is not a search but a pasted text, and its start will do
MAX_WORD = 60
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"(?=[^\W_])[{_CJK}]|[^\W_{_CJK}]+")
_MARKED_WORD = re.compile(rf"(?=[^\W_])[{_CJK}]|[^\W_{_CJK}](?:[^\W_{_CJK}]|[\u0300-\u036f])*")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query, or a phrase such as `5.1.1`, with the words to be taken in its place where it is misspelt.

    The last word of each phrase matches as a prefix, unless it is `whole`. `weight` grows with how rare the term is;
    `texts` says in how many it stands, as far as that is known.
    """

    phrases: tuple[tuple[str, ...], ...]
    weight: float = 1.0
    texts: int = 0
    whole: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The first spelling."""
        return self.phrases[0]


def fold(text: str) -> str:
    """Case and accents taken away: `Füße` → `fusse`."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text)
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()


def words(text: str) -> list[str]:
    """The folded words of a text, in order; punctuation, emoji and controls are no words."""
    return [word[:MAX_WORD] for word in _WORD.findall(fold(text))]


def terms(query: str) -> tuple[Term, ...]:
    """What a query asks for; never raises, and is empty where the query holds no word."""
    found: dict[tuple[str, ...], Term] = {}
    for part in query[:MAX_QUERY].split():
        phrase = tuple(words(part))
        if phrase and phrase not in found:
            found[phrase] = Term((phrase,), whole=len(phrase[-1]) == 1 and phrase[-1].isascii())
        if len(found) == MAX_TERMS:
            break
    return tuple(found.values())


def grams(word: str) -> list[str]:
    """The trigrams of a word with its ends marked, without repeats: `mx` → `__m`, `_mx`, `mx_`."""
    padded = pad(word)
    return list(dict.fromkeys(padded[i : i + 3] for i in range(len(padded) - 2)))


def pad(word: str) -> str:
    """A word with its ends marked, so that how it begins counts more than how it ends."""
    return f"__{word}_"


def distance(left: str, right: str, limit: int = 3) -> int:
    """How many typing errors apart: insert, delete, replace, swap of neighbours. `limit + 1` where it is more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return min(last[-1], limit + 1)


def allowed_errors(word: str) -> int:
    """How many typing errors are forgiven: none up to three letters (`how` is no `now`), one up to five, two beyond."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def nearest(word: str, candidates: Sequence[str], most: int = 3) -> tuple[str, ...]:
    """The words among `candidates` that `word` was most likely meant to be, also where it is only begun."""
    limit = allowed_errors(word)
    scored = []
    for candidate in candidates:
        whole = distance(word, candidate, limit)
        begun = min(distance(word, candidate[: len(word) + more], limit) for more in (0, 1))
        if min(whole, begun) <= limit:
            # begun only half counts: `gatw` is nearer to `gate` than to `gateway`
            best = min(whole, begun + 0.5)
            scored.append((best, candidate[:1] != word[:1], len(candidate), candidate))
    scored.sort()
    return tuple(item[3] for item in scored[:most] if item[0] <= scored[0][0] + 0.5)


def occurrences(text: str, term: Term) -> tuple[int, int]:
    """How often a term stands in a text of folded words with a space before and after each: (begun, whole)."""
    begun = whole = 0
    for phrase in term.phrases:
        wanted = " " + " ".join(phrase)
        begun += text.count(wanted)
        whole += text.count(wanted + " ")
    return begun, whole


def marked(text: str, wanted: Sequence[Term]) -> str:
    """The text as HTML, escaped, with `<mark>` round the words that match."""
    return "".join(_with_marks(text, _matches(text, wanted)))


def snippet(text: str, wanted: Sequence[Term], width: int = 180) -> str:
    """The part of the text round its best place, as HTML: escaped, with `<mark>`, and `…` where it was cut."""
    spans = _matches(text, wanted)
    start = _best_start(spans, width)
    begin = _word_start(text, start)
    end = len(text) if len(text) <= begin + width else _word_end(text, begin + width)
    inside = [(a - begin, b - begin) for a, b in spans if a >= begin and b <= end]
    body = "".join(_with_marks(text[begin:end].rstrip(), inside))
    return ("… " if begin else "") + body + (" …" if end < len(text) else "")


def _matches(text: str, wanted: Sequence[Term]) -> list[tuple[int, int]]:
    """Spans of the words that match, in order. A word of a phrase is marked wherever it begins a word of its own."""
    whole = {word for term in wanted for phrase in term.phrases for word in phrase[:-1]}
    prefixes = tuple({phrase[-1] for term in wanted for phrase in term.phrases})
    spans = []
    for match in _MARKED_WORD.finditer(text):
        word = _folded_word(match[0])
        if word in whole or (prefixes and word.startswith(prefixes)):
            spans.append(match.span())
    return spans


@lru_cache(maxsize=8192)
def _folded_word(word: str) -> str:
    return fold(word)


def _with_marks(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for begin, end in spans:
        yield escape(text[at:begin])
        yield f"<mark>{escape(text[begin:end])}</mark>"
        at = end
    yield escape(text[at:])


def _best_start(spans: Sequence[tuple[int, int]], width: int) -> int:
    """Where to cut so that most matches are seen: the window that holds the most of the first fifty, earliest first."""
    best, start = 0, 0
    near = spans[:50]
    for i, (begin, _) in enumerate(near):
        seen = sum(1 for _, end in near[i:] if end <= begin + width - 30)
        if seen > best:
            best, start = seen, begin
    return max(0, start - 30)


def _word_start(text: str, at: int) -> int:
    if at <= 0:
        return 0
    space = text.find(" ", max(0, at - 1), at + 25)
    return at if space < 0 else space + 1


def _word_end(text: str, at: int) -> int:
    space = text.rfind(" ", max(0, at - 25), at + 1)
    return at if space <= 0 else space
