"""Versions into files: exactly the texts that are served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.core.errors import WrongUse
from app.library.entry import Entry


@dataclass(frozen=True, slots=True)
class ExportReport:
    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    clashes: tuple[str, ...]  # shared files of which articles hold different texts; the text published last was written


def export_entries(entries: Iterable[Entry], folder: Path) -> ExportReport:
    """Write what every article is made of under `folder`; a file that holds the same text already is left alone.

    Raises WrongUse where a path would lead out of the folder.
    """
    texts: dict[str, str] = {}
    clashes: set[str] = set()
    for entry in sorted(entries, key=lambda entry: (entry.changed, entry.article_id)):
        for path, text in entry.bundle.files.items():
            if texts.get(path, text) != text:
                clashes.add(path)
            texts[path] = text
    written: list[str] = []
    unchanged: list[str] = []
    for path, text in sorted(texts.items()):
        (written if _write(folder, path, text) else unchanged).append(path)
    return ExportReport(tuple(written), tuple(unchanged), tuple(sorted(clashes)))


def _write(folder: Path, path: str, text: str) -> bool:
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or PurePosixPath(path).is_absolute() or "\0" in path:
        raise WrongUse(f"`{path}` would lie outside the folder.", path=path)
    place = folder.joinpath(*parts)
    data = text.encode("utf-8", "surrogatepass")
    if place.is_file() and place.read_bytes() == data:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return True
