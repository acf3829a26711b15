"""What checks say about what they found, in the language of the page.

A result's summary is the sentence of its outcome, then, where there is more to say, what was found in particular
(`app/checks/verdicts.py`). The sentence is known word by word; what follows it by phrases with `{name}` where a value
stands, as the reasons for refusing an input are (`reasons.py`). Results are kept in English, so whatever is not known
here, a check of an operator's own or the words of an older version, is said as it was noted.

A language is read when the first finding is told in it: most pages have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

_PLACE = re.compile(r"\{(\w+)\}")
DEEPEST = 2  # phrases in one another: `https://a.example/: 192.0.2.1: refused`
_INNER = "reason"  # a place whose value is a phrase in its turn
_OF_WORDS = frozenset((_INNER, "words", "names", "text"))  # places whose value may have spaces, or be empty


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase with places: what stands between them, and how it is said."""

    between: tuple[str, ...]
    names: tuple[str, ...]
    spoken: str

    def values(self, text: str) -> dict[str, str] | None:
        """What stands in the places, each as short as can be; None where this is another phrase."""
        if not text.startswith(self.between[0]) or not text.endswith(self.between[-1]):
            return None
        at, found = len(self.between[0]), {}
        for number, name in enumerate(self.names, 1):
            literal, words = self.between[number], name in _OF_WORDS
            first = at if words else at + 1
            end = len(text) - len(literal) if number == len(self.names) else text.find(literal, first)
            if end < first:
                return None
            found[name] = text[at:end]
            if not words and " " in found[name]:
                return None
            at = end + len(literal)
        return found


class _Phrases:
    """Recognises whole texts."""

    def __init__(self, spoken: Mapping[str, str]) -> None:
        self._fixed = {english: words for english, words in spoken.items() if "{" not in english}
        with_places = (english for english in spoken if "{" in english)
        most_words_first = sorted(with_places, key=lambda english: len(_PLACE.sub("", english)), reverse=True)
        self._open = tuple(_phrase(english, spoken[english]) for english in most_words_first)

    def say(self, text: str, deep: int = DEEPEST) -> str | None:
        """The text in the other language; None where it is not known, or is deeper nested than `deep`."""
        if text in self._fixed:
            return self._fixed[text]
        for phrase in self._open:
            values = phrase.values(text)
            if values is None:
                continue
            if _INNER in values:
                inner = self._inner(values[_INNER], deep - 1)
                if inner is None:
                    continue
                values[_INNER] = inner
            return phrase.spoken.format_map(values)
        return None

    def _inner(self, text: str, deep: int) -> str | None:
        """A phrase within another, which may have left its full stop to that."""
        if deep < 0:
            return None
        said = self.say(text, deep)
        whole = self.say(f"{text}.", deep) if said is None and not text.endswith(".") else None
        return said if whole is None else whole.removesuffix(".")


class Findings:
    """What checks say, in one language: sentences of outcomes and advice, what may follow one, what stands alone."""

    def __init__(self, sentences: Mapping[str, str], particulars: Mapping[str, str], alone: Mapping[str, str]) -> None:
        self.sentences = sentences
        self._longest = max(map(len, sentences))
        self._particulars, self._alone = _Phrases(particulars), _Phrases(alone)

    def say(self, said: str) -> tuple[str, str]:
        """(what is said in this language, what has to stay as it was noted)."""
        sentence = self._first_of(said)
        if not sentence:
            whole = self._alone.say(said)
            return (whole, "") if whole is not None else ("", said)
        spoken, particular = self.sentences[sentence], said[len(sentence) + 1 :]
        if not particular:
            return spoken, ""
        told = self._particulars.say(particular)
        if told is None and particular[-1] not in ".…":  # a long one is cut where there is no more room for it
            told = self._particulars.say(f"{particular}….")
        return (spoken, particular) if told is None else (f"{spoken} {told}", "")

    def _first_of(self, said: str) -> str:
        """The longest sentence of ours that the text begins with, which may be several; nothing where there is none."""
        if said in self.sentences:
            return said
        ends = [at + 1 for at in range(min(len(said), self._longest)) if said.startswith(". ", at)]
        return next((said[:end] for end in reversed(ends) if said[:end] in self.sentences), "")


def finding_in(language: str, said: str) -> tuple[str, str]:
    """(what is said in the language, what stays English), of a summary or an advice; `language` as in `language_of`."""
    if language not in FINDINGS or not said:
        return "", said
    return findings(language).say(said)


@cache
def findings(language: str) -> Findings:
    """A language of `FINDINGS`."""
    return FINDINGS[language]()


def shortened(spoken: str, left: str, most: int) -> tuple[str, str]:
    """The same in at most so many characters, with `…` where something is cut off."""
    if len(spoken) + len(left) + bool(spoken and left) <= most:
        return spoken, left
    room = most - len(spoken) - 1 if spoken else most
    if room < len(spoken) // 10 + 2:
        return (spoken if len(spoken) <= most else f"{spoken[: most - 1]}…"), ""
    return spoken, f"{left[: room - 1]}…"


def _phrase(english: str, spoken: str) -> _Phrase:
    pieces = tuple(_PLACE.split(english))
    return _Phrase(pieces[::2], pieces[1::2], spoken)


def _german() -> Findings:
    from app.web.spoken.german_findings import GERMAN_ALONE, GERMAN_PARTICULARS, GERMAN_SENTENCES

    return Findings(GERMAN_SENTENCES, GERMAN_PARTICULARS, GERMAN_ALONE)


FINDINGS: Mapping[str, Callable[[], Findings]] = {"de": _german}
