"""Numbers of an article in words: how likely a cause is, what trying its fix costs, dates in the reader's language."""

from __future__ import annotations

from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ckb"})


def likely_words(likely: float | None) -> str:
    """`rarely` 0.05, `sometimes` 0.2, `often` 0.5 and what lies between; nothing where the author said nothing."""
    if likely is None:
        return ""
    return "often" if likely >= 0.35 else "sometimes" if likely >= 0.1 else "rarely"


def cost_words(minutes: float) -> str:
    """`a minute`, `5 minutes`, `2 hours`, `a day`."""
    if minutes < 1.5:
        return "a minute"
    if minutes < 90:
        return f"{minutes:.0f} minutes"
    if minutes < 24 * 60:
        hours = round(minutes / 60)
        return "an hour" if hours == 1 else f"{hours} hours"
    days = round(minutes / (24 * 60))
    return "a day" if days == 1 else f"{days} days"


def day(moment: datetime, lang: str) -> str:
    """A date as people of that language write it."""
    return format_date(moment, "long", locale=_locale(lang))


def direction(lang: str) -> str:
    return "rtl" if lang.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT else "ltr"


def language_name(lang: str) -> str:
    """A language in its own words: `Deutsch`."""
    name = _locale(lang).get_display_name(_locale(lang))
    return name[:1].upper() + name[1:] if name else lang


def _locale(lang: str) -> Locale:
    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
