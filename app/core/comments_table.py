"""Comments in a CSV file, for every other system.

The first line names the columns: `article`, `date`, `name` and `text` have to be there; `id`, `parent`, `anchor`,
`email`, `email_shown`, `state` and `helpful` may. Commas, semicolons or tabs part them. docs/operators.md tells more.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO
from typing import Final

from app.core.comment_fields import clean_text
from app.core.comment_source import SourceComment, SourceProblem, SourceState, moment
from app.core.errors import BadInput

NEEDED: Final = ("article", "date", "name", "text")
OPTIONAL: Final = ("id", "parent", "anchor", "email", "email_shown", "state", "helpful")
_YES: Final = frozenset({"1", "yes", "true", "y"})
_STATES: Final[dict[str, SourceState]] = {
    "": "published",
    "published": "published",
    "held": "held",
    "deleted": "deleted",
    "spam": "spam",
}


def decode(data: bytes) -> str:
    """UTF-8 with or without a mark, else what old Windows programs wrote."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_table(text: str) -> Iterator[SourceComment | SourceProblem]:
    """Every row in order. Raises BadInput where a column is missing or a quotation never ends."""
    head = text.partition("\n")[0]
    rows = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        columns = [name.strip().lower() for name in next(rows, [])]
        missing = [name for name in NEEDED if name not in columns]
        if missing:
            raise BadInput(f"Line 1: the column {missing[0]} is missing. There are: {', '.join(columns) or 'none'}.")
        unknown = [name for name in columns if name and name not in (*NEEDED, *OPTIONAL)]
        if unknown:
            yield SourceProblem(1, f"The column {unknown[0]} is not known and left out.")
        line = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _row(dict(zip(columns, row, strict=False)), line, len(row) - len(columns))
            line = rows.line_num + 1
    except csv.Error as error:
        raise BadInput(f"Line {rows.line_num}: {error}.") from error


def _row(cells: dict[str, str], line: int, over: int) -> SourceComment | SourceProblem:
    def cell(name: str) -> str:
        return cells.get(name, "").strip()

    if over > 0:
        return SourceProblem(line, "The row has more columns than the first line: put its text in quotation marks.")
    if over < 0 and not all(name in cells for name in NEEDED):
        return SourceProblem(line, "The row has too few columns.")
    created, state = moment(cell("date")), _STATES.get(cell("state").lower())
    if created is None:
        return SourceProblem(line, f"“{cell('date')[:40]}” is not a date such as 2019-03-02 or 2019-03-02T10:00:00Z.")
    if state is None:
        return SourceProblem(line, f"“{cell('state')[:40]}” is not one of published, held, deleted, spam.")
    return SourceComment(
        line=line,
        id=cell("id") or _made_of(cells),
        keys=(cell("article"),) if cell("article") else (),
        text=_text(cells.get("text", "")),
        name=unescape(cell("name")),
        email=cell("email"),
        email_shown=cell("email_shown").lower() in _YES,
        created=created,
        parent=cell("parent"),
        anchor=cell("anchor").removeprefix("#"),
        state=state,
        helpful=int(cell("helpful")) if re.fullmatch(r"[0-9]{1,9}", cell("helpful")) else 0,
    )


def _text(raw: str) -> str:
    """`<br>` is a line break, entities are characters; what they stand for is looked at once more."""
    return clean_text(unescape(clean_text(raw)))


def _made_of(cells: dict[str, str]) -> str:
    """A row without an id is known again by what it says."""
    said = "\0".join(cells.get(name, "").strip() for name in NEEDED)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
