"""Drafts that are taken away again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, exists
from sqlmodel import Session

from app.storage.articles import VERSION
from app.storage.comment_rows import COMMENT


def drop_drafts(session: Session, drafts: Iterable[tuple[str, int]]) -> int:
    """Take away the drafts with these articles and numbers; how many. What is published stays, and so does a draft
    that a comment says it was written on. Does not commit."""
    used = exists().where(COMMENT.c.version_id == VERSION.c.id)
    dropped = 0
    for article_id, number in drafts:
        mine = delete(VERSION).where(VERSION.c.article_id == article_id, VERSION.c.number == number)
        dropped += session.connection().execute(mine.where(VERSION.c.state == "draft", ~used)).rowcount
    return dropped
