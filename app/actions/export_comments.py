"""Published comments for everybody: as JSON, and as Atom (RFC 4287) with threads (RFC 4685).

No address is in either, shown or not: what a page keeps from harvesters must not lie in a file for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import Final

from sqlmodel import Session

from app.actions.services import Services
from app.storage import comments
from app.storage.comment_rows import Comment

BATCH: Final = 500
_DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_NOT_XML: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def every_comment(session: Session, article_id: str | None = None) -> Iterator[Comment]:
    """All that is published, oldest number first, read in batches."""
    after = 0
    while batch := comments.published(session, article_id, after_id=after, limit=BATCH):
        yield from batch
        after = batch[-1].id


def comment_json(services: Services, comment: Comment, base: str) -> dict[str, object]:
    """One comment as programs get it. `html` is clean, in the comment profile."""
    return {
        "id": comment.id,
        "address": f"{base}/comments/{comment.id}",
        "article": comment.article_id,
        "title": _title(services, comment.article_id),
        "version": comment.version_number,
        "anchor": comment.anchor,
        "reply_to": comment.parent_id,
        "name": comment.name,
        "text": comment.text,
        "html": comment.html,
        "helpful": comment.helpful,
        "mark": comment.mark,
        "mark_number": comment.mark_number,
        "written": comment.created_at.isoformat(),
        "edited": comment.edited_at.isoformat() if comment.edited_at else None,
    }


def write_json(services: Services, found: Iterable[Comment], base: str) -> Iterator[str]:
    """A JSON document in pieces, so that many comments need not be in memory at once."""
    site = json.dumps({"name": services.settings.site_name, "address": base}, ensure_ascii=False)
    yield f'{{"site": {site}, "comments": ['
    for at, comment in enumerate(found):
        told = json.dumps(comment_json(services, comment, base), ensure_ascii=False)
        yield f"{',' if at else ''}\n{told}"
    yield "\n]}\n"


def write_atom(
    services: Services, found: Iterable[Comment], base: str, *, path: str, title: str, now: datetime
) -> Iterator[str]:
    """A feed in pieces. `path` is its own address; it says that it changed `now`, or when its newest entry did."""
    own = escape(f"{base}{path}")
    yield (
        f'{_DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">'
        f"<id>{escape(base + path)}</id><title>{_text(title)}</title><updated>{_stamp(now)}</updated>"
        f'<link rel="self" type="application/atom+xml" href="{own}"/><link href="{escape(base)}/"/>\n'
    )
    for comment in found:
        yield _entry(services, comment, base)
    yield "</feed>\n"


def _entry(services: Services, comment: Comment, base: str) -> str:
    address = f"{base}/comments/{comment.id}"
    where = _title(services, comment.article_id)
    parent = ""
    if comment.parent_id is not None:
        above = escape(f"{base}/comments/{comment.parent_id}")
        parent = f'<thr:in-reply-to ref="{above}" href="{above}"/>'
    changed = comment.edited_at or comment.published_at or comment.created_at
    return (
        f"<entry><id>{escape(address)}</id><title>{_text(f'{comment.name}: {where}')}</title>"
        f"<author><name>{_text(comment.name)}</name></author>"
        f'<link rel="alternate" type="text/html" href="{escape(address)}"/>{parent}'
        f"<published>{_stamp(comment.created_at)}</published><updated>{_stamp(changed)}</updated>"
        f'<content type="html">{_text(comment.html)}</content></entry>\n'
    )


def _title(services: Services, article_id: str) -> str:
    entry = services.library.get(article_id)
    return entry.title if entry is not None else article_id


def _text(text: str) -> str:
    return escape(text.translate(_NOT_XML))


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
