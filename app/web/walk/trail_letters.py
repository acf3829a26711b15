"""The trail's rows put together from form letters: one for each shape that a row can have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from app.web.spoken import teller
from app.web.walk.addresses import in_html
from app.web.walk.letters import Letter, mark
from app.web.walk.trail import AT_MOST, TrailRow

_Shape = tuple[str, bool, bool, bool, bool]


class TrailLetters:
    """Fills the `trail` macro of `_components.html` in one language."""

    def __init__(self, environment: Environment, lang: str) -> None:
        macros: Any = environment.get_template("_components.html").module
        self._macros = macros
        self._told = teller(lang)
        self._list = Letter(macros.trail_list(mark("items")))
        self._rows: dict[_Shape, Letter] = {}

    def filled(self, rows: Sequence[TrailRow]) -> Markup:
        """As the macro renders it."""
        items = "".join([self._row(row) for row in rows])
        return Markup(self._list.filled({"items": items}) if rows else "")  # noqa: S704 (from our own template)

    def _row(self, row: TrailRow) -> str:
        shape = (row.status, bool(row.found), bool(row.answer), bool(row.change), row.post)
        letter = self._rows.get(shape)
        if letter is None:
            letter = self._rows[shape] = self._letter(row)
        found = self._told(row.found, AT_MOST) if row.found else ""
        question, answer, change = escape(row.question), escape(row.answer), in_html(row.change)
        return letter.filled({"question": question, "answer": answer, "change": change, "found": found})

    def _letter(self, row: TrailRow) -> Letter:
        marked = TrailRow(
            question=mark("question"),
            answer=row.answer and mark("answer"),
            status=row.status,
            found=row.found and mark("found"),
            change=row.change and mark("change"),
            post=row.post,
        )
        return Letter(self._macros.trail_row(marked, mark("found")))
