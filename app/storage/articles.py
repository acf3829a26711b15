"""Articles and their versions, as they are read: what is listed, what a version is made of, what redirects where."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, func, select
from sqlmodel import Session

from app.core.article import Problem
from app.core.shelf import BrokenFile, Description, Listing, Standing
from app.storage import runs
from app.storage.tables import (
    ArticleAliasTable,
    ArticleAnchorTable,
    ArticleDocumentTable,
    ArticleTable,
    ArticleVersionTable,
    BrokenFileTable,
    LibraryStateTable,
)

ARTICLE: Table = ArticleTable.__table__  # type: ignore[attr-defined]
VERSION: Table = ArticleVersionTable.__table__  # type: ignore[attr-defined]
ALIAS: Table = ArticleAliasTable.__table__  # type: ignore[attr-defined]
DOCUMENT: Table = ArticleDocumentTable.__table__  # type: ignore[attr-defined]
ANCHOR: Table = ArticleAnchorTable.__table__  # type: ignore[attr-defined]
BROKEN: Table = BrokenFileTable.__table__  # type: ignore[attr-defined]
STATE: Table = LibraryStateTable.__table__  # type: ignore[attr-defined]

_FIRST = (
    select(VERSION.c.article_id, func.min(VERSION.c.published_at).label("created"))
    .group_by(VERSION.c.article_id)
    .subquery("first")
)
_LISTING = (
    select(
        VERSION.c.article_id,
        VERSION.c.id,
        VERSION.c.number,
        VERSION.c.file,
        VERSION.c.origin,
        VERSION.c.state,
        VERSION.c.digest,
        VERSION.c.title,
        VERSION.c.summary,
        VERSION.c.category,
        VERSION.c.tags,
        VERSION.c.related,
        VERSION.c.document,
        VERSION.c.lang,
        VERSION.c.problems,
        VERSION.c.conflicts_with,
        VERSION.c.created_at,
        VERSION.c.published_at,
        _FIRST.c.created,
    )
    .join_from(VERSION, _FIRST, _FIRST.c.article_id == VERSION.c.article_id)
    .order_by(VERSION.c.article_id, VERSION.c.number)
)
_LIVE = _LISTING.join(ARTICLE, (ARTICLE.c.id == VERSION.c.article_id) & (ARTICLE.c.live_number == VERSION.c.number))
_ONE = _LISTING.where(VERSION.c.id == bindparam("version_id"))
_SOURCES = select(VERSION.c.sources).where(VERSION.c.id == bindparam("version_id"))


def listings(session: Session) -> list[Listing]:
    """Every article that is served, as columns, by id."""
    return _listings(session, _LIVE)


def listing(session: Session, version_id: int) -> Listing | None:
    """One version, served or not."""
    found = [_listing(row) for row in session.connection().execute(_ONE, {"version_id": version_id})]
    return found[0] if found else None


def versions(session: Session, article_id: str) -> list[Listing]:
    """Every version of an article, drafts included, oldest first."""
    return _listings(session, _LISTING.where(VERSION.c.article_id == article_id))


def conflicts(session: Session) -> list[Listing]:
    """Drafts from files that would have overwritten what was changed here, as long as nobody decided."""
    return _listings(session, _LISTING.where(VERSION.c.state == "draft", VERSION.c.conflicts_with.is_not(None)))


def drafts(session: Session) -> list[Listing]:
    """Every version that waits to be published, newest first."""
    found = _listings(session, _LISTING.where(VERSION.c.state == "draft"))
    return sorted(found, key=lambda each: each.version_id, reverse=True)


def sources(session: Session, version_id: int) -> dict[str, str] | None:
    """The files of a version, path → exact text; the article's own is at `Listing.file`."""
    packed = session.connection().execute(_SOURCES, {"version_id": version_id}).scalar()
    return None if packed is None else unpack(packed)


