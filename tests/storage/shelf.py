"""Versions to keep, made by short calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.core.shelf import Description, Kind, NewVersion, Origin, SearchText, VersionState
from app.storage import publishing
from tests.databases import Database

NOW = datetime(2026, 4, 5, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def version(
    article_id: str = "mail",
    text: str = "text",
    *,
    title: str = "Mail",
    state: VersionState = "published",
    origin: Origin = "file",
    was: tuple[str, ...] = (),
    document: int | None = None,
    anchors: dict[str, Kind] | None = None,
    texts: Sequence[SearchText] = (),
    conflicts_with: int | None = None,
) -> NewVersion:
    return NewVersion(
        article_id=article_id,
        file=f"{article_id}.md",
        origin=origin,
        state=state,
        digest=f"digest of {text}",
        sources={f"{article_id}.md": text},
        description=Description(title, category=("Mail", "Testing"), tags=("smtp",), document=document),
        was=was,
        anchors=anchors or {},
        texts=tuple(texts),
        conflicts_with=conflicts_with,
    )


def keep(database: Database, *new: NewVersion, now: datetime = NOW) -> list[int]:
    """Keep and commit; returns the ids of the versions."""
    with database.sessions() as session:
        publishing.lock_library(session)
        ids = publishing.keep_versions(session, new, now)
        session.commit()
    return ids
