"""Amounts, dates and names of languages as Babel says them; and a program that prints those a site needs in a language.

`python -P babel_words.py de` prints a table as JSON. `local_words` runs it, so that a worker does without Babel and its
tables of all languages. It imports nothing of ours, since it is run by its path.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.units import format_unit

USUAL = {"second": 90, "minute": 90, "hour": 48, "day": 30}  # amounts up to these are in the table
YEAR, DAY = 8765, 23  # digits that no other part of a date has


def amount(number: int, unit: str, lang: str) -> str:
    """`5 minutes`; the unit is second, minute, hour or day."""
    return format_unit(number, f"duration-{unit}", locale=_locale(lang))


def day(moment: date, lang: str) -> str:
    """A date as people of that language write it; in English as most of the world does, with the day first."""
    return format_date(moment, "long", locale=Locale("en", "GB") if lang == "en" else _locale(lang))


def name(lang: str) -> str:
    """A language in its own words: `Deutsch`."""
    said = _locale(lang).get_display_name(_locale(lang))
    return said[:1].upper() + said[1:] if said else lang


def table(lang: str) -> dict[str, object]:
    """All of this for one language: `name`, `amounts` by unit from 1 on, and `dates`, two forms for each month.

    The first is for days of one digit, and `{day}` and `{year}` stand in the place of theirs. There are no dates where
    a calendar is not as simple as that.
    """
    amounts = {unit: [amount(number, unit, lang) for number in range(1, most + 1)] for unit, most in USUAL.items()}
    return {"name": name(lang), "amounts": amounts, "dates": list(_dates(lang)) if _is_simple(lang) else []}


def _dates(lang: str) -> Iterator[list[str]]:
    for month in range(1, 13):
        form = day(date(YEAR, month, DAY), lang).replace(str(YEAR), "{year}").replace(str(DAY), "{day}")
        padded = "09" in day(date(YEAR, month, 9), lang)
        yield [form.replace("{day}", "0{day}") if padded else form, form]


def _is_simple(lang: str) -> bool:
    """Whether the forms give what Babel gives, for a year of days."""
    forms = list(_dates(lang))
    days = (date(2031, month, number) for month in range(1, 13) for number in range(1, 29))
    return all(
        forms[each.month - 1][each.day > 9].format(day=each.day, year=each.year) == day(each, lang) for each in days
    )


def _locale(lang: str) -> Locale:
    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


if __name__ == "__main__":
    print(json.dumps(table(sys.argv[1])))
