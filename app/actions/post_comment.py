"""Take a comment: read what was filled in, judge it, keep it once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlmodel import Session

from app.actions.comment_mail import tell_of_posted
from app.actions.comment_place import CommentPlace, find_place, own_hosts
from app.actions.moderation_policy import confirms_addresses, read_policy, read_site
from app.actions.services import Services
from app.actions.start_run import find_article
from app.actions.subscribe import subscribe
from app.actions.verify import USED, Ticket
from app.core.comment_fields import Fields, read_fields
from app.core.errors import BadInput, BadVerification, Conflict, LimitReached, NotAllowed
from app.core.markup import render_comment
from app.core.moderation import Decision, Draft, History, decide, refused
from app.core.network_prefix import network_prefix
from app.library.entry import Entry
from app.storage import comment_changes, comments
from app.storage.comment_history import Background, background
from app.storage.comment_rows import Comment, Reader
from app.storage.shared_commit import line_of

WRITER = "writer"  # purpose of the digest of an address
OPEN_FOR = timedelta(minutes=15)  # a writer may edit or withdraw for so long


class BadComment(BadInput):
    """`fields` tells beside which field what is to be mended."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("The comment cannot be taken as it is.", problems)

    @property
    def problems(self) -> dict[str, str]:
        return self.fields


@dataclass(frozen=True, slots=True)
class NewComment:
    """What was filled in. `anchor` is a step's or a cause's id, `version_number` that of the page it was read on."""

    article_id: str
    anchor: str = ""
    parent_id: int | None = None
    version_number: int | None = None
    name: str = ""
    email: str = ""
    email_shown: bool = False
    text: str = ""
    subscribe: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """Where it came from. `voter` is a keyed digest of line and browser, `wrote` the ids of what this browser wrote."""

    address: str = ""
    agent: str = ""
    voter: str = ""
    wrote: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """When the form was opened, by our own signature, and what stands in the field that people do not see."""

    opened_at: datetime | None = None
    honeypot: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """The comment as it is kept; `duplicate` where it was there already.

    It is the sender's own where it is new, or was posted with the very same verification: a button that was pressed
    twice. Everybody else can read a comment and post the same words.
    """

    comment: Comment
    duplicate: bool = False
    own: bool = True


def post_comment(
    services: Services, new: NewComment, sender: Sender, form: Form, ticket: Ticket | None = None
) -> Posted:
    """Keep a comment. The same one again, by a second click or in another worker, is the one that is there.

    A `ticket` of its verification is used up in the same transaction, so one sync of the disk does for both; where the
    comment does not come about, it is still good. Raises BadVerification where it was used for another, BadComment,
    NotFound (no such article, or nothing to reply to), NotAllowed where the site takes no comments, LimitReached where
    too much comes from one network.
    """
    if not services.settings.comments:
        raise NotAllowed("This site takes no comments.")
    with services.engine.connect() as connection:
        policy, confirms = read_site(connection, services.settings)
        fields = _read_fields(new, confirms)
        now = services.clock()
        writer = services.signer.digest(WRITER, fields.email.casefold()) if fields.email else ""
        place = find_place(
            services,
            connection,
            article_id=new.article_id,
            anchor=new.anchor,
            parent_id=new.parent_id,
            number=new.version_number,
        )
        fingerprint = _fingerprint(place, fields, writer)
        known = background(
            connection,
            fingerprint=fingerprint,
            writer=writer,
            network=network_prefix(sender.address),
            article_id=place.entry.article_id,
            since=now - timedelta(seconds=policy.window_s),
        )
        if known.known is not None:
            found = comments.find_comment(connection, known.known)
            assert found is not None
            return Posted(found, duplicate=True, own=ticket is not None and ticket.was_used(connection))
        draft = _draft(fields, sender, form, writer, now)
        history = _history(services, connection, place.entry, draft, known)
        if refused(history, policy):
            raise LimitReached("Too many comments come from your network. Wait a little.", retry_after=600)
        decision = decide(draft, comments.rules(connection), history, policy)
        confirmed = known.confirmed > 0 and comments.confirmed_among(connection, sender.wrote, writer)
        judged = _awaiting(confirms, decision, confirmed)
        shown = new.email_shown and bool(fields.email)
        values = {
            **_values(place, fields, draft, judged, now),
            **{"fingerprint": fingerprint, "email_shown": shown, "email_confirmed": confirmed},
        }
        connection.rollback()  # nothing is held while others write
        try:
            return _keep(services, connection, values, now, ticket, subscribes=new.subscribe)
        except Conflict as used:
            raise BadVerification(used.message) from used


