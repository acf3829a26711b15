"""The site's own words in other languages. English is the key; what a language lacks is said in English.

A template says `_("Last changed")`, with `{name}` for what is filled in; the language is that of the page. A new
language is one module here and a line in `LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import pass_context
from jinja2.runtime import Context

from app.web.spoken.german import GERMAN

LANGUAGES: Mapping[str, Mapping[str, str]] = {"de": GERMAN}


def say(lang: str, english: str, **values: object) -> str:
    """The phrase in `lang`, a BCP 47 tag of which only the language counts, with `values` in place of their names."""
    spoken = LANGUAGES.get(lang.partition("-")[0].lower(), {}).get(english, english)
    return spoken.format(**values) if values else spoken


@pass_context
def say_on_page(context: Context, english: str, **values: object) -> str:
    """`_` of the templates: `say` in the language of the page. Values are escaped with the rest where they are put."""
    return say(str(context.get("lang") or "en"), english, **values)


def speaks(lang: str) -> bool:
    """Whether the site has words of its own in this language."""
    language = lang.partition("-")[0].lower()
    return language == "en" or language in LANGUAGES
