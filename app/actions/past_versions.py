"""Which version of an article its readers had before them on a day that is past, as far as the library has it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from app.actions.services import Services
from app.core.anchors import find_anchor
from app.library import Entry


class PastVersions:
    """Versions by the day, each article's listed once."""

    def __init__(self, services: Services) -> None:
        self._library = services.library
        self._published: dict[str, list[tuple[datetime, int, int]]] = {}

    def read_then(self, session: Session, entry: Entry, moment: datetime) -> Entry | None:
        """The version that was served at that moment; None where the article is not here for so long."""
        published = self._published.get(entry.article_id)
        if published is None:
            listed = self._library.versions(session, entry.article_id)
            published = sorted((each.changed, each.number, each.version_id) for each in listed if each.state != "draft")
            self._published[entry.article_id] = published
        earlier = [version_id for changed, _, version_id in published if changed <= moment]
        return self._library.version(earlier[-1]) if earlier else None

    def text_then(self, session: Session, entry: Entry, anchor: str, moment: datetime) -> tuple[int, str]:
        """Id of the version that a reader of that moment had, and the digest of the place in it.

        The version that is served, and no digest, where that is not known.
        """
        now = find_anchor(entry.article, anchor)
        then = self.read_then(session, entry, moment) if now is not None else None
        if now is not None and then is not None:
            for called in now.ids:  # it may have had an earlier id
                if (place := find_anchor(then.article, called)) is not None:
                    return then.version_id, place.digest
        return entry.version_id, ""
