"""The examples in docs/: every block whose fence names a file is that file of a content folder."""

from __future__ import annotations

import re
from pathlib import Path

from app.core.article import Bundle
from app.core.parse import gather

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?:markdown|yaml) (?P<file>\S+\.(?:md|yaml))\n(?P<text>.*?)^(?P=fence)$", re.M | re.S
)
_ARTICLE = re.compile(r"[a-z0-9-]+\.md")
_PIECE = re.compile(r"^```yaml\n(?P<text>.*?)^```$", re.M | re.S)
_SHOWN_FILE = re.compile(r"^````.*?^````$", re.M | re.S)


def files(page: str) -> dict[str, str]:
    """The files that a page of the documentation shows, by their path in the content folder."""
    found = _BLOCK.finditer((DOCS / page).read_text(encoding="utf-8"))
    return {block["file"]: block["text"] for block in found}


def articles(page: str) -> list[str]:
    return [file for file in files(page) if _ARTICLE.fullmatch(file)]


def bundle(page: str, main: str) -> Bundle:
    shown = files(page)

    def siblings(folder: str) -> list[str]:
        start = f"{folder}/" if folder not in ("", ".") else ""
        return [file.removeprefix(start) for file in shown if file.startswith(start)]

    return gather(main, shown.get, siblings)


def pieces(page: str) -> list[str]:
    """The bits of front matter and of steps that a page shows apart from whole files."""
    text = _SHOWN_FILE.sub("", (DOCS / page).read_text(encoding="utf-8"))
    return [found["text"] for found in _PIECE.finditer(text)]
