"""Parsed versions in memory: read and parsed when first asked for, the least used put back."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from app.core.article import Bundle
from app.core.errors import Gone
from app.core.parse import parse_published as parse
from app.core.shelf import Listing
from app.library.entry import Text
from app.library.ports import Articles, OpenSession

KEPT = 256  # parsed versions; one of eight steps takes some 60 KB
KEPT_NOTES = 4096  # versions that something small is known of


class Shelves:
    """Safe to use from any thread; a version is parsed once however many ask for it at the same time."""

    def __init__(self, articles: Articles, sessions: OpenSession, kept: int = KEPT) -> None:
        self._articles = articles
        self._sessions = sessions
        self._kept = kept
        self._texts: OrderedDict[int, Text] = OrderedDict()
        self._notes: OrderedDict[int, dict[object, object]] = OrderedDict()
        self._lock = Lock()

    def text(self, listing: Listing) -> Text:
        """The parsed text of a version. Raises Gone where it cannot be read any more."""
        text = self._texts.get(listing.version_id)
        if text is not None:
            self._touch(listing.version_id)
            return text
        with self._lock:
            text = self._texts.get(listing.version_id)
            if text is None:
                text = self._read(listing)
                self._texts[listing.version_id] = text
                while len(self._texts) > self._kept:
                    self._texts.popitem(last=False)
        return text

    def notes(self, version_id: int) -> dict[object, object]:
        """What is known of a version without its text."""
        found = self._notes.get(version_id)
        if found is None:
            with self._lock:
                found = self._notes.setdefault(version_id, {})
                while len(self._notes) > KEPT_NOTES:
                    self._notes.popitem(last=False)
        return found

    def _touch(self, version_id: int) -> None:
        try:
            self._texts.move_to_end(version_id)
        except KeyError:  # put back meanwhile; whoever asks next reads it again
            return

    def bundle(self, listing: Listing) -> Bundle:
        """The files of a version. Raises Gone where they are not kept any more."""
        with self._sessions() as session:
            files = self._articles.sources(session, listing.version_id)
        if files is None:
            raise Gone("This version is no longer kept.", article_id=listing.article_id, version_id=listing.version_id)
        return Bundle(listing.file, files)

    def _read(self, listing: Listing) -> Text:
        article = parse(self.bundle(listing)).article
        if article is None:
            said = "This version was written for an earlier release and can no longer be read."
            raise Gone(said, article_id=listing.article_id, version_id=listing.version_id)
        return Text(article)
