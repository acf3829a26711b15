"""What a visitor typed → the value the walk goes on with, or a sentence that tells how to mend it.

Values come from forms (texts and lists of texts), from JSON (numbers too), from the command line and from scenarios;
all go through `normalise`, so that the same answer is the same value wherever it came from.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.core import addresses
from app.core.article import Input, Scalar
from app.core.errors import BadInput
from app.core.web_address import web_address

if TYPE_CHECKING:
    import re2

InputValue = str | float | tuple[str, ...]

MAX_TEXT: Final = 262_144  # code points: a pasted bounce or a set of headers, as far as the checks read them
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_EXAMPLES: Final[Mapping[str, str]] = {
    "text": "",
    "number": "12.5",
    "date": "2026-04-05",
    "year": "2026",
    "domain": "example.com",
    "host": "mail.example.com",
    "email": "name@example.com",
    "ip": "192.0.2.1",
    "url": "https://example.com/",
    "port": "25",
}
_NOUNS: Final[Mapping[str, str]] = {
    "text": "a text",
    "number": "a number",
    "date": "a date",
    "year": "a year",
    "domain": "a domain",
    "host": "the name of a host",
    "email": "an email address",
    "ip": "an IP address",
    "url": "a web address",
    "port": "a port number",
}


def normalise(inp: Input, raw: object, *, options: Mapping[str, str] | None = None) -> InputValue:
    """The value of an input: a float for number, year and port; ISO text for a date; a tuple for choices; else text.

    `options` stands instead of the input's own where given. Raises BadInput with the sentence for beside the field;
    its `fields` maps the input's name to the same sentence.
    """
    try:
        return _normalise(inp, raw, inp.options if options is None else options)
    except ValueError as error:
        reason = str(error)
        raise BadInput(reason, {inp.name: reason}) from error


def pattern_problem(pattern: str) -> str | None:
    """Why a pattern cannot be used, or None. Patterns are RE2: no look-around, no back-references, linear time."""
    import re2

    try:
        _compiled(pattern)
    except (re2.error, ValueError, OverflowError) as error:
        said = error.args[0] if error.args else ""
        return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return None


def _normalise(inp: Input, raw: object, options: Mapping[str, str]) -> InputValue:
    if inp.type == "choices":
        picked = _choices(raw, options)
        _bounds(inp, len(picked), "Choose {} or more.", "Choose {} at most.")
        return picked
    text = _text_of(inp, raw)
    if inp.type == "choice":
        return _choice(text, options)
    if inp.type == "yes-no":
        return _yes_no(text)
    if inp.type in {"number", "year", "port"}:
        number = _NUMBERS[inp.type](text)
        _pattern(inp, text)
        _bounds(inp, number, "Enter {} or more.", "Enter {} or less.")
        return number
    value = _READERS[inp.type](text)
    _pattern(inp, value)
    if inp.type == "date":
        _date_bounds(inp, value)
    else:
        _bounds(inp, len(value), "Enter {} characters or more.", "Enter {} characters or less.")
    return value


def _text_of(inp: Input, raw: object) -> str:
    """The typed text in NFC, trimmed. A number from JSON is taken as it would be typed."""
    if isinstance(raw, bool):
        raw = ("yes" if raw else "no") if inp.type == "yes-no" else str(raw).lower()
    elif isinstance(raw, int | float):
        raw = _digits(raw)
    elif isinstance(raw, list | tuple) and len(raw) == 1 and isinstance(raw[0], str):
        raw = raw[0]
    if raw is not None and not isinstance(raw, str):
        raise ValueError("Enter one value, not several.")
    text = (raw or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if inp.type == "text":  # pasted headers are folded with tabs, and nobody can see which of the blanks is one
        text = text.replace("\t", " ")
    if not text:
        raise ValueError(_nothing(inp))
    if len(text) > MAX_TEXT:
        raise ValueError(f"Shorten this: at most {MAX_TEXT:,} characters can be taken.")
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and not (character == "\n" and inp.type == "text"):
            raise ValueError(_control(character))
    return unicodedata.normalize("NFC", text)


def _digits(number: float) -> str:
    try:
        return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(float(number))
    except (ValueError, OverflowError) as error:
        raise ValueError("Enter a number that can be written in digits.") from error


def _control(character: str) -> str:
    if character == "\n":
        return "Write this on one line."
    if character == "\t":
        return "Put a space in place of the tab."
    return f"Take out the character U+{ord(character):04X}, which cannot be seen. Typing the value anew helps."


def _nothing(inp: Input) -> str:
    if inp.type in {"choice", "yes-no"}:
        return "Choose one of the answers."
    example = inp.example or _EXAMPLES[inp.type]
    return f"Enter {_NOUNS[inp.type]}, such as {example}" if example else f"Enter {_NOUNS[inp.type]}."


def _choice(text: str, options: Mapping[str, str]) -> str:
    if text in options:
        return text
    raise ValueError("Choose one of the answers." if len(options) > 6 else f"Choose one of {_listed(options)}.")


def _choices(raw: object, options: Mapping[str, str]) -> tuple[str, ...]:
    """The picked values in the order of the options, each once. One text is a list with commas, or a single value."""
    picked = raw if isinstance(raw, list | tuple) else [raw]
    values = {_picked(each) for each in picked}
    if len(values) == 1 and not isinstance(raw, list | tuple) and not values <= options.keys():
        values = {part.strip() for part in next(iter(values)).split(",")}
    values.discard("")
    if not values:
        raise ValueError("Choose one answer or more.")
    if not values <= options.keys():
        raise ValueError("Choose from the answers." if len(options) > 6 else f"Choose from {_listed(options)}.")
    return tuple(option for option in options if option in values)


def _picked(raw: object) -> str:
    if raw is None or isinstance(raw, str):
        return unicodedata.normalize("NFC", (raw or "").strip())
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, int | float):
        return _digits(raw)
    raise ValueError("Choose from the answers.")


def _listed(options: Mapping[str, str]) -> str:
    return ", ".join(options) or "the answers"


def _yes_no(text: str) -> str:
    if text.lower() in {"yes", "no"}:
        return text.lower()
    raise ValueError("Choose yes or no.")


def _number(text: str) -> float:
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    if not _NUMBER.fullmatch(plain) or not math.isfinite(float(plain)):
        raise ValueError("Enter a number in digits, with a point before decimals, such as 12.5.")
    return float(plain)


def _year(text: str) -> float:
    plain = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"[0-9]{4}", plain, re.ASCII) or plain == "0000":
        raise ValueError("Enter the year in four digits, such as 2026.")
    return float(plain)


def _port(text: str) -> float:
    plain = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"[0-9]{1,5}", plain, re.ASCII) or not 1 <= int(plain) <= 65535:
        raise ValueError("Enter a port number from 1 to 65535, such as 25.")
    return float(plain)


def _date(text: str) -> str:
    if not _DATE.fullmatch(text):
        raise ValueError("Enter the date as year-month-day, such as 2026-04-05.")
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValueError("Check the day and the month: there is no such date.") from error


_NUMBERS: Final[Mapping[str, Callable[[str], float]]] = {"number": _number, "year": _year, "port": _port}
_READERS: Final[Mapping[str, Callable[[str], str]]] = {
    "text": str,
    "date": _date,
    "domain": addresses.domain,
    "host": addresses.host,
    "email": addresses.email,
    "ip": addresses.ip,
    "url": web_address,
}


def _bounds(inp: Input, size: float, low: str, high: str) -> None:
    if _is_number(inp.min) and size < float(inp.min):  # type: ignore[arg-type]
        raise ValueError(inp.message or low.format(_plain(inp.min)))
    if _is_number(inp.max) and size > float(inp.max):  # type: ignore[arg-type]
        raise ValueError(inp.message or high.format(_plain(inp.max)))


def _is_number(bound: Scalar) -> bool:
    return isinstance(bound, int | float) and not isinstance(bound, bool)


def _plain(bound: Scalar) -> str:
    return f"{bound:.15g}" if isinstance(bound, int | float) else str(bound)


def _date_bounds(inp: Input, value: str) -> None:
    if isinstance(inp.min, str) and value < inp.min:
        raise ValueError(inp.message or f"Enter {inp.min} or a later date.")
    if isinstance(inp.max, str) and value > inp.max:
        raise ValueError(inp.message or f"Enter {inp.max} or an earlier date.")


def _pattern(inp: Input, text: str) -> None:
    """The pattern has to match the whole value. One that cannot be read lets everything pass; the linter tells."""
    if inp.pattern is None or pattern_problem(inp.pattern) is not None or _compiled(inp.pattern).fullmatch(text):
        return
    if inp.message:
        raise ValueError(inp.message)
    raise ValueError(f"Enter it in the form asked for, such as {inp.example}" if inp.example else "Check the form.")


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re2._Regexp:
    import re2  # with the first pattern: few articles have one, and it takes 3 MB with the library it is written on

    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)
