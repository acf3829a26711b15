"""The tables of comments. A comment hangs on the permanent id of a step or a cause, never on a title."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from app.storage.tables import Table, UtcTime

STATES = ("unconfirmed", "held", "published", "rejected", "spam", "withdrawn")
MARKS = ("", "open", "fixed", "declined", "promoted")
RULE_KINDS = ("word", "address", "network", "host")
RULE_VERDICTS = ("hold", "reject", "spam")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _where(condition: str, *columns: str, unique: bool = False) -> Index:
    """An index of those rows alone, on either database: what PostgreSQL is told stands in the migration.

    Naming it here too would load its dialect, 2 MB in every worker.
    """
    return Index(None, *columns, unique=unique, sqlite_where=text(condition))


class CommentTable(Table, table=True):
    """A comment, with its clean HTML. Personal columns are emptied when their time is over, the row stays.

    `removed_at` is when it left the sight of everybody (rejected, spam, withdrawn); 30 days later it is erased.
    """

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("fingerprint"),
        Index(None, "article_id", "place", "created_at", "id", "anchor"),  # those of one anchor are told apart in it
        Index(None, "article_id", "place", "helpful", "created_at", "id"),
        Index(None, "state", "created_at", "id"),
        Index(None, "network", "created_at"),
        # a comment costs a page for each index it stands in, so it stands in none for what it does not have
        _where("parent_id IS NOT NULL", "parent_id", "place", "created_at", "id"),
        _where("removed_at IS NOT NULL", "removed_at"),
        _where("writer <> ''", "writer"),  # see `of_writer` in `comment_rows.py`
        _where("source_id IS NOT NULL", "source", "source_id", unique=True),
        CheckConstraint("place BETWEEN 0 AND 3", name="place"),
        _one_of("state", STATES),
        _one_of("mark", MARKS),
    )

    id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(foreign_key="article.id", max_length=64)
    version_id: int = Field(foreign_key="article_version.id")  # the version that its writer read
    anchor: str = Field(sa_type=Text)  # id of a step or a cause; empty for the article as a whole
    anchor_digest: str = Field(max_length=64)  # of the text it hangs on, as the writer read it
    parent_id: int | None = Field(default=None, foreign_key="comment.id")  # replies go one level deep
    place: int = 0  # where a thread shows it, see `app/storage/comment_rows.py`; kept so that an index can find it
    name: str = Field(sa_type=Text)
    email: str = Field(sa_type=Text)  # empty where none was given, or once it was erased
    email_shown: bool = False
    email_confirmed: bool = False
    writer: str = Field(max_length=64)  # keyed digest of the address, to know a writer again; empty without one
    text: str = Field(sa_type=Text)
    html: str = Field(sa_type=Text)
    state: str = Field(max_length=16)
    reasons: str = Field(sa_type=Text)  # JSON list of sentences: why it was held or rejected
    fingerprint: str | None = Field(default=None, max_length=64)  # the same comment twice is one; NULL once removed
    address: str | None = Field(default=None, sa_type=Text)  # of the network it came from; NULL when its time is over
    network: str | None = Field(default=None, sa_type=Text)  # /24 or /48; likewise
    helpful: int = 0
    mark: str = Field(default="", max_length=16)  # what the author made of it
    mark_number: int | None = None  # version that fixed it, or draft that it was promoted in
    mark_note: str = Field(default="", sa_type=Text)
    source: str = Field(max_length=16)  # form, csv, disqus, isso, wordpress
    source_id: str | None = Field(default=None, sa_type=Text)  # its id where it was imported from
    created_at: datetime = Field(sa_type=UtcTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)


class CommentGenerationTable(Table, table=True):
    """How often the comments of an article changed, so that pages that are kept know when they are stale.

    `generation` is drawn from one row (`article_id` empty) that grows with every change of any article.
    """

    __tablename__ = "comment_generation"
    __table_args__ = ({"sqlite_with_rowid": False},)

    article_id: str = Field(primary_key=True, max_length=64)
    generation: int = Field(index=True)


class CommentVoteTable(Table, table=True):
    """A "this worked for me", once a voter: a keyed digest of line and browser (`app/web/comments/writers.py`)."""

    __tablename__ = "comment_vote"
    __table_args__ = ({"sqlite_with_rowid": False},)

    comment_id: int = Field(primary_key=True, foreign_key="comment.id", sa_column_kwargs={"autoincrement": False})
    voter: str = Field(primary_key=True, max_length=64)
    created_at: datetime = Field(sa_type=UtcTime)


class SubscriptionTable(Table, table=True):
    """Who is told of replies to a comment. Nobody is written to before they confirmed."""

    __tablename__ = "comment_subscription"
    __table_args__ = (UniqueConstraint("comment_id", "email"),)

    id: int | None = Field(default=None, primary_key=True)
    comment_id: int = Field(foreign_key="comment.id")  # the first comment of the thread
    email: str = Field(sa_type=Text, index=True)
    created_at: datetime = Field(sa_type=UtcTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ModerationRuleTable(Table, table=True):
    """A word, an address, a network or a host of links that moderators watch for."""

    __tablename__ = "moderation_rule"
    __table_args__ = (UniqueConstraint("kind", "value"), _one_of("kind", RULE_KINDS), _one_of("verdict", RULE_VERDICTS))

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    value: str = Field(sa_type=Text)
    verdict: str = Field(max_length=16)
    note: str = Field(sa_type=Text)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = Field(sa_type=UtcTime)


class ChallengeTable(Table, table=True):
    """A verification that was used; it works once. Forgotten when it would have run out anyway.

    `subject` is a digest of what it was used for, so that a form that is sent twice is not refused the second time.
    """

    __tablename__ = "used_challenge"

    id: str = Field(primary_key=True, max_length=64)
    subject: str = Field(max_length=64)  # empty where it was given away for a wrong answer
    expires_at: datetime = Field(sa_type=UtcTime, index=True)
