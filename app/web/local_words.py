"""The words of a language for amounts, dates and itself, asked of Babel in a process that ends: see the decision 0016.

Babel reads the data of the language and tables of all languages, 5 MB and as much again while it does, of which a site
needs some 280 short texts. The process takes 50 ms, once for each language that is read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

PROGRAM = Path(__file__).with_name("babel_words.py")
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class LocalWords:
    """What `babel_words.table` says of a language; what is not in it, or not known, is asked of Babel here."""

    lang: str
    own_name: str
    amounts: Mapping[str, tuple[str, ...]]
    dates: tuple[tuple[str, str], ...]

    def name(self) -> str:
        """The language in its own words: `Deutsch`."""
        if self.own_name:
            return self.own_name
        from app.web import babel_words

        return babel_words.name(self.lang)

    def amount(self, number: int, unit: str) -> str:
        """`5 minutes`; the unit is second, minute, hour or day."""
        usual = self.amounts.get(unit, ())
        if 1 <= number <= len(usual):
            return usual[number - 1]
        from app.web import babel_words

        return babel_words.amount(number, unit, self.lang)

    def day(self, moment: date) -> str:
        """`24 November 2026`."""
        if self.dates:
            return self.dates[moment.month - 1][moment.day > 9].format(day=moment.day, year=moment.year)
        from app.web import babel_words

        return babel_words.day(moment, self.lang)


@lru_cache(maxsize=128)
def local_words(lang: str) -> LocalWords:
    """The words of a language by its BCP 47 tag; of English where Babel does not know it."""
    try:
        table = json.loads(_asked(lang))
    except (OSError, ValueError, subprocess.SubprocessError):  # where no process can be started, as in some sandboxes
        return LocalWords(lang, "", {}, ())
    amounts = {unit: tuple(words) for unit, words in table["amounts"].items()}
    return LocalWords(lang, table["name"], amounts, tuple((short, long) for short, long in table["dates"]))


def _asked(lang: str) -> str:
    # -P: the folder of the program has modules of ours that are called as some of Python's are
    command = [sys.executable, "-P", str(PROGRAM), lang]
    done = subprocess.run(  # noqa: S603 - our own program, and a tag that it reads as a tag
        command, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE_S, check=True
    )
    return done.stdout
