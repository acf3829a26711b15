"""Comments by what they were called where they were imported from."""

from __future__ import annotations

from sqlalchemy import select

from app.storage.comment_rows import COMMENT, Reader, connection_of


def find_source(session: Reader, source: str, source_id: str) -> int | None:
    """The comment that had this id there."""
    wanted = select(COMMENT.c.id).where(COMMENT.c.source == source, COMMENT.c.source_id == source_id)
    found: int | None = connection_of(session).execute(wanted).scalar()
    return found


def find_place(session: Reader, source: str, source_id: str) -> tuple[int, str, str] | None:
    """Our id of the first comment of its thread, the article and the anchor."""
    columns = (COMMENT.c.id, COMMENT.c.parent_id, COMMENT.c.article_id, COMMENT.c.anchor)
    wanted = select(*columns).where(COMMENT.c.source == source, COMMENT.c.source_id == source_id)
    row = connection_of(session).execute(wanted).first()
    return None if row is None else (row[1] or row[0], row[2], row[3])
