"""Which articles there are. One `Library` per process, asked by every page, safe from any thread.

It holds the columns of what is served in memory and parses a version when it is first read. Another process that
imports or publishes is noticed by `refresh`, which costs one row where nothing changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock

from sqlmodel import Session

from app.core.article import Bundle
from app.core.checking import Declaration
from app.core.errors import NotFound
from app.core.shelf import BrokenFile, Hit, Listing
from app.library.categories import Category
from app.library.drafting import keep_draft, publish_kept
from app.library.entry import Entry
from app.library.exporting import ExportReport, export_entries
from app.library.importing import import_folder
from app.library.ports import Articles, OpenSession, Publishing, Search
from app.library.report import ImportReport
from app.library.shelves import KEPT, Shelves
from app.library.snapshot import Snapshot, take_snapshot

PINNED = 2048  # columns of versions no longer served that walks are pinned to
FEW = 6


class Library:
    """See `app/actions/open_library.py` for how it is put together."""

    def __init__(
        self,
        declarations: Mapping[str, Declaration],
        sessions: OpenSession,
        *,
        articles: Articles,
        publishing: Publishing,
        search: Search,
        kept: int = KEPT,
    ) -> None:
        self.declarations = declarations
        self._sessions = sessions
        self._articles = articles
        self._publishing = publishing
        self._search = search
        self._shelves = Shelves(articles, sessions, kept)
        self._snapshot = Snapshot()
        self._usage: Mapping[str, int] = {}
        self._pinned: OrderedDict[int, Entry] = OrderedDict()
        self._lock = Lock()

    @property
    def generation(self) -> int:
        """Changes whenever anything that is served changed: a key for what is made of the whole library."""
        return self._snapshot.generation

    def refresh(self, session: Session | None = None) -> bool:
        """Take notice of what changed in the store; True where something had."""
        if session is None:
            with self._sessions() as own:
                return self.refresh(own)
        if self._articles.generation(session) == self._snapshot.generation:
            return False
        with self._lock:
            self._snapshot = take_snapshot(session, self._articles, self._shelves)
        return True

    def refresh_usage(self) -> None:
        """Count walks per article anew, for `most_used`."""
        with self._sessions() as session:
            self._usage = self._articles.usage(session)

    def get(self, article_id: str) -> Entry | None:
        """The article as it is served now; None where there is none of that id (see `resolve`)."""
        return self._snapshot.entries.get(article_id)

    def version(self, version_id: int) -> Entry:
        """Any version ever kept, for walks that are pinned to it. Raises NotFound."""
        entry = self._snapshot.versions.get(version_id) or self._pinned.get(version_id)
        if entry is not None:
            return entry
        with self._sessions() as session:
            listing = self._articles.listing(session, version_id)
        if listing is None:
            raise NotFound("There is no such version.", version_id=version_id)
        entry = Entry(listing, self._shelves)
        with self._lock:
            self._pinned[version_id] = entry
            while len(self._pinned) > PINNED:
                self._pinned.popitem(last=False)
        return entry

    def by_number(self, document: int) -> Entry | None:
        """The article that has, or had last, this document number."""
        article_id = self._snapshot.documents.get(document)
        if article_id is None:
            return None
        return self.get(article_id) or self.get(self.resolve(article_id) or "")

    def resolve(self, old_id: str) -> str | None:
        """The id of the article that answers for an earlier id now; None where there is none."""
        aliases, seen = self._snapshot.aliases, {old_id}
        here = old_id
        while here in aliases and aliases[here] not in seen:
            here = aliases[here]
            seen.add(here)
        return here if here != old_id and here in self._snapshot.entries else None

    def entries(self) -> tuple[Entry, ...]:
        """Everything that is served, by title."""
        return tuple(self._snapshot.entries.values())

    def categories(self) -> Category:
        """The root of the tree of categories."""
        return self._snapshot.categories

    def category(self, address: str) -> Category | None:
        """The category at an address as in `/c/{address}`."""
        return self._snapshot.categories.find(address)

    def broken(self) -> list[BrokenFile]:
        """Files that cannot be published as they stand."""
        return list(self._snapshot.broken)

    def conflicts(self, session: Session) -> list[Listing]:
        """Drafts from files whose article was changed here meanwhile."""
        return self._articles.conflicts(session)

    def recently_changed(self, limit: int = FEW) -> list[Entry]:
        return list(self._snapshot.changed[:limit])

    def most_used(self, limit: int = FEW) -> list[Entry]:
        """The articles most walks were started in; empty while there are no walks. See `refresh_usage`."""
        snapshot, usage = self._snapshot, self._usage
        used = sorted(usage, key=lambda article_id: (-usage[article_id], article_id))
        return [snapshot.entries[article_id] for article_id in used if article_id in snapshot.entries][:limit]

    def related(self, entry: Entry, limit: int = FEW) -> list[Entry]:
        """What the article names, then what names it, then what shares most tags or its category."""
        others = [other for other in self._snapshot.entries.values() if other.article_id != entry.article_id]
        wanted = [self.resolve(article_id) or article_id for article_id in entry.related]
        tags = set(entry.tags)

        def nearness(other: Entry) -> tuple[int, int, int, int]:
            named = len(wanted) - wanted.index(other.article_id) if other.article_id in wanted else 0
            return (
                named,
                entry.article_id in other.related,
                len(tags.intersection(other.tags)),
                bool(entry.category) and other.category == entry.category,
            )

        near = [(nearness(other), other) for other in others]
        near = sorted((item for item in near if any(item[0])), key=lambda item: item[0], reverse=True)
        return [other for _, other in near[:limit]]

    def import_folder(self, session: Session, path: Path, now: datetime, processes: int = 1) -> ImportReport:
        """Import a content folder, serve what is new, and say what was done. Commits.

        Several `processes` may share the work where there are no threads yet, as on the command line.
        """
        report = import_folder(session, path, now, self.declarations, (self._articles, self._publishing), processes)
        self.refresh(session)
        return report

    def keep_draft(self, session: Session, bundle: Bundle, now: datetime) -> int:
        """Keep files as a draft of their article; the version's id. Does not commit. Raises WrongUse."""
        self._publishing.lock_library(session)
        return keep_draft(session, bundle, self.declarations, (self._articles, self._publishing), now)

    def publish_draft(
        self, session: Session, article_id: str, number: int, now: datetime, *, stale: bool = False
    ) -> int:
        """Serve a draft; the version's id. Does not commit: `refresh` afterwards.

        Raises NotFound, Conflict where a newer version is served unless `stale` drafts are wanted, WrongUse.
        """
        self._publishing.lock_library(session)
        drafts = [each for each in self._articles.versions(session, article_id) if each.number == number]
        if not drafts:
            raise NotFound("There is no such draft.", article_id=article_id, number=number)
        store = (self._articles, self._publishing)
        publish_kept(session, drafts[0], self.declarations, store, now, stale=stale)
        return drafts[0].version_id

    def versions(self, session: Session, article_id: str) -> list[Listing]:
        """Every version of an article, drafts included, oldest first."""
        return self._articles.versions(session, article_id)

    def export(self, session: Session, folder: Path) -> ExportReport:
        """Write the files of everything that is served."""
        self.refresh(session)
        return export_entries(self._snapshot.entries.values(), folder)

    def search(self, session: Session, query: str, limit: int = 20, *, lang: str | None = None) -> list[Hit]:
        """What matches, best first; see `app/storage/search.py`. No query text raises."""
        return self._search.search(session, query, limit, lang=lang)
