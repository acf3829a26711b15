"""Take comments: read what was filled in, judge it, keep it once. Those that come at the same moment go together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from app.actions.comment_mail import tell_of_posted
from app.actions.judge_comment import SiteRules, judge
from app.actions.new_comment import BadComment, Form, NewComment, Posted, Posting, Sender
from app.actions.read_comment import WRITER, ReadComment, check_comment, read_comment
from app.actions.services import Services
from app.actions.subscribe import subscribe
from app.actions.verify import USED, Ticket
from app.core.errors import BadVerification, LimitReached, NotAllowed, UnsnagError
from app.storage import challenges, comment_changes, comments
from app.storage.comment_history import Background, background
from app.storage.comment_rows import Comment
from app.storage.shared_commit import line_of

__all__ = ["WRITER", "BadComment", "Form", "NewComment", "Posted", "Sender", "check_comment"]

OPEN_FOR = timedelta(minutes=15)  # a writer may edit or withdraw for so long
Outcome = Posted | UnsnagError


def post_comment(
    services: Services, new: NewComment, sender: Sender, form: Form, ticket: Ticket | None = None
) -> Posted:
    """Keep a comment. The same one again, by a second click or in another worker, is the one that is there.

    A `ticket` of its verification is used up in the same transaction, so one sync of the disk does for both; where the
    comment does not come about, it is still good. Raises BadVerification where it was used for another, BadComment,
    NotFound (no such article, or nothing to reply to), NotAllowed where the site takes no comments, LimitReached where
    too much comes from one network.
    """
    (outcome,) = post_comments(services, [Posting(new, sender, form, ticket)])
    if isinstance(outcome, UnsnagError):
        raise outcome
    return outcome


def post_comments(
    services: Services, postings: Sequence[Posting], waits: Callable[[], object] = lambda: None
) -> list[Outcome]:
    """Keep several comments in one transaction, and say what became of each.

    They are judged one after another, in the transaction: each is compared and counted with those before it, as if it
    had come later. `waits` is called when nothing is left but to wait for the disk. Raises NotAllowed where the site
    takes none, and StoreUnavailable; nothing is kept then.
    """
    if not services.settings.comments:
        raise NotAllowed("This site takes no comments.")
    now = services.clock()
    with services.engine.connect() as connection:
        site = SiteRules.read(services, connection)
        read = [_read(services, connection, posting, now, site) for posting in postings]
    if all(isinstance(each, UnsnagError) for each in read):
        return [each for each in read if isinstance(each, UnsnagError)]
    keeping = _Keeping(services, site, now, read, waits)
    try:
        _commit(services.engine, keeping.write)
    except BaseException:
        keeping.undone()
        raise
    return keeping.outcomes


def _commit(engine: Engine, write: Callable[[Connection], None]) -> None:
    """SQLite's writers take the same connection one after another, which then knows its pages already."""
    if engine.dialect.name == "sqlite":
        line_of(engine).run(engine, write)
        return
    with engine.connect() as connection:
        write(connection)
        connection.commit()


def _read(
    services: Services, reader: Connection, posting: Posting, now: datetime, site: SiteRules
) -> ReadComment | UnsnagError:
    try:
        return read_comment(services, reader, posting, now, site.confirms)
    except UnsnagError as problem:
        return problem


class _Keeping:
    """Comments that are being kept, in one transaction that may have to begin anew."""

    def __init__(
        self,
        services: Services,
        site: SiteRules,
        now: datetime,
        read: Sequence[ReadComment | UnsnagError],
        waits: Callable[[], object],
    ) -> None:
        self.outcomes: list[Outcome] = []
        self._services, self._site, self._now, self._read = services, site, now, read
        self._recent, self._waits = services.recent_comments, waits
        self._known: int | None = None  # up to which id texts were remembered before

    def write(self, writer: Connection) -> None:
        """Write all of them, together with whatever others write at this moment."""
        self.undone()
        challenges.forget(writer, self._now)  # which writes, so nobody else does from here on
        self._known = self._recent.read(writer)
        for each in self._read:
            try:
                self.outcomes.append(each if isinstance(each, UnsnagError) else self._keep(writer, each))
            except (BadVerification, LimitReached) as problem:
                self.outcomes.append(problem)
        changed = {each.article_id for each in self._new() if each.public}
        if changed:
            comment_changes.touch_all(writer, changed)
        self._waits()

    def undone(self) -> None:
        """Nothing of it was kept: as before."""
        self.outcomes.clear()
        if self._known is not None:
            self._recent.forget_after(self._known)

    def _new(self) -> list[Comment]:
        return [each.comment for each in self.outcomes if isinstance(each, Posted) and not each.duplicate]

    def _keep(self, writer: Connection, read: ReadComment) -> Posted:
        """Raises LimitReached, BadVerification; nothing is written then."""
        known, ticket = self._background(writer, read), read.posting.ticket
        if known.known is not None:
            found = comments.find_comment(writer, known.known)
            assert found is not None
            return Posted(found, duplicate=True, own=ticket is not None and ticket.was_used(writer))
        confirmed = known.confirmed > 0 and comments.confirmed_among(
            writer, read.posting.sender.wrote, read.draft.writer
        )
        alike = self._recent.compare(read.draft.text)
        state, reasons = judge(self._site, read, known, alike, confirmed=confirmed)
        claimed = ticket.claim(writer) if ticket is not None else "new"
        if claimed == "refused":
            raise BadVerification(USED)
        comment = _comment(read, state, reasons, self._now, confirmed=confirmed)
        kept = comment_changes.keep_new(writer, comment, read.fingerprint)
        if kept is None:  # another worker was quicker, which SQLite's one writer does not allow
            if ticket is not None and claimed == "new":
                ticket.let_go(writer)  # or the same verification would make somebody else's comment theirs next time
            found = comments.find_fingerprint(writer, read.fingerprint)
            assert found is not None
            return Posted(found, duplicate=True, own=claimed == "again")
        self._recent.add(kept.id, kept.text, kept.writer, kept.state)
        tell_of_posted(self._services, writer, kept, self._now)
        if read.posting.new.subscribe:
            subscribe(self._services, Session(writer), kept, self._now)
        return Posted(kept)

    def _background(self, writer: Connection, read: ReadComment) -> Background:
        return background(
            writer,
            fingerprint=read.fingerprint,
            writer=read.draft.writer,
            network=read.draft.network,
            article_id=read.place.entry.article_id,
            since=self._now - timedelta(seconds=self._site.policy.window_s),
        )


def _comment(read: ReadComment, state: str, reasons: tuple[str, ...], now: datetime, *, confirmed: bool) -> Comment:
    """The comment before it has an id and a place."""
    place, draft = read.place, read.draft
    return Comment(
        id=0,
        article_id=place.entry.article_id,
        version_id=place.version_id,
        version_number=place.version_number,
        anchor=place.anchor,
        anchor_digest=place.digest,
        parent_id=place.parent_id,
        place=0,
        name=draft.name,
        email=draft.email,
        email_shown=read.email_shown,
        email_confirmed=confirmed,
        writer=draft.writer,
        text=draft.text,
        html=draft.html,
        state=state,
        reasons=reasons,
        address=draft.address or None,
        network=draft.network or None,
        helpful=0,
        mark="",
        mark_number=None,
        mark_note="",
        source="form",
        created_at=now,
        edited_at=None,
        published_at=now if state == "published" else None,
        removed_at=now if state in comment_changes.REMOVED else None,
    )
