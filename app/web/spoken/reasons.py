"""Why something typed cannot be taken, in the language of the page.

The core says it in English, as one sentence that may hold a value (`app/core/inputs.py`, `addresses.py`,
`web_address.py`, `walker.py`). Each sentence is a phrase here with `{name}` where the value stands, so it is recognised
and said again. What an author wrote as a reason is in the article's language already, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from app.web.spoken import language_of
from app.web.spoken.german_reasons import GERMAN_NOUNS, GERMAN_REASONS

REASONS: Mapping[str, Mapping[str, str]] = {"de": GERMAN_REASONS}
NOUNS: Mapping[str, Mapping[str, str]] = {"de": GERMAN_NOUNS}
_PLACE = re.compile(r"\\\{(\w+)\\\}")


def reason_in(lang: str, sentence: str) -> str:
    """The sentence in `lang`, or as it is where it is not one of ours."""
    language = language_of(lang)
    known = REASONS.get(language)
    if known is None or not sentence:
        return sentence
    if sentence in known:
        return known[sentence]
    for pattern, english in _patterns(language):
        found = pattern.fullmatch(sentence)
        if found is not None:
            values = found.groupdict()
            if "noun" in values:
                values["noun"] = NOUNS[language][values["noun"]]
            return known[english].format(**values)
    return sentence


def reasons_in(lang: str, sentences: Mapping[str, str]) -> dict[str, str]:
    """`reason_in` for each field."""
    return {name: reason_in(lang, sentence) for name, sentence in sentences.items()}


@lru_cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences that hold values, those with the most words of their own first."""
    nouns = "|".join(re.escape(noun) for noun in NOUNS[language])
    with_values = sorted((english for english in REASONS[language] if "{" in english), key=len, reverse=True)
    return tuple(
        (
            re.compile(
                _PLACE.sub(
                    lambda place: f"(?P<noun>{nouns})" if place[1] == "noun" else f"(?P<{place[1]}>.+)",
                    re.escape(english),
                ),
                re.DOTALL,
            ),
            english,
        )
        for english in with_values
    )
