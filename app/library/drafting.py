"""Versions that are written here and not imported: kept as drafts, and served once somebody publishes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Session

from app.core.article import Bundle, Problem
from app.core.checking import Declaration
from app.core.errors import Conflict, NotFound, WrongUse
from app.core.parse import parse
from app.core.shelf import Listing, NewVersion, VersionState
from app.library.folder import digest
from app.library.ports import Articles, Publishing
from app.library.preparing import Unreadable, prepare

if TYPE_CHECKING:
    from app.core.lint import Others


def keep_draft(
    session: Session,
    bundle: Bundle,
    declarations: Mapping[str, Declaration],
    store: tuple[Articles, Publishing],
    now: datetime,
) -> int:
    """Keep the files as a draft of their article; the version's id. The library must be locked; the caller commits.

    Raises WrongUse where the linter finds an error.
    """
    _, publishing = store
    return publishing.keep_versions(session, [_judged(session, bundle, declarations, store, "draft")], now)[0]


def publish_kept(
    session: Session,
    draft: Listing,
    declarations: Mapping[str, Declaration],
    store: tuple[Articles, Publishing],
    now: datetime,
    *,
    stale: bool = False,
) -> None:
    """Serve a draft. The library must be locked; the caller commits and refreshes.

    It is linted again, since other articles and checks may have changed. Raises Conflict where a version was published
    after the draft was made, unless `stale` drafts are wanted, WrongUse where the linter finds an error.
    """
    articles, publishing = store
    found = articles.sources(session, draft.version_id)
    if draft.state != "draft" or found is None:
        raise NotFound("There is no such draft.", version_id=draft.version_id)
    newer = [each.number for each in articles.versions(session, draft.article_id) if each.state == "published"]
    if newer and max(newer) > draft.number and not stale:
        raise Conflict(
            f"Version {max(newer)} was published after this draft was made. What it changed would be lost: "
            "make the draft again, or publish it all the same.",
            number=max(newer),
        )
    version = _judged(session, Bundle(draft.file, found), declarations, store, "published")
    publishing.publish_draft(session, draft.version_id, version, now)


def _judged(
    session: Session,
    bundle: Bundle,
    declarations: Mapping[str, Declaration],
    store: tuple[Articles, Publishing],
    state: VersionState,
) -> NewVersion:
    parsed = parse(bundle)
    known = _others(session, store[0], parsed.article.id if parsed.article is not None else "")
    ready = prepare(bundle, parsed, declarations, known)
    errors = [each for each in ready.problems if each.severity == "error"]
    if isinstance(ready, Unreadable) or errors:
        raise WrongUse(f"This version cannot be published: {_said(errors)}", problems=errors)
    return NewVersion(
        article_id=ready.article_id,
        file=bundle.main,
        origin="admin",
        state=state,
        digest=digest(bundle),
        sources=bundle.files,
        description=ready.description,
        was=ready.was,
        anchors=ready.anchors,
        problems=ready.problems,
        texts=ready.texts if state == "published" else (),
    )


def _others(session: Session, articles: Articles, article_id: str) -> Others:
    from app.core.lint import Others  # with the first draft: see `preparing`

    ids: dict[str, frozenset[str] | None] = {}
    for standing in articles.standings(session):
        ids[standing.article_id] = ids[standing.file] = standing.anchors
    for old, heir in articles.aliases(session).items():
        ids.setdefault(old, ids.get(heir))
    return Others(ids, articles.published_ids(session, article_id) if article_id else frozenset())


def _said(errors: list[Problem]) -> str:
    first = errors[0] if errors else None
    return f"{first.file}:{first.line}: {first.message}" if first else "it cannot be read."
