"""From an offset in a YAML scalar's text to line and column in the file it was written in."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.article import Expression, Place


class Positions:
    """The files of a bundle, asked where a character of an expression stands."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files
        self._lines: dict[str, list[str]] = {}

    def of(self, expression: Expression, offset: int) -> Place:
        """The place of a character. Where the text is folded or escaped it is found by reading along in the file."""
        place, source = expression.place, expression.source
        lines = self._split(place.file)
        if not 1 <= place.line <= len(lines):
            return Place(place.file, place.line, place.column + offset)
        line, column = place.line - 1, place.column - 1
        if lines[line].startswith(source, column):
            return Place(place.file, place.line, place.column + offset)
        for character in source[:offset]:
            line, column = _past(lines, line, column, character)
        line, column = _skip_space(lines, line, column) if not source[offset : offset + 1].isspace() else (line, column)
        return Place(place.file, line + 1, column + 1)

    def _split(self, file: str) -> list[str]:
        if file not in self._lines:
            text = self._files.get(file, "").removeprefix("\ufeff")
            self._lines[file] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines[file]


def _skip_space(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Over the end of a line, escaped or not, and the indent of the next."""
    while line < len(lines) - 1 and lines[line][column:] in ("", "\\"):
        line, column = line + 1, len(lines[line + 1]) - len(lines[line + 1].lstrip())
    return line, column


def _past(lines: list[str], line: int, column: int, character: str) -> tuple[int, int]:
    """Where the file goes on after a character: a line end reads as a blank, a doubled quote as one."""
    if character in " \n":
        if column >= len(lines[line]):
            return _skip_space(lines, line, column)
        return line, column + 1
    line, column = _skip_space(lines, line, column)
    pair = lines[line][column : column + 2]
    return line, column + (2 if pair in ("''", '\\"', "\\\\") else 1)
