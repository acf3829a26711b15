"""Which files an article is made of: its own, its fragments, its tables' data, its translations, its scenarios."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from app.core.article import Bundle

FRAGMENTS: Final = "_fragments"
DATA: Final = "_data"
MAX_FILES: Final = 500
_USE = re.compile(r"""\buse["']?\s*:\s*["']?([a-z0-9][a-z0-9-]{0,63})""", re.ASCII)
_FROM = re.compile(r"""\bfrom["']?\s*:\s*["']?([A-Za-z0-9_][A-Za-z0-9_-]{0,63})""", re.ASCII)
_TRANSLATED = re.compile(r"\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.md", re.ASCII)


def gather(main: str, read: Callable[[str], str | None], siblings: Callable[[str], Iterable[str]]) -> Bundle:
    """The bundle of the article in the file `main`, a path relative to the content folder, with slashes.

    `read` gives the text of such a path, or None where there is no file. `siblings` gives the names of the files in
    such a folder, `.` for the content folder itself. A file that is missing is left out; `parse` tells.
    """
    text = read(main)
    files: dict[str, str] = {} if text is None else {main: text}
    languages = []
    for name in sorted({PurePosixPath(each).name for each in siblings(folder_of(main))}):
        lang = translation_language(main, name)
        if lang is not None:
            languages.append(lang)
            _add(files, beside(main, name), read)
    _add(files, scenarios_file(main), read)
    _follow(files, languages, read)
    return Bundle(main, files)


def _follow(files: dict[str, str], languages: list[str], read: Callable[[str], str | None]) -> None:
    """Add the fragments and data that the files name, and those that these name in turn."""
    waiting = list(files)
    while waiting and len(files) < MAX_FILES:
        file = waiting.pop()
        for candidates in _named(file, files[file]):
            if any(each in files for each in candidates):
                continue
            found = next((each for each in candidates if _add(files, each, read)), None)
            if found is None:
                continue
            waiting.append(found)
            for lang in languages if found.endswith(".md") else ():
                _add(files, translated_file(found, lang), read)


def _named(file: str, text: str) -> Iterator[list[str]]:
    for name in dict.fromkeys(_USE.findall(text)):
        yield list(places_of(FRAGMENTS, f"{name}.md", file))
    for name in dict.fromkeys(_FROM.findall(text)):
        yield list(places_of(DATA, f"{name}.yaml", file))


def _add(files: dict[str, str], path: str, read: Callable[[str], str | None]) -> bool:
    text = read(path)
    if text is not None:
        files[path] = text
    return text is not None


def places_of(folder: str, name: str, file: str) -> Iterator[str]:
    """Where a fragment or data file may stand, seen from a file: beside it and in the folders above, nearest first."""
    for parent in PurePosixPath(file).parents:
        yield str(parent / folder / name)


def folder_of(file: str) -> str:
    """The folder of a file, `.` for the content folder itself."""
    return str(PurePosixPath(file).parent)


def beside(file: str, name: str) -> str:
    """The path of a file in the same folder."""
    return str(PurePosixPath(file).with_name(name))


def slug(file: str) -> str:
    """The name of an article's file without its ending."""
    return PurePosixPath(file).name.removesuffix(".md")


def scenarios_file(main: str) -> str:
    """The path of the file that may hold the article's scenarios."""
    return beside(main, f"{slug(main)}.scenarios.yaml")


def translated_file(file: str, lang: str) -> str:
    """The path of a file's translation."""
    return beside(file, f"{slug(file)}.{lang}.md")


def translation_language(main: str, name: str) -> str | None:
    """The language of a file that translates `main`, None where it is another file."""
    stem = slug(main)
    found = _TRANSLATED.fullmatch(name.removeprefix(stem)) if name.startswith(stem) else None
    return found[1] if found else None
