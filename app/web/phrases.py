"""Numbers of an article in words: how likely a cause is, what trying its fix costs, dates in the reader's language."""

from __future__ import annotations

import math
from datetime import datetime
from functools import lru_cache

from app.web.local_words import local_words

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ckb"})


def likely_words(likely: float | None) -> str:
    """`rarely` 0.05, `sometimes` 0.2, `often` 0.5 and what lies between; nothing where the author said nothing."""
    if likely is None:
        return ""
    return "often" if likely >= 0.35 else "sometimes" if likely >= 0.1 else "rarely"


@lru_cache(maxsize=512)
def cost_words(minutes: float, lang: str = "en") -> str:
    """`5 minutes`, `2 hours`, `1 day`, in the reader's language."""
    amount, unit = round(minutes), "minute"
    if minutes >= 24 * 60:
        amount, unit = round(minutes / (24 * 60)), "day"
    elif minutes >= 90:
        amount, unit = round(minutes / 60), "hour"
    return local_words(lang).amount(max(amount, 1), unit)


def wait_words(seconds: int, lang: str = "en") -> str:
    """`17 seconds`, `2 minutes`, in the reader's language; never less than there is to wait."""
    minutes, hours = math.ceil(seconds / 60), math.ceil(seconds / 3600)
    amount, unit = (seconds, "second") if seconds < 90 else (minutes, "minute") if minutes < 90 else (hours, "hour")
    return local_words(lang).amount(max(amount, 1), unit)


def day(moment: datetime, lang: str) -> str:
    """A date as people of that language write it; in English as most of the world does, with the day first."""
    return local_words(lang).day(moment)


def instant(moment: datetime, lang: str) -> str:
    """A date with its time: `24 November 2026, 10:30 UTC`."""
    return f"{day(moment, lang)}, {moment:%H:%M} UTC"


def direction(lang: str) -> str:
    return "rtl" if lang.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT else "ltr"


def language_name(lang: str) -> str:
    """A language in its own words: `Deutsch`."""
    return local_words(lang).name()
