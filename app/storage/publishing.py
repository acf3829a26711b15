"""Articles and their versions, as they are written. None of these commits: an import decides how much is one piece.

Every change of what is served begins with `lock_library`, which lets one writer in at a time, so that version numbers
and search keys are given out once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlmodel import Session

from app.core.errors import NotFound
from app.core.shelf import BrokenFile, NewVersion, SearchText
from app.storage.articles import ALIAS, ANCHOR, ARTICLE, BROKEN, DOCUMENT, STATE, VERSION, pack, pack_problems
from app.storage.comment_changes import move_comments
from app.storage.search_index import replace_texts
from app.storage.upserts import upsert


def lock_library(session: Session) -> None:
    """Let one writer in until the commit, and tell every worker that what is served has changed."""
    session.connection().execute(update(STATE).values(generation=STATE.c.generation + 1))


def keep_versions(session: Session, new: Sequence[NewVersion], now: datetime) -> list[int]:
    """Keep versions of different articles; published ones are served from now on. Returns their ids, in order.

    The library must be locked.
    """
    if not new:
        return []
    connection = session.connection()
    _keep_articles(connection, new, now)
    numbers = _last_numbers(connection, [item.article_id for item in new])
    rows = [_version_row(item, numbers.get(item.article_id, 0) + 1, now) for item in new]
    returning = insert(VERSION).returning(VERSION.c.id, sort_by_parameter_order=True)
    ids = list(connection.execute(returning, rows).scalars())
    published = [(item, row) for item, row in zip(new, rows, strict=True) if item.state == "published"]
    if published:
        live = [{"key": item.article_id, "live": row["number"], "path": item.file} for item, row in published]
        serve = update(ARTICLE).where(ARTICLE.c.id == bindparam("key"))
        served = serve.values(live_number=bindparam("live"), file=bindparam("path"), merged_into=None)
        connection.execute(served, live)
        _serve(connection, [item for item, _ in published])
    imported = [{"key": item.article_id, "text": item.digest} for item in new if item.origin == "file"]
    acknowledge(session, {row["key"]: row["text"] for row in imported})
    return ids


def acknowledge(session: Session, digests: dict[str, str]) -> None:
    """Note which text of a file was imported last: article id → digest."""
    if digests:
        rows = [{"key": article_id, "text": digest} for article_id, digest in digests.items()]
        noted = update(ARTICLE).where(ARTICLE.c.id == bindparam("key")).values(imported_digest=bindparam("text"))
        session.connection().execute(noted, rows)


def publish_draft(session: Session, version_id: int, version: NewVersion, now: datetime) -> None:
    """Serve a version that was a draft; `version` says again what it holds. The library must be locked.

    Raises NotFound where there is no such draft.
    """
    connection = session.connection()
    publish = update(VERSION).where(VERSION.c.id == version_id, VERSION.c.state == "draft")
    done = connection.execute(publish.values(state="published", published_at=now, conflicts_with=None))
    if done.rowcount != 1:
        raise NotFound("There is no such draft.", version_id=version_id)
    number = connection.execute(select(VERSION.c.number).where(VERSION.c.id == version_id)).scalar_one()
    serve = update(ARTICLE).where(ARTICLE.c.id == version.article_id).values(live_number=number, merged_into=None)
    connection.execute(serve)
    _serve(connection, [version])


def withdraw(session: Session, article_id: str, merged_into: str | None = None) -> None:
    """Serve an article no longer; its versions stay, for walks that are pinned to them. The library must be locked."""
    connection = session.connection()
    gone = update(ARTICLE).where(ARTICLE.c.id == article_id).values(live_number=None, merged_into=merged_into)
    connection.execute(gone)
    replace_texts(connection, {article_id: ()})
    if merged_into is not None:
        move_comments(session, article_id, merged_into)


def keep_broken(session: Session, files: Iterable[BrokenFile], now: datetime) -> None:
    """List these files as broken, in place of what was said of them before."""
    rows = [
        {
            "file": item.file,
            "digest": item.digest,
            "article_id": item.article_id,
            "problems": pack_problems(item.problems),
            "seen_at": item.seen or now,
        }
        for item in files
    ]
    if rows:
        connection = session.connection()
        statement = upsert(connection, BROKEN)
        fresh = {name: statement.excluded[name] for name in ("digest", "article_id", "problems", "seen_at")}
        connection.execute(statement.on_conflict_do_update(index_elements=["file"], set_=fresh), rows)


def mend(session: Session, files: Iterable[str]) -> None:
    """These files are no longer broken, or no longer there."""
    rows = [{"path": file} for file in files]
    if rows:
        session.connection().execute(delete(BROKEN).where(BROKEN.c.file == bindparam("path")), rows)


def _serve(connection: Connection, published: Sequence[NewVersion]) -> None:
    _keep_anchors(connection, published)
    _keep_aliases(connection, published)
    _keep_documents(connection, published)
    texts: dict[str, Sequence[SearchText]] = {item.article_id: item.texts for item in published}
    replace_texts(connection, texts)


def _keep_articles(connection: Connection, new: Sequence[NewVersion], now: datetime) -> None:
    rows = [{"id": item.article_id, "file": item.file, "created_at": now} for item in new]
    connection.execute(upsert(connection, ARTICLE).on_conflict_do_nothing(), rows)


def _last_numbers(connection: Connection, article_ids: Sequence[str]) -> dict[str, int]:
    last: dict[str, int] = {}
    for at in range(0, len(article_ids), 400):
        some = VERSION.c.article_id.in_(article_ids[at : at + 400])
        grouped = select(VERSION.c.article_id, func.max(VERSION.c.number)).where(some).group_by(VERSION.c.article_id)
        last.update({row[0]: row[1] for row in connection.execute(grouped)})
    return last


def _version_row(item: NewVersion, number: int, now: datetime) -> dict[str, object]:
    about = item.description
    return {
        "article_id": item.article_id,
        "number": number,
        "state": item.state,
        "origin": item.origin,
        "file": item.file,
        "digest": item.digest,
        "sources": pack(item.sources),
        "title": about.title,
        "summary": about.summary,
        "category": json.dumps(about.category),
        "tags": json.dumps(about.tags),
        "related": json.dumps(about.related),
        "document": about.document,
        "lang": about.lang,
        "problems": pack_problems(item.problems),
        "conflicts_with": item.conflicts_with,
        "created_at": now,
        "published_at": now if item.state == "published" else None,
    }


def _keep_anchors(connection: Connection, published: Sequence[NewVersion]) -> None:
    stale = update(ANCHOR).where(ANCHOR.c.article_id == bindparam("key"), ANCHOR.c.current).values(current=False)
    connection.execute(stale, [{"key": item.article_id} for item in published])
    rows = [
        {"article_id": item.article_id, "anchor": anchor, "kind": kind, "current": True}
        for item in published
        for anchor, kind in item.anchors.items()
    ]
    if rows:
        statement = upsert(connection, ANCHOR)
        fresh = {"current": True, "kind": statement.excluded.kind}
        connection.execute(statement.on_conflict_do_update(index_elements=["article_id", "anchor"], set_=fresh), rows)


def _keep_aliases(connection: Connection, published: Sequence[NewVersion]) -> None:
    """Earlier ids lead here; an id that is an article's own again leads nowhere else."""
    own = [{"key": item.article_id} for item in published]
    connection.execute(delete(ALIAS).where(ALIAS.c.old_id == bindparam("key")), own)
    rows = [
        {"old_id": old, "article_id": item.article_id}
        for item in published
        for old in item.was
        if old != item.article_id
    ]
    if not rows:
        return
    statement = upsert(connection, ALIAS)
    fresh = {"article_id": statement.excluded.article_id}
    connection.execute(statement.on_conflict_do_update(index_elements=["old_id"], set_=fresh), rows)


def _keep_documents(connection: Connection, published: Sequence[NewVersion]) -> None:
    rows = [
        {"number": item.description.document, "article_id": item.article_id}
        for item in published
        if item.description.document is not None
    ]
    if rows:
        statement = upsert(connection, DOCUMENT)
        fresh = {"article_id": statement.excluded.article_id}
        connection.execute(statement.on_conflict_do_update(index_elements=["number"], set_=fresh), rows)
