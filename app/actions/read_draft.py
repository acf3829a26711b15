"""A draft, what it would change, and the comments it was made for."""

from __future__ import annotations

from dataclasses import dataclass

from app.actions.services import Services
from app.core.errors import NotFound
from app.core.patch import unified_patch
from app.core.shelf import Listing
from app.storage import articles, comments
from app.storage.comment_rows import Comment


@dataclass(frozen=True, slots=True)
class DraftRead:
    """`patch` is against the version that was served when the draft was made; `newer` is one served since, or None."""

    listing: Listing
    patch: str
    newer: int | None
    comments: tuple[Comment, ...]


def read_draft(services: Services, article_id: str, number: int) -> DraftRead:
    """Raises NotFound where the article has no draft of that number."""
    with services.sessions() as session:
        versions = services.library.versions(session, article_id)
        draft = next((each for each in versions if each.number == number and each.state == "draft"), None)
        if draft is None:
            raise NotFound("There is no such draft.", article_id=article_id, number=number)
        public = [each for each in versions if each.state == "published"]
        earlier = [each for each in public if each.number < number]
        before = articles.sources(session, earlier[-1].version_id) if earlier else None
        after = articles.sources(session, draft.version_id) or {}
        marked = tuple(comments.marked(session, article_id, "promoted", number))
    old = before or {}
    changed = sorted(name for name in {*old, *after} if old.get(name) != after.get(name))
    patch = "".join(unified_patch(name, old.get(name, ""), after.get(name, "")) for name in changed)
    newer = public[-1].number if public and public[-1].number > number else None
    return DraftRead(draft, patch, newer, marked)


def list_drafts(services: Services) -> list[Listing]:
    """Every draft of every article, newest first."""
    with services.sessions() as session:
        return articles.drafts(session)
