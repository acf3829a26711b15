"""Characters as people count them: extended grapheme clusters (Unicode Standard Annex #29).

A family of four, a flag or a letter with three marks is one. Browsers count the same way (`Intl.Segmenter`).
"""

from __future__ import annotations


def grapheme_count(text: str) -> int:
    """How many characters a reader sees; a line break is one, however it is written."""
    text = text.replace("\r\n", "\n")
    if text.isascii():
        return len(text)
    import regex  # not for every worker: only texts in other scripts need it

    return len(regex.findall(r"\X", text))


def at_most(text: str, limit: int) -> bool:
    """Whether it has no more than `limit` characters; a text of so few code points need not be counted."""
    return len(text) <= limit or grapheme_count(text) <= limit
