"""Comments that need no reader of Markdown: words in paragraphs, perhaps with some in bold or in code.

Reading Markdown costs 140 µs for a text of 250 characters, this 10. It is the same HTML, or None: whatever could mean
anything else to the reader (a list, a link, a bare host, an entity, an escape) goes to it. Hypothesis holds the two
side by side.
"""

from __future__ import annotations

import re

# What could be more than a letter. Several small looks, each for one thing to begin with, cost less than a large one.
_ANYWHERE = re.compile(r"[\\_~\[\]<>&@\x00-\x09\x0b-\x1f\x7f]")  # `*` and backticks are looked at by themselves
_DOT, _COLON = re.compile(r"\.(?![\s\"')]|\Z)"), re.compile(r":(?!\s|\Z)")  # of a host, an address or a scheme
_FIRST = re.compile(r"[\s=#+-]|\d{1,9}[.)]")  # how blocks begin, and indented lines
_LINES = re.compile(r"\n(?:[^\S\n]|[=#+-]|\d{1,9}[.)])")
_STRANGE = re.compile(r"[^\w\x00-\x7f“”‘’„–—…«»¿¡、。？！「」（），：；・€°§]")  # other spaces, marks and controls
_MARK = re.compile(
    r"`(?<!``)([^`\s](?:[^`\n]*[^`\s])?)`(?!`)"
    r"|\*(?<![^\s(]\*)(\*?)([^\W_]+(?: [^\W_]+)*)\*\2(?=[\s.,;:!?)]|\Z)"
)
_GAP = re.compile(r"\n\n+")


def plain_html(text: str) -> str | None:
    """The clean HTML of a comment, as `markup.render_comment` makes it; None where its Markdown has to be read."""
    if not text or _ANYWHERE.search(text) or _DOT.search(text) or _COLON.search(text) or "//" in text:
        return None
    if _FIRST.match(text) or _LINES.search(text) or " \n" in text or text[-1].isspace():
        return None
    if not text.isascii() and _STRANGE.search(text):
        return None
    if "*" in text or "`" in text:
        text = _MARK.sub(_marked, text)
        if "*" in text or "`" in text:
            return None
    if "\n" not in text:
        return f"<p>{text}</p>\n"
    return "".join([f"<p>{part}</p>\n" for part in _broken(text)])


def _broken(text: str) -> list[str]:
    return [part.replace("\n", "<br>\n") for part in _GAP.split(text)]


def _marked(found: re.Match[str]) -> str:
    if found[1] is not None:
        return f"<code>{found[1]}</code>"
    tag = "strong" if found[2] else "em"
    return f"<{tag}>{found[3]}</{tag}>"
