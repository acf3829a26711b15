"""The content folder as bundles: which files are articles, and what each is made of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from app.core.article import Bundle
from app.core.parse import gather

MAX_BYTES = 2_000_000  # of one file; a longer one is cut and the parser says so
_TRANSLATION = re.compile(r"^(?P<stem>.+)\.(?P<lang>[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*)$")
_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9][a-z0-9-]{0,63})[\"']?[ \t]*(?:#.*)?\r?$", re.M)

_WAS = re.compile(r"^was:[ \t]*(\[[^\]]*\]|(?:\r?\n[ \t]*-[ \t]*[^\r\n]+)+)", re.M)
_ONE_ID = re.compile(r"(?<![a-z0-9-])[a-z0-9][a-z0-9-]{0,63}")


class Folder:
    """One look at a content folder. What articles share is read once; what belongs to one is not kept in memory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[str, str | None] = {}
        self._names: dict[str, dict[str, list[str]]] = {}

    def articles(self) -> list[str]:
        """Paths of the articles relative to the folder, in order.

        Every Markdown file is one, but what begins with `_` or `.` or lies under such a folder, `README.md`, and a
        translation beside its original.
        """
        return sorted(self._walk(PurePosixPath()))

    def read(self, path: str) -> str | None:
        """The text of a file, None where there is none. What is not UTF-8 arrives as U+FFFD, for the parser to tell."""
        if not any(part.startswith("_") for part in PurePosixPath(path).parts):
            return self._read(path)
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def bundle(self, main: str) -> Bundle:
        return gather(main, self.read, lambda _folder: self._beside(main))

    def original(self, path: str) -> str:
        """The article that a translation or a file of scenarios belongs to; the file itself where it is neither."""
        place = PurePosixPath(path)
        translation = _TRANSLATION.match(place.stem) if place.suffix == ".md" else None
        stem = translation["stem"] if translation else place.name.removesuffix(".scenarios.yaml")
        found = str(place.with_name(f"{stem}.md"))
        return found if self.read(found) is not None else path

    def _beside(self, main: str) -> list[str]:
        """The names of the files beside an article that may belong to it: those that begin as its own does.

        Were all of them given, 1,000 articles in one folder would look at a million names.
        """
        path = PurePosixPath(main)
        folder = str(path.parent)
        if folder not in self._names:
            self._names[folder] = self._names_in(folder)
        return self._names[folder].get(path.name.partition(".")[0], [])

    def _walk(self, folder: PurePosixPath) -> Iterator[str]:
        place = self.root / folder
        if not place.is_dir():
            return
        for entry in place.iterdir():
            if entry.name.startswith(("_", ".")):
                continue
            if entry.is_dir():
                yield from self._walk(folder / entry.name)
            elif entry.suffix == ".md" and entry.name != "README.md" and not self._is_translation(entry):
                yield str(folder / entry.name)

    def _names_in(self, folder: str) -> dict[str, list[str]]:
        """The files of a folder by what stands before their first dot, so that no article looks at all of them."""
        found: dict[str, list[str]] = {}
        place = self._inside(folder)
        if place is not None and place.is_dir():
            for entry in sorted(place.iterdir()):
                found.setdefault(entry.name.partition(".")[0], []).append(entry.name)
        return found

    def _is_translation(self, path: Path) -> bool:
        match = _TRANSLATION.match(path.stem)
        return match is not None and path.with_name(f"{match['stem']}.md").is_file()

    def _read(self, path: str) -> str | None:
        place = self._inside(path)
        try:
            if place is None or not place.is_file():
                return None
            with place.open("rb") as file:
                return file.read(MAX_BYTES).decode("utf-8", "replace")
        except (OSError, ValueError):
            return None

    def _inside(self, path: str) -> Path | None:
        """The file of that name, None where it would lie outside the folder (`../secret.yaml`)."""
        parts = PurePosixPath(path).parts
        if "\0" in path or ".." in parts or PurePosixPath(path).is_absolute():
            return None
        return self.root.joinpath(*parts)


def digest(bundle: Bundle) -> str:
    """SHA-256 over the names and texts of a bundle, in hexadecimal."""
    state = hashlib.sha256(bundle.main.encode("utf-8", "surrogatepass"))
    for path in sorted(bundle.files):
        for part in (path, bundle.files[path]):
            data = part.encode("utf-8", "surrogatepass")
            state.update(b"%d:" % len(data))
            state.update(data)
    return state.hexdigest()


def declared_ids(text: str) -> tuple[str | None, tuple[str, ...]]:
    """The `id` and the earlier ids (`was`) of the front matter, read without parsing; None where none is to be seen."""
    head = text.removeprefix("\ufeff")
    end = re.search(r"^---[ \t]*\r?$", head[4:], re.M) if head.startswith("---") else None
    if end is None:
        return None, ()
    front = head[: end.start() + 4]
    own, earlier = _ID.search(front), _WAS.search(front)
    return own[1] if own else None, tuple(_ONE_ID.findall(earlier[1])) if earlier else ()
