"""The site's own words in other languages. English is the key; what a language lacks is said in English.

A template says `_("Last changed")`, with `{name}` for what is filled in; the language is that of the page. Python says
`_say = speaker(lang)` and `_say("Last changed")`. A new language is a few modules here and a line in each table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from app.web.spoken.findings import finding_in, shortened
from app.web.spoken.german import GERMAN
from app.web.spoken.german_checks import GERMAN_CHECKS
from app.web.spoken.german_comments import GERMAN_COMMENTS
from app.web.spoken.german_links import GERMAN_LINKS
from app.web.spoken.german_ownership import GERMAN_OWNERSHIP
from app.web.spoken.german_walk import GERMAN_WALK

LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "de": {**GERMAN, **GERMAN_WALK, **GERMAN_OWNERSHIP, **GERMAN_COMMENTS, **GERMAN_LINKS}
}
CHECKS: Mapping[str, Mapping[str, str]] = {"de": GERMAN_CHECKS}  # titles of checks, and what they find out


def language_of(lang: str) -> str:
    """The language of a BCP 47 tag: `de` of `de-AT`."""
    return lang.partition("-")[0].lower()


def say(lang: str, english: str, **values: object) -> str:
    """The phrase in `lang`, a BCP 47 tag of which only the language counts, with `values` in place of their names."""
    spoken = LANGUAGES.get(language_of(lang), {}).get(english, english)
    return spoken.format(**values) if values else spoken


def speaker(lang: str) -> Callable[..., str]:
    """`say` in one language."""
    phrases = LANGUAGES.get(language_of(lang), {})

    def say_it(english: str, **values: object) -> str:
        spoken = phrases.get(english, english)
        return spoken.format(**values) if values else spoken

    return say_it


def check_words(lang: str, english: str) -> str:
    """The title of a check, or what it finds out, in `lang` where that is known, else as the check says it."""
    return CHECKS.get(language_of(lang), {}).get(english, english)


def english_mark(lang: str) -> Markup:
    """The attributes of an element whose text is English, whatever the page speaks."""
    return Markup("") if language_of(lang) == "en" else Markup(' lang="en" dir="ltr"')


def marker(lang: str) -> Callable[[str], Markup]:
    """The attribute of an element whose text is in some language, where that is not the page's."""
    here = language_of(lang)

    def mark(other: str) -> Markup:
        return Markup("") if language_of(other) == here else Markup(' lang="{}"').format(other)

    return mark


def teller(lang: str) -> Callable[..., Markup]:
    """What checks say, as HTML: in `lang` where that is known, else marked as the English that it is. `most`, where it
    is given, is how many characters there is room for."""
    language = language_of(lang)
    known, mark = CHECKS.get(language, {}), english_mark(lang)

    def tell(english: str, most: int = 0) -> Markup:
        spoken, left = (known[english], "") if english in known else finding_in(language, english)
        if most:
            spoken, left = shortened(spoken, left, most)
        kept = Markup("<span{}>{}</span>").format(mark, left) if mark and left else escape(left)
        return Markup("{} {}").format(spoken, kept) if spoken and left else kept if left else escape(spoken)

    return tell


def speaks(lang: str) -> bool:
    """Whether the site has words of its own in this language."""
    language = language_of(lang)
    return language == "en" or language in LANGUAGES
