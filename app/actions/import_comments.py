"""Comments of another system become comments here: each once, however often its file is imported.

What cannot be placed is told with its line, and everything else is taken. Nobody is written to. Replies to replies
become replies to the first comment. What its writer had deleted keeps an empty place where others replied to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlmodel import Session

from app.actions.map_threads import Place, ThreadMap
from app.actions.past_versions import PastVersions
from app.actions.read_comment import WRITER
from app.actions.services import Services
from app.core.anchors import find_anchor
from app.core.comment_fields import MAX_NAME, clean_text, read_fields
from app.core.comment_source import LONGEST_TEXT, Format, SourceComment, SourceProblem
from app.core.markup import render_comment
from app.library import Entry
from app.storage import comment_changes, comment_sources

BATCH: Final = 300  # comments kept at once, so that a site that runs meanwhile waits for none of it long
NOBODY: Final = "Anonymous"
_STATES: Final = {"published": "published", "held": "held", "deleted": "published"}


@dataclass(slots=True)
class CommentReport:
    """What became of a file. `left_out`: reason → how many; `unplaced`: the line and what its thread was called."""

    kind: Format
    read: int = 0
    kept: int = 0
    known: int = 0
    flattened: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    unplaced: list[tuple[int, str]] = field(default_factory=list)
    problems: list[SourceProblem] = field(default_factory=list)


def import_comments(
    services: Services,
    source: Iterable[SourceComment | SourceProblem],
    kind: Format,
    given: Mapping[str, str] | None = None,
    *,
    dry_run: bool = False,
) -> CommentReport:
    """Keep what `source` gives. With `dry_run` all of it is tried, and nothing kept.

    Raises BadInput where the source cannot be read further: what came before it is not kept then, either, since the
    whole file is read first. Raises WrongUse for a mapping that names no article.
    """
    report = CommentReport(kind)
    threads = ThreadMap(services.library, given)
    found = _sorted_out(source, report)
    importing = _Importing(services, threads, report, found)
    with services.sessions() as session:
        for at, comment in enumerate(importing.in_order(), 1):
            importing.keep(session, comment)
            if at % BATCH == 0 and not dry_run:
                session.commit()
        importing.empty_deleted(session)
        if dry_run:
            session.rollback()
        else:
            session.commit()
    return report


def _sorted_out(source: Iterable[SourceComment | SourceProblem], report: CommentReport) -> dict[str, SourceComment]:
    """Comments by id, in the order of the file; spam and deleted ones that nobody replied to are left out."""
    found: dict[str, SourceComment] = {}
    for item in source:
        report.read += 1
        if isinstance(item, SourceProblem):
            report.problems.append(item)
            continue
        if item.id in found:
            report.problems.append(
                SourceProblem(item.line, f"The number {item.id} is there twice; the first is taken.")
            )
            continue
        found[item.id] = item
    answered = {item.parent for item in found.values() if item.state in ("published", "held")}
    for item in list(found.values()):
        if item.state == "spam" or (item.state == "deleted" and item.id not in answered):
            report.left_out[item.state] += 1
            del found[item.id]
    return found


class _Importing:
    """One import under way: what was kept under which number."""

    def __init__(
        self, services: Services, threads: ThreadMap, report: CommentReport, found: dict[str, SourceComment]
    ) -> None:
        self._services, self._threads, self._report, self._found = services, threads, report, found
        self._ids: dict[str, tuple[int, str, str]] = {}  # the other system's id → ours, its article, its anchor
        self._emptied: list[int] = []
        self._past = PastVersions(services)

    def in_order(self) -> Sequence[SourceComment]:
        """Those that begin a thread before their replies; otherwise as in the file."""
        firsts = [item for item in self._found.values() if self._root(item) is item]
        return [*firsts, *(item for item in self._found.values() if self._root(item) is not item)]

    def keep(self, session: Session, item: SourceComment) -> None:
        place = self._threads.find(item.keys)
        if place is None:
            self._report.unplaced.append((item.line, " · ".join(item.keys)[:300] or "no article named"))
            return
        if place.left_out:
            self._report.left_out["by the mapping file"] += 1
            return
        entry = self._services.library.get(place.article_id)
        if entry is None:
            self._report.unplaced.append((item.line, place.article_id))
            return
        parent = self._parent(session, item, entry)
        written = self._written(item)
        if not written["text"]:
            self._report.left_out["empty"] += 1
            return
        values = {
            **written,
            **self._standing(item),
            **self._hanging(session, item, entry, self._anchor(item, place, entry, parent)),
            "parent_id": parent[0] if parent else None,
            "source": self._report.kind,
            "source_id": item.id,
        }
        new = comment_changes.keep_comment(session, values)
        kept = comment_sources.find_source(session, self._report.kind, item.id)
        assert kept is not None
        self._ids[item.id] = (kept, entry.article_id, str(values["anchor"]))
        self._report.kept += new
        self._report.known += not new
        if new and item.state == "deleted":
            self._emptied.append(kept)

    def empty_deleted(self, session: Session) -> None:
        """What was deleted there held a place for its replies; now it says nothing."""
        now = self._services.clock()
        for comment_id in self._emptied:
            comment_changes.set_state(session, comment_id, "published", "withdrawn", now)
        comment_changes.erase(session, self._emptied)

    def _root(self, item: SourceComment) -> SourceComment:
        """The comment that began its thread, as far as the file has it; itself where a chain goes round."""
        seen = {item.id}
        at = item
        while at.parent in self._found and at.parent not in seen:
            seen.add(at.parent)
            at = self._found[at.parent]
        return item if at.parent in seen else at

    def _parent(self, session: Session, item: SourceComment, entry: Entry) -> tuple[int, str] | None:
        """Our id and anchor of the first comment of its thread; None for one that begins a thread."""
        if not item.parent:
            return None
        root = self._root(item)
        source_id = root.id if root is not item else item.parent
        kept = self._ids.get(source_id) or comment_sources.find_place(session, self._report.kind, source_id)
        if kept is None or kept[1] != entry.article_id:
            said = "What it replied to is not here, so it begins a thread."
            self._report.problems.append(SourceProblem(item.line, said))
            return None
        self._report.flattened += source_id != item.parent
        return kept[0], kept[2]

    def _anchor(self, item: SourceComment, place: Place, entry: Entry, parent: tuple[int, str] | None) -> str:
        if parent is not None:
            return parent[1]
        wanted = item.anchor or place.anchor
        found = find_anchor(entry.article, wanted)
        if found is None and item.anchor:
            said = f"{entry.article_id} has no step or cause “{item.anchor}”: it hangs on the article."
            self._report.problems.append(SourceProblem(item.line, said))
        return found.id if found is not None else ""

    def _hanging(self, session: Session, item: SourceComment, entry: Entry, anchor: str) -> dict[str, object]:
        """Where it hangs, and what its writer read there, as far as the library has versions of that day."""
        version_id, digest = self._past.text_then(session, entry, anchor, item.created)
        return {
            "article_id": entry.article_id,
            "version_id": version_id,
            "anchor": anchor,
            "anchor_digest": digest,
        }

    def _written(self, item: SourceComment) -> dict[str, object]:
        """What its writer gave."""
        name, email = self._writer(item)
        text = clean_text(item.text)
        if len(text) > LONGEST_TEXT:
            text = text[:LONGEST_TEXT]
            self._report.problems.append(
                SourceProblem(item.line, f"Its text is cut after {LONGEST_TEXT:,} characters.")
            )
        if item.state == "deleted":
            name, email, text = NOBODY, "", "…"
        return {
            "name": name,
            "email": email,
            "email_shown": item.email_shown and bool(email),
            "email_confirmed": False,
            "writer": self._services.signer.digest(WRITER, email.casefold()) if email else "",
            "text": text,
            "html": render_comment(text),
            "fingerprint": None,  # two that say the same were two there
            "address": None,
            "network": None,
        }

    def _standing(self, item: SourceComment) -> dict[str, object]:
        """What became of it there."""
        state = _STATES[item.state]
        reasons = ("It waited where it was imported from.",) if state == "held" else ()
        return {
            "state": state,
            "reasons": comment_changes.reasons_text(reasons),
            "mark": "",
            "mark_note": "",
            "removed_at": None,
            "helpful": item.helpful,
            "created_at": item.created,
            "published_at": item.created if state == "published" else None,
        }

    def _writer(self, item: SourceComment) -> tuple[str, str]:
        """A name that is one line, and an address that is one; what is neither is told."""
        fields = read_fields(item.name, item.email, "x")
        name = fields.name[:MAX_NAME] if "name" in fields.problems else fields.name
        if "email" in fields.problems:
            self._report.problems.append(SourceProblem(item.line, "Its address is none, and left out."))
        return name or NOBODY, "" if "email" in fields.problems else fields.email