def standings(session: Session) -> list[Standing]:
    """Where every article stands for an import, those that were taken away included."""
    columns = (ARTICLE.c.id, ARTICLE.c.file, ARTICLE.c.imported_digest, ARTICLE.c.live_number)
    joined = select(*columns, VERSION.c.digest, VERSION.c.origin, VERSION.c.document).outerjoin_from(
        ARTICLE, VERSION, (VERSION.c.article_id == ARTICLE.c.id) & (VERSION.c.number == ARTICLE.c.live_number)
    )
    connection = session.connection()
    anchors: dict[str, set[str]] = {}
    for article_id, anchor in connection.execute(select(ANCHOR.c.article_id, ANCHOR.c.anchor).where(ANCHOR.c.current)):
        anchors.setdefault(article_id, set()).add(anchor)
    return [
        Standing(
            article_id=row[0],
            file=row[1],
            imported_digest=row[2],
            live_digest=row[4],
            live_origin=row[5],
            live_number=row[3],
            anchors=frozenset(anchors.get(row[0], ())),
            document=row[6],
        )
        for row in connection.execute(joined)
    ]


def published_ids(session: Session, article_id: str) -> frozenset[str]:
    """Every id of a step, cause or note this article was ever published with; sections of prose come and go."""
    own = select(ANCHOR.c.anchor).where(ANCHOR.c.article_id == article_id, ANCHOR.c.kind != "prose")
    return frozenset(session.connection().execute(own).scalars())


def aliases(session: Session) -> dict[str, str]:
    """Earlier id → id of the article that answers for it now."""
    merged = select(ARTICLE.c.id, ARTICLE.c.merged_into).where(ARTICLE.c.merged_into.is_not(None))
    connection = session.connection()
    return {
        **_pairs(connection.execute(merged)),
        **_pairs(connection.execute(select(ALIAS.c.old_id, ALIAS.c.article_id))),
    }


def documents(session: Session) -> dict[int, str]:
    """Document number → article id, numbers given up long ago included."""
    found = session.connection().execute(select(DOCUMENT.c.number, DOCUMENT.c.article_id))
    return {row[0]: row[1] for row in found}


def broken(session: Session) -> list[BrokenFile]:
    """Files that cannot be published as they stand, by path."""
    columns = (BROKEN.c.file, BROKEN.c.digest, BROKEN.c.problems, BROKEN.c.article_id, BROKEN.c.seen_at)
    return [
        BrokenFile(row[0], row[1], unpack_problems(row[2]), row[3], row[4])
        for row in session.connection().execute(select(*columns).order_by(BROKEN.c.file))
    ]


def generation(session: Session) -> int:
    """Grows with every change of what is served."""
    return int(session.connection().execute(select(STATE.c.generation)).scalar_one())


def usage(session: Session) -> dict[str, int]:
    """Article id → how many walks were started."""
    return runs.usage(session)


def pack(files: Mapping[str, str]) -> bytes:
    """Files as they are kept: a zlib stream over a JSON object. A lone surrogate survives, as JSON escapes it."""
    return zlib.compress(json.dumps(dict(files)).encode("ascii"), 3)


def unpack(packed: bytes) -> dict[str, str]:
    files: dict[str, str] = json.loads(zlib.decompress(packed))
    return files


def pack_problems(problems: Iterable[Problem]) -> str:
    return json.dumps([[p.file, p.line, p.column, p.code, p.severity, p.message] for p in problems])


def unpack_problems(packed: str) -> tuple[Problem, ...]:
    return tuple(Problem(*item) for item in json.loads(packed))


def _listings(session: Session, statement: Select[Any]) -> list[Listing]:
    return [_listing(row) for row in session.connection().execute(statement)]


def _listing(row: Row[*tuple[Any, ...]]) -> Listing:
    description = Description(
        title=row.title,
        summary=row.summary,
        category=tuple(json.loads(row.category)),
        tags=tuple(json.loads(row.tags)),
        related=tuple(json.loads(row.related)),
        document=row.document,
        lang=row.lang,
    )
    return Listing(
        article_id=row.article_id,
        version_id=row.id,
        number=row.number,
        file=row.file,
        origin=row.origin,
        state=row.state,
        digest=row.digest,
        description=description,
        created=row.created or row.created_at,
        changed=row.published_at or row.created_at,
        problems=unpack_problems(row.problems) if row.problems != "[]" else (),
        conflicts_with=row.conflicts_with,
    )


def _pairs(rows: Iterable[Sequence[Any]]) -> dict[str, str]:
    return {row[0]: row[1] for row in rows}
