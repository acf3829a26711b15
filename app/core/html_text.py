"""HTML that other systems kept → the text of a comment as people write it here: Markdown, line breaks kept.

nh3 cleans and mends the HTML first, so what is read afterwards is well-formed and holds only what a comment may.
Whatever comes out is rendered like anything a visitor typed, so a fault here can spoil the looks, not the safety.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

import nh3

_TAGS: Final = {
    "p",
    "br",
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "del",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "div",
}
_MARKS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "code": "`"}
_BLOCKS: Final = frozenset({"p", "div", "ul", "ol"})


def text_of_html(html: str, *, breaks: bool = False) -> str:
    """The text. `breaks`: a line end is a line break, as where a system stores what was typed (WordPress)."""
    if breaks and not re.search(r"<(p|br|div)\b", html, re.IGNORECASE):
        html = _break_lines(html)
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel=None
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return reader.text()


def _break_lines(html: str) -> str:
    """Line ends become `<br>`, but not inside of `<pre>`."""
    parts = re.split(r"(<pre\b.*?</pre>)", html.replace("\r\n", "\n"), flags=re.IGNORECASE | re.DOTALL)
    return "".join(part if at % 2 else part.replace("\n", "<br>") for at, part in enumerate(parts))


class _Reader(HTMLParser):
    """Writes text as it goes. Quotations are buffers that are indented when they end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[list[str]] = [[]]
        self._links: list[tuple[str, int]] = []
        self._verbatim = 0
        self._lists: list[int | None] = []

    def text(self) -> str:
        while len(self._open) > 1:
            self._end_quote()
        lines = (line.rstrip() for line in "".join(self._open[0]).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._write("\n")
        elif tag == "blockquote":
            self._open.append([])
        elif tag == "pre":
            self._verbatim += 1
            self._write("\n\n```\n")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._open[-1])))
        elif tag == "li":
            self._write(f"\n{self._bullet()}")
        elif tag in _BLOCKS:
            if tag in ("ul", "ol"):
                self._lists.append(1 if tag == "ol" else None)
            self._write("\n\n")
        elif tag in _MARKS and not self._verbatim:
            self._write(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote" and len(self._open) > 1:
            self._end_quote()
        elif tag == "pre":
            self._verbatim -= 1
            self._write("\n```\n\n")
        elif tag == "a" and self._links:
            self._end_link()
        elif tag in _BLOCKS:
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            self._write("\n\n")
        elif tag in _MARKS and not self._verbatim:
            self._write(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        self._write(data if self._verbatim else re.sub(r"[ \t\r\n]+", " ", data))

    def _write(self, text: str) -> None:
        buffer = self._open[-1]
        at_line_start = not buffer or buffer[-1].endswith("\n")
        buffer.append(text.lstrip(" ") if at_line_start and not self._verbatim else text)

    def _bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _end_quote(self) -> None:
        quoted = "".join(self._open.pop()).strip("\n")
        lines = re.sub(r"\n{3,}", "\n\n", quoted).split("\n")
        self._write("\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n")

    def _end_link(self) -> None:
        """A link whose words are its address, perhaps cut short, is only the address."""
        href, start = self._links.pop()
        buffer = self._open[-1]
        words = "".join(buffer[start:]).strip()
        del buffer[start:]
        bare = words.removesuffix("…").removesuffix("...")
        if not href:
            buffer.append(words)
        elif not words or bare in href:
            buffer.append(f"<{href}>" if re.search(r"[()*_\s]", href) else href)
        else:
            told = words.replace("[", "\\[").replace("]", "\\]").replace("\n", " ")
            buffer.append(f"[{told}](<{href}>)" if re.search(r"[()\s]", href) else f"[{told}]({href})")
