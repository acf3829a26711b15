"""Comments of an Isso database: `threads(id, uri, title)` and `comments(tid, id, parent, created, mode, …)`.

The file is opened read-only, and nothing that its schema may define is trusted: a view or a computed column in place
of what Isso keeps could go on for ever, so there has to be a plain table. What Isso keeps as `voters`, a filter over
networks, is not taken; the number of likes is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.core.comment_fields import clean_text
from app.core.comment_source import SourceComment, SourceProblem, SourceState
from app.core.errors import BadInput

_STATES: Final[dict[int, SourceState]] = {1: "published", 2: "held", 4: "deleted"}
_WANTED: Final = {
    "comments": {"tid", "id", "parent", "created", "mode", "text", "author", "email", "likes"},
    "threads": {"id", "uri", "title"},
}
_COLUMNS: Final = (
    "SELECT c.name FROM sqlite_schema AS s, pragma_table_xinfo(s.name) AS c"
    " WHERE s.type = 'table' AND s.name = ? AND s.sql NOT LIKE 'CREATE VIRTUAL%' AND c.hidden = 0"
)
_LARGEST: Final = 2_000_000  # bytes of one value
_ALL: Final = """
    SELECT c.id, c.parent, c.created, c.mode, c.text, c.author, c.email, c.likes, t.uri, t.title
    FROM comments AS c JOIN threads AS t ON t.id = c.tid ORDER BY c.id
"""


def read_isso(path: Path) -> Iterator[SourceComment | SourceProblem]:
    """Every comment in order; `line` is its number in Isso. Raises BadInput where the file is no Isso database."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA query_only=ON")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
            connection.text_factory = _decoded
            _check_tables(connection)
            for row in connection.execute(_ALL):
                yield _comment(*row)
    except sqlite3.Error as error:
        raise BadInput(f"This is not a database of Isso: {error}.") from error


def _check_tables(connection: sqlite3.Connection) -> None:
    """Raises BadInput where a table is not there, or not as plain as Isso's."""
    for table, wanted in _WANTED.items():
        found = {name for (name,) in connection.execute(_COLUMNS, (table,))}
        if not wanted <= found:
            missing = ", ".join(sorted(wanted - found))
            raise BadInput(f"This is not a database of Isso: a plain table {table} with {missing} is missing.")


def _decoded(text: bytes) -> str:
    """One comment that is no UTF-8 is no reason to take none."""
    return text.decode("utf-8", "replace")


def _comment(
    number: object, parent: object, created: object, mode: object, text: object, author: object, email: object,
    likes: object, uri: object, title: object,
) -> SourceComment | SourceProblem:  # fmt: skip
    line = number if isinstance(number, int) else 0
    if not isinstance(created, int | float) or not 0 <= created < 1e11:
        return SourceProblem(line, "A comment without a date.")
    keys = tuple(key for key in (_told(uri), _told(title)) if key)
    return SourceComment(
        line=line,
        id=str(number),
        keys=keys,
        text=clean_text(_told(text)),
        name=_told(author),
        email=_told(email),
        created=datetime.fromtimestamp(created, UTC),
        parent=str(parent) if isinstance(parent, int) and parent else "",
        state=_STATES.get(mode, "deleted") if isinstance(mode, int) else "deleted",
        helpful=max(likes, 0) if isinstance(likes, int) else 0,
    )


def _told(value: object) -> str:
    return value if isinstance(value, str) else ""
