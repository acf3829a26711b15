"""Read a comment that was filled in: everything about it that can be known before anything is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from app.actions.comment_place import CommentPlace, find_place, own_hosts
from app.actions.moderation_policy import confirms_addresses
from app.actions.new_comment import BadComment, Form, NewComment, Posting, Sender
from app.actions.services import Services
from app.core.comment_fields import Fields, read_fields
from app.core.markup import render_comment
from app.core.moderation import Draft
from app.core.network_prefix import network_prefix
from app.storage.comment_rows import Reader

WRITER = "writer"  # purpose of the digest of an address


@dataclass(frozen=True, slots=True)
class ReadComment:
    """A comment that can be taken. `hosts` are those it may name without being suspected."""

    posting: Posting
    place: CommentPlace
    draft: Draft
    email_shown: bool
    fingerprint: str
    hosts: frozenset[str]


def read_comment(services: Services, reader: Reader, posting: Posting, now: datetime, confirms: bool) -> ReadComment:
    """Raises BadComment, and NotFound where there is no such article, or nothing to reply to.

    `confirms` is whether the site wants addresses to be confirmed.
    """
    new = posting.new
    fields = read_filled_in(new, confirms)
    writer = services.signer.digest(WRITER, fields.email.casefold()) if fields.email else ""
    place = find_place(
        services,
        reader,
        article_id=new.article_id,
        anchor=new.anchor,
        parent_id=new.parent_id,
        number=new.version_number,
    )
    draft = draft_of(fields, posting.sender, posting.form, writer, now)
    return ReadComment(
        posting,
        place,
        draft,
        new.email_shown and bool(fields.email),
        _fingerprint(place, fields, writer),
        own_hosts(services, place.entry) if draft.hosts else frozenset(),  # the article is read for it
    )


def check_comment(services: Services, new: NewComment) -> str:
    """The clean HTML of a comment for its preview. Raises BadComment as posting it would."""
    with services.engine.connect() as connection:
        fields = read_filled_in(new, confirms_addresses(connection, services.settings))
    return render_comment(fields.text)


def read_filled_in(new: NewComment, confirms: bool) -> Fields:
    """Raises BadComment."""
    needed = "Enter your address, so that we can tell you of replies." if new.subscribe else ""
    if confirms:
        needed = "Enter your address: we ask you by mail to confirm it."
    fields = read_fields(new.name, new.email, new.text, email_needed=needed)
    if fields.problems:
        raise BadComment(fields.problems)
    return fields


def draft_of(fields: Fields, sender: Sender, form: Form, writer: str, now: datetime) -> Draft:
    """What the rules look at."""
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


def _fingerprint(place: CommentPlace, fields: Fields, writer: str) -> str:
    parts = (place.entry.article_id, place.anchor, str(place.parent_id or ""), fields.name, writer, fields.text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
