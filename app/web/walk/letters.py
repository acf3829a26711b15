"""Form letters: HTML with places, filled by putting pieces together.

A template is rendered once with marks where something differs from walk to walk. What is filled in is never looked at
again, so it cannot hold a mark that counts; and it has to be HTML already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from markupsafe import Markup

_END = "\x1c"  # refused in inputs and made visible in findings, so no visitor can write a mark


def mark(name: str) -> Markup:
    """The mark of a place, for a template to be rendered with."""
    return Markup(f"{_END}{name}{_END}")  # noqa: S704 (names of ours)


class Letter:
    """Rendered HTML whose places can be filled again and again."""

    __slots__ = ("_chosen", "_pieces")

    def __init__(self, html: str) -> None:
        self._pieces = html.split(_END)  # text and names of places in turn
        self._chosen = _chooser(self._pieces[1::2])

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with a value in each place, by the names of the marks."""
        pieces = self._pieces.copy()
        pieces[1::2] = self._chosen(values)
        return "".join(pieces)


class Sheet:
    """A letter that is sent: its pieces are bytes already."""

    __slots__ = ("_chosen", "_pieces")

    def __init__(self, html: str) -> None:
        pieces = html.split(_END)
        self._pieces = [piece.encode() for piece in pieces]
        self._chosen = _chooser(pieces[1::2])

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        pieces = self._pieces.copy()
        pieces[1::2] = self._chosen(values)
        return b"".join(pieces)


def _chooser(names: list[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """The values with these names, in order. Nothing is looped over in Python: a page asks for fifty."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]  # of one name the other gives no sequence
