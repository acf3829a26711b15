"""Where a comment will hang: the version its writer read, the place in it, and the comment it replies to."""

from __future__ import annotations

from dataclasses import dataclass

from app.actions.services import Services
from app.actions.start_run import find_article
from app.core.anchors import Anchor, find_anchor
from app.core.comment_signs import link_hosts
from app.core.errors import NotFound
from app.core.markup import render_comment
from app.library.entry import Entry
from app.storage import comments
from app.storage.comment_rows import Reader


@dataclass(frozen=True, slots=True)
class CommentPlace:
    """Where the comment will hang."""

    entry: Entry
    version_id: int
    version_number: int
    anchor: str
    digest: str
    parent_id: int | None


def find_place(
    services: Services, reader: Reader, *, article_id: str, anchor: str, parent_id: int | None, number: int | None
) -> CommentPlace:
    """Raises NotFound: no such article, no such step, or nothing to reply to.

    A reply to a reply hangs on the first comment. `number` is that of the version on the writer's page.
    """
    entry = find_article(services, article_id)
    if parent_id is not None:
        parent = comments.find_comment(reader, parent_id)
        if parent is None or not parent.public or parent.article_id != entry.article_id:
            raise NotFound("The comment you reply to is not there any more.", comment_id=parent_id)
        parent_id, anchor = parent.parent_id or parent.id, parent.anchor
    version = _version_read(services, reader, entry, number)
    found = _anchor(version, anchor)
    if found is None:
        version, found = entry, _anchor(entry, anchor)
    if found is None and parent_id is None:
        raise NotFound("That step is not there any more.", article_id=entry.article_id, anchor=anchor)
    # A reply hangs where the first comment does, even where that step is gone.
    hangs = anchor if parent_id is not None or found is None else found.id
    return CommentPlace(entry, version.version_id, version.number, hangs, found.digest if found else "", parent_id)


def _anchor(entry: Entry, anchor: str) -> Anchor | None:
    """Found once a version: its text does not change, and need not be parsed again for it."""
    notes, key = entry.notes, ("comments", "anchor", anchor)
    kept = notes.get(key)
    if isinstance(kept, Anchor):
        return kept
    found = find_anchor(entry.article, anchor)
    if found is not None:
        notes[key] = found
    return found


def _version_read(services: Services, reader: Reader, entry: Entry, number: int | None) -> Entry:
    """The version a writer had on the page; the one that is served where they do not say, or say nonsense."""
    if number is None or number == entry.number:
        return entry
    version_id = comments.version_id(reader, entry.article_id, number)
    found = services.library.version(version_id) if version_id is not None else entry
    return entry if found.listing.state == "draft" else found  # nobody was shown that


def own_hosts(services: Services, entry: Entry) -> frozenset[str]:
    """The hosts an article and this site link to: nobody is suspected for naming them again."""
    notes, key = entry.notes, ("comments", "hosts", services.settings.base_url)
    found = notes.get(key)
    if not isinstance(found, frozenset):
        own = link_hosts(f'<a href="{services.settings.base_url}">')
        found = notes[key] = frozenset((*link_hosts(render_comment(entry.source)), *own))
    return found
