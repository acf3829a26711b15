"""A comment as it is read: one light row, whatever it is read for, and where a thread shows it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Table, and_, literal_column, select
from sqlmodel import Session

from app.storage.articles import VERSION
from app.storage.comment_tables import (
    CommentGenerationTable,
    CommentTable,
    CommentVoteTable,
    ModerationRuleTable,
    SubscriptionTable,
)

COMMENT: Table = CommentTable.__table__  # type: ignore[attr-defined]
GENERATION: Table = CommentGenerationTable.__table__  # type: ignore[attr-defined]
VOTE: Table = CommentVoteTable.__table__  # type: ignore[attr-defined]
RULE: Table = ModerationRuleTable.__table__  # type: ignore[attr-defined]
SUBSCRIPTION: Table = SubscriptionTable.__table__  # type: ignore[attr-defined]

Reader = Session | Connection
LAST_ID: Final = 2**31 - 1  # that PostgreSQL can be asked for; visitors may name any number

# `place`: where a thread shows a comment.
NOWHERE: Final = 0  # it waits, or was taken away
FIRST: Final = 1  # a published comment that began a thread
REPLY: Final = 2  # a published reply
EMPTY: Final = 3  # it began a thread and was taken away; what was replied still stands below its empty place


class Comment(NamedTuple):
    """One comment. `version_number` is of the version its writer read; `text` and `html` are empty once erased."""

    id: int
    article_id: str
    version_id: int
    version_number: int
    anchor: str
    anchor_digest: str
    parent_id: int | None
    place: int
    name: str
    email: str
    email_shown: bool
    email_confirmed: bool
    writer: str
    text: str
    html: str
    state: str
    reasons: tuple[str, ...]
    address: str | None
    network: str | None
    helpful: int
    mark: str
    mark_number: int | None
    mark_note: str
    source: str
    created_at: datetime
    edited_at: datetime | None
    published_at: datetime | None
    removed_at: datetime | None

    @property
    def erased(self) -> bool:
        return not self.text and not self.name

    @property
    def public(self) -> bool:
        """Whether anybody may read it."""
        return self.state == "published"


_NAMES = [name for name in Comment._fields if name != "version_number"]
_AT = Comment._fields.index("version_number")
COLUMNS: list[ColumnElement[Any]] = [COMMENT.c[name] for name in _NAMES]
COLUMNS.insert(_AT, VERSION.c.number.label("version_number"))
READ = select(*COLUMNS).join_from(COMMENT, VERSION, VERSION.c.id == COMMENT.c.version_id)
_REASONS = Comment._fields.index("reasons")


def comment_of(row: Row[Any] | tuple[Any, ...]) -> Comment:
    """The row of a statement that selects `COLUMNS` first."""
    cells = list(row[: len(COLUMNS)])
    cells[_REASONS] = () if cells[_REASONS] == "[]" else tuple(json.loads(cells[_REASONS]))
    return Comment._make(cells)


def of_writer(writer: object, comment: FromClause = COMMENT) -> ColumnElement[bool]:
    """Comments of an address, by its digest or a parameter for it. Those without one are in no index, nor meant."""
    return and_(comment.c.writer == writer, comment.c.writer != literal_column("''"))


def connection_of(session: Reader) -> Connection:
    return session if isinstance(session, Connection) else session.connection()
