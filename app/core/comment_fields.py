"""What a writer filled in, made ready to be kept, with the reason beside each field that cannot be taken."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.core.addresses import email as mailbox
from app.core.graphemes import at_most, grapheme_count

MAX_TEXT = 1000  # characters as people count them
MAX_NAME = 80
MAX_TYPED = 40_000  # code points that are looked at: a character may be made of several
MAX_MARKS = 8  # over and under one letter: as many as the highest stack of Tibetan has; more cover the lines around it
_BREAK = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)
# What cannot be seen and only harms: controls, and marks that turn the direction of what follows on the page.
_HARMFUL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs by category, and yet nothing to see


@dataclass(frozen=True, slots=True)
class Fields:
    """Clean name, address and text; `problems` by field name, empty where all can be taken."""

    name: str
    email: str
    text: str
    problems: dict[str, str]


def read_fields(name: str, email: str, text: str, *, email_needed: str = "") -> Fields:
    """`email_needed` is the sentence for an address that is missing; empty where it may be."""
    problems: dict[str, str] = {}
    name = " ".join(_clean(name[:MAX_TYPED]).split())
    if not _visible(name):
        problems["name"] = "Enter a name. It need not be your real one."
    elif not at_most(name, MAX_NAME):
        problems["name"] = f"Shorten the name: it has at most {MAX_NAME} characters."
    email = email.strip()
    if email:
        try:
            email = mailbox(email)
        except ValueError as error:
            problems["email"] = str(error)
    elif email_needed:
        problems["email"] = email_needed
    text = clean_text(text)
    if not _visible(text):
        problems["text"] = "Write your comment."
    elif not at_most(text, MAX_TEXT):
        problems["text"] = _too_long(text)
    return Fields(name, email, text, problems)


def clean_text(text: str) -> str:
    """One kind of line end, `<br>` as a line break, composed letters, nothing invisible that does harm."""
    text = text[: MAX_TYPED + 1].replace("\r\n", "\n").replace("\r", "\n")
    text = _clean(_BREAK.sub("\n", text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _clean(text: str) -> str:
    whole = unicodedata.normalize("NFC", _HARMFUL.sub("", text))
    return whole if whole.isascii() else _thinned(whole)


def _thinned(text: str) -> str:
    """Without the marks of a letter that has more than `MAX_MARKS`."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _visible(text: str) -> bool:
    """Whether there is anything to see: not only spaces, joiners and marks without a letter."""
    return any(unicodedata.category(one)[0] in "LNPS" and one not in _UNSEEN for one in text)


def _too_long(text: str) -> str:
    if len(text) > MAX_TYPED:
        return f"Shorten your comment: it has at most {MAX_TEXT:,} characters."
    over = grapheme_count(text) - MAX_TEXT
    return f"Shorten your comment by {over:,} character{'' if over == 1 else 's'}: it has at most {MAX_TEXT:,}."
