"""Files into versions (decision 2): what changed becomes a new version; nothing that was changed here is overwritten.

Each file is read, parsed and linted once. A file whose text was imported before is not even parsed. Articles that
others link to are known by their ids, so a link costs no second parse. What is new is kept in batches, so that memory
stays flat and the one writer of SQLite is never held for long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from app.core.article import Article, Bundle, Problem
from app.core.checking import Declaration
from app.core.parse import Parsed, parse
from app.core.problems import problem
from app.core.shelf import BrokenFile, NewVersion, Standing
from app.library.folder import Folder, declared_ids, digest
from app.library.indexing import anchors
from app.library.ports import Articles, Publishing
from app.library.preparing import Prepared, Unreadable, can_share, describe, prepare, shared_out
from app.library.report import Imported, ImportReport

__all__ = ["Importing", "changed_here", "describe", "import_folder"]
BATCH = 100


class KnownIds(Mapping[str, frozenset[str]]):
    """Article id or file name → ids of its parts, found when asked for; the linter follows links with it."""

    def __init__(self, run: Importing) -> None:
        self._run = run

    def __getitem__(self, name: str) -> frozenset[str]:
        return self._run.ids_of(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._run.names)

    def __len__(self) -> int:
        return len(self._run.names)

    def __contains__(self, name: object) -> bool:
        return name in self._run.names


class Importing:
    """One import of one folder. Make it, call `run` once."""

    def __init__(
        self,
        session: Session,
        folder: Folder,
        declarations: Mapping[str, Declaration],
        store: tuple[Articles, Publishing],
    ) -> None:
        self._session = session
        self._folder = folder
        self._declarations = declarations
        self._articles, self._publishing = store
        self._standings = {item.article_id: item for item in self._articles.standings(session)}
        self._documents = {item.document: item.article_id for item in self._standings.values() if item.document}
        self._files = folder.articles()
        self._owners: dict[str, str] = {}  # article id → the file of this import that holds it
        declared = {file: declared_ids(folder.read(file) or "") for file in self._files}
        self._file_ids = {file: own for file, (own, _) in declared.items()}
        self._by_id = {own: file for file, own in reversed(self._file_ids.items()) if own}
        self._aliases = {
            **self._articles.aliases(session),
            **{o: own for own, was in declared.values() if own for o in was},
        }
        self._known: dict[str, frozenset[str]] = {}  # file → ids of its parts
        self._ahead: dict[str, Parsed] = {}  # parsed for a link before its turn came
        self.names = frozenset(self._files) | self._by_id.keys() | self._standings.keys() | self._aliases.keys()
        self._imported: list[Imported] = []
        self._broken: list[BrokenFile] = []
        self._merged: list[tuple[str, str]] = []
        self._new: list[NewVersion] = []
        self._acknowledged: dict[str, str] = {}

    def run(self, now: datetime, processes: int = 1) -> ImportReport:
        """Import every file and commit, batch by batch. Where many are new, several processes may prepare them."""
        fresh = [file for file in self._files if (self._file_ids[file] or "") not in self._standings]
        shared = shared_out(fresh, self._prepare_new, processes) if can_share(fresh, processes) else iter(())
        ahead = next(shared, None)
        for file in self._files:
            if ahead is not None and ahead[0] == file:
                self._import(file, ahead[1])
                ahead = next(shared, None)
            else:
                self._import(file)
            if len(self._new) >= BATCH:
                self._keep(now)
        self._keep(now)
        self._note_broken(now)
        self._session.commit()
        missing = (
            item.file for item in self._standings.values() if item.live_number and item.file not in self._file_ids
        )
        return ImportReport(tuple(self._imported), tuple(self._broken), tuple(sorted(missing)), tuple(self._merged))

    def ids_of(self, name: str) -> frozenset[str]:
        """KeyError where no such article or file is known."""
        file = name if name in self._file_ids else self._by_id.get(name)
        if file is None and name in self._standings:
            return self._standings[name].anchors
        if file is None:
            heir = self._aliases[name]
            return self.ids_of(heir) if heir in self._by_id or heir in self._standings else frozenset()
        if file not in self._known:
            standing = self._standings.get(self._file_ids[file] or "")
            bundle = self._folder.bundle(file)
            if standing is not None and standing.live_digest == digest(bundle):
                self._known[file] = standing.anchors
            else:
                self._ahead[file] = parse(bundle)
                self._learn(file, self._ahead[file].article)
        return self._known[file]

    def _learn(self, file: str, article: Article | None) -> None:
        """A file that cannot be read keeps the ids of its last good version: links to it stay good."""
        standing = self._standings.get(self._file_ids[file] or "")
        last_good = standing.anchors if standing is not None else frozenset()
        self._known[file] = frozenset(anchors(article)) if article is not None else last_good

    def _import(self, file: str, prepared: Prepared | Unreadable | None = None) -> None:
        bundle = self._folder.bundle(file)
        text_digest = digest(bundle)
        article_id = self._file_ids[file]
        standing = self._standings.get(article_id or "")
        if standing is not None and standing.article_id not in self._owners and _knows(standing, text_digest):
            self._owners[standing.article_id] = file
            self._imported.append(Imported(file, standing.article_id, "unchanged"))
            if standing.imported_digest != text_digest:
                self._acknowledged[standing.article_id] = text_digest
            return
        ready = prepared or self._prepare(file, bundle)
        if isinstance(ready, Unreadable):
            self._broken.append(BrokenFile(file, text_digest, ready.problems, article_id))
            return
        problems = (*ready.problems, *self._taken(file, ready))
        if any(found.severity == "error" for found in problems):
            self._broken.append(BrokenFile(file, text_digest, problems, ready.article_id))
            return
        self._publish(file, bundle, text_digest, ready, problems)

    def _prepare(self, file: str, bundle: Bundle) -> Prepared | Unreadable:
        """Everything the linter says, which knows the ids that were published once, and what is kept of the article."""
        from app.core.lint import Others

        parsed = self._ahead.pop(file, None) or parse(bundle)
        self._learn(file, parsed.article)
        published: frozenset[str] = frozenset()
        if parsed.article is not None and parsed.article.id in self._standings:
            published = self._articles.published_ids(self._session, parsed.article.id)
        return prepare(bundle, parsed, self._declarations, Others(KnownIds(self), published))

    def _prepare_new(self, file: str) -> Prepared | Unreadable:
        """The same for a file whose article is new, so that the store need not be asked: another process may do it."""
        from app.core.lint import Others

        bundle = self._folder.bundle(file)
        parsed = self._ahead.pop(file, None) or parse(bundle)
        self._learn(file, parsed.article)
        return prepare(bundle, parsed, self._declarations, Others(KnownIds(self), frozenset()))

    def _taken(self, file: str, found: Prepared) -> Iterator[Problem]:
        """What only the whole library knows: ids and numbers that are taken."""
        place, document = found.place, found.description.document
        owner = self._owners.get(found.article_id)
        if owner is not None and owner != file:
            said = f"`{owner}` is already the article `{found.article_id}`: give this one an id of its own."
            yield problem("article-id-taken", place, said)
        holder = self._documents.get(document or 0)
        if holder is not None and holder != found.article_id and holder not in found.was:
            said = f"Document {document} is the article `{holder}`: give this one a number of its own."
            yield problem("document-taken", place, said)

    def _publish(
        self, file: str, bundle: Bundle, text_digest: str, found: Prepared, problems: tuple[Problem, ...]
    ) -> None:
        article_id, document = found.article_id, found.description.document
        standing = self._standings.get(article_id)
        conflict = standing is not None and changed_here(standing)
        self._owners[article_id] = file
        if document and not conflict:
            self._documents[document] = article_id
        self._new.append(
            NewVersion(
                article_id=article_id,
                file=file,
                origin="file",
                state="draft" if conflict else "published",
                digest=text_digest,
                sources=bundle.files,
                description=found.description,
                was=found.was,
                anchors=found.anchors,
                problems=problems,
                conflicts_with=standing.live_number if standing is not None and conflict else None,
                texts=() if conflict else found.texts,
            )
        )
        self._imported.append(Imported(file, article_id, "conflict" if conflict else "published", problems))

    def _keep(self, now: datetime) -> None:
        if not self._new and not self._acknowledged:
            return
        self._publishing.lock_library(self._session)
        self._publishing.keep_versions(self._session, self._new, now)
        self._publishing.acknowledge(self._session, self._acknowledged)
        for version in self._new:
            if version.state == "published":
                self._merge(version)
        self._session.commit()
        self._new.clear()
        self._acknowledged.clear()

    def _merge(self, version: NewVersion) -> None:
        """An article that took another's id over (`was`) is served in its place."""
        for old in version.was:
            earlier = self._standings.get(old)
            if earlier is not None and earlier.live_number is not None and old not in self._by_id:
                self._publishing.withdraw(self._session, old, merged_into=version.article_id)
                self._merged.append((old, version.article_id))
                del self._standings[old]

    def _note_broken(self, now: datetime) -> None:
        before = {item.file: item for item in self._articles.broken(self._session)}
        fresh = [item for item in self._broken if not _same(item, before.get(item.file))]
        mended = before.keys() - {item.file for item in self._broken}
        if fresh or mended:
            self._publishing.lock_library(self._session)
            self._publishing.keep_broken(self._session, fresh, now)
            self._publishing.mend(self._session, sorted(mended))


def changed_here(standing: Standing) -> bool:
    """Whether the served version was written in the admin pages after the file was imported last."""
    return standing.live_origin == "admin" and standing.live_digest != standing.imported_digest


def import_folder(
    session: Session,
    path: Path,
    now: datetime,
    declarations: Mapping[str, Declaration],
    store: tuple[Articles, Publishing],
    processes: int = 1,
) -> ImportReport:
    """Import the folder at `path`; an empty report where it does not exist. Commits.

    More than one of `processes` only from a process that has no threads yet.
    """
    return Importing(session, Folder(path), declarations, store).run(now, processes)


def _knows(standing: Standing, text_digest: str) -> bool:
    """Whether this text was imported before, or is what is served anyway (an export, brought back)."""
    return text_digest in {standing.imported_digest, standing.live_digest}


def _same(item: BrokenFile, before: BrokenFile | None) -> bool:
    return before is not None and (before.digest, before.problems) == (item.digest, tuple(item.problems))