def judge_again(services: Services, session: Session, comment: Comment, fields: Fields) -> tuple[str, tuple[str, ...]]:
    """The state a comment comes to by an edit, and why: what is published stays so where no rule objects.

    Whether a writer is new was answered when it was posted, and how much comes from a network too; but where every text
    is read before it stands there, a new one is as well.
    """
    draft = replace(
        _draft(fields, Sender(comment.address or ""), Form(), comment.writer, services.clock()), seconds=600
    )
    entry = find_article(services, comment.article_id)
    known = background(
        session,
        fingerprint="",
        writer=comment.writer,
        network="",
        article_id=comment.article_id,
        since=services.clock(),
    )
    vouched = max(known.published - (comment.state == "published"), 0)
    history = _history(services, session, entry, draft, known._replace(published=vouched), but=comment.id)
    policy = read_policy(session, services.settings)
    if policy.moderation == "first-time":
        policy = replace(policy, moderation="none")
    decision = decide(draft, comments.rules(session), history, policy)
    harder = decision.state != "published" and comment.state in ("published", "held", "unconfirmed")
    if not harder or (decision.state == "held" and comment.state != "published"):
        return comment.state, decision.reasons or comment.reasons
    return decision.state, decision.reasons


def check_comment(services: Services, new: NewComment) -> str:
    """The clean HTML of a comment for its preview. Raises BadComment as posting it would."""
    with services.engine.connect() as connection:
        fields = _read_fields(new, confirms_addresses(connection, services.settings))
    return render_comment(fields.text)


def _read_fields(new: NewComment, confirms: bool) -> Fields:
    needed = "Enter your address, so that we can tell you of replies." if new.subscribe else ""
    if confirms:
        needed = "Enter your address: we ask you by mail to confirm it."
    fields = read_fields(new.name, new.email, new.text, email_needed=needed)
    if fields.problems:
        raise BadComment(fields.problems)
    return fields


def _draft(fields: Fields, sender: Sender, form: Form, writer: str, now: datetime) -> Draft:
    return Draft(
        name=fields.name,
        email=fields.email,
        text=fields.text,
        html=render_comment(fields.text),
        address=sender.address,
        network=network_prefix(sender.address),
        seconds=None if form.opened_at is None else (now - form.opened_at).total_seconds(),
        honeypot=form.honeypot,
        writer=writer,
    )


def _history(
    services: Services, reader: Reader, entry: Entry, draft: Draft, known: Background, but: int = 0
) -> History:
    return History(
        published=known.published,
        network_recent=known.network_recent,
        network_judged=known.network_judged,
        thread_recent=known.thread_recent,
        alike=services.recent_comments.nearest(reader, draft.text, but),
        hosts=own_hosts(services, entry) if draft.hosts else frozenset(),  # the article is read for it
    )


def _awaiting(confirms: bool, decision: Decision, confirmed: bool) -> tuple[str, tuple[str, ...]]:
    """State and reasons: what may be published or held waits for the writer's address where the site asks for it.

    Whose it is was asked before where the same browser wrote something that was confirmed; an address alone says
    nothing, since anybody can type it. Nobody is written to for the sake of spam.
    """
    if confirms and not confirmed and decision.state in ("published", "held"):
        return "unconfirmed", decision.reasons
    return decision.state, decision.reasons


def _values(
    place: CommentPlace, fields: Fields, draft: Draft, judged: tuple[str, tuple[str, ...]], now: datetime
) -> dict[str, object]:
    state, reasons = judged
    return {
        "article_id": place.entry.article_id,
        "version_id": place.version_id,
        "anchor": place.anchor,
        "anchor_digest": place.digest,
        "parent_id": place.parent_id,
        "name": fields.name,
        "email": fields.email,
        "writer": draft.writer,
        "text": fields.text,
        "html": draft.html,
        "state": state,
        "reasons": comment_changes.reasons_text(reasons),
        "address": draft.address or None,
        "network": draft.network or None,
        "helpful": 0,
        "mark": "",
        "mark_note": "",
        "source": "form",
        "source_id": None,
        "created_at": now,
        "published_at": now if state == "published" else None,
        "removed_at": now if state in comment_changes.REMOVED else None,
    }


def _fingerprint(place: CommentPlace, fields: Fields, writer: str) -> str:
    parts = (place.entry.article_id, place.anchor, str(place.parent_id or ""), fields.name, writer, fields.text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _keep(
    services: Services,
    connection: Connection,
    values: dict[str, object],
    now: datetime,
    ticket: Ticket | None,
    *,
    subscribes: bool,
) -> Posted:
    """Write it, together with whatever others write at this moment, and what is to be told of it by mail.

    Raises Conflict where the ticket was used for another; nothing is written then.
    """
    kept: list[Posted] = []

    def write(writer: Connection) -> None:
        kept.clear()
        claimed = ticket.claim(writer, now) if ticket is not None else "new"
        if claimed == "refused":
            raise Conflict(USED)
        new = comment_changes.keep_comment(writer, values)
        comment = comments.find_fingerprint(writer, str(values["fingerprint"]))
        assert comment is not None
        kept.append(Posted(comment, duplicate=not new, own=new or claimed == "again"))
        if not new and ticket is not None and claimed == "new":
            ticket.let_go(writer)  # or the same verification would make somebody else's comment theirs next time
        if new:
            tell_of_posted(services, writer, comment, now)
            if subscribes:
                subscribe(services, Session(writer), comment, now)

    if connection.dialect.name == "sqlite":
        line_of(services.engine).run(connection, write)
    else:
        write(connection)
        connection.commit()
    return kept[0]
