"""The tables of the people who moderate, of what the site keeps to itself, and of mail that is to be sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from app.storage.tables import Table, UtcTime

ROLES = ("moderator", "admin")


class AccountTable(Table, table=True):
    """Somebody who may log in. `email` is in lower case."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("email"), CheckConstraint("role IN ('moderator', 'admin')", name="role"))

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    role: str = Field(max_length=16)
    password_hash: str = Field(sa_type=Text)  # argon2id, in PHC form; empty where one logs in another way
    created_at: datetime = Field(sa_type=UtcTime)
    password_at: datetime = Field(sa_type=UtcTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcTime)


class AccountSessionTable(Table, table=True):
    """A browser that is logged in, by the SHA-256 of the token in its cookie."""

    __tablename__ = "account_session"
    __table_args__ = (UniqueConstraint("token_digest"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    token_digest: str = Field(max_length=64)
    agent: str = Field(sa_type=Text)
    network: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UtcTime)
    seen_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime = Field(sa_type=UtcTime, index=True)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcTime)


class LoginFailureTable(Table, table=True):
    """A log-in that failed, counted by network and account together, so that nobody can lock another out."""

    __tablename__ = "login_failure"
    __table_args__ = (Index(None, "network", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=64)  # keyed digest: what was typed may be a password
    network: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcTime, index=True)


class AuditEntryTable(Table, table=True):
    """What somebody with an account did. Triggers refuse every change and removal."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcTime, index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)  # NULL: the command line
    actor: str = Field(sa_type=Text)  # the account's name at that time
    action: str = Field(max_length=32)
    subject_kind: str = Field(max_length=16)
    subject_id: str = Field(sa_type=Text)
    details: str = Field(sa_type=Text)  # JSON object; no personal data of visitors, since it is never erased


class SiteOptionTable(Table, table=True):
    """What admins set on the pages; wins over the setting of the same name."""

    __tablename__ = "site_option"

    name: str = Field(primary_key=True, max_length=64)
    value: str = Field(sa_type=Text)


class SiteSecretTable(Table, table=True):
    """Keys that the site made for itself when it first needed them: for signed links, cookies and challenges."""

    __tablename__ = "site_secret"

    name: str = Field(primary_key=True, max_length=64)
    value: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcTime)


class OutgoingMailTable(Table, table=True):
    """A message to be sent. `key` says what it is for, so that asking twice sends once.

    `sending` is written right before the message's last line goes out; what is found so after a crash may or may not
    have gone and is never sent by itself again.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(None, "state", "next_at"),
        Index(None, "created_at"),
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed', 'unknown')", name="state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_type=Text)
    message_id: str = Field(sa_type=Text)  # RFC 5322; the same at every try
    recipient: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    html: str = Field(sa_type=Text)
    headers: str = Field(sa_type=Text)  # JSON object of further header fields
    state: str = Field(max_length=16)
    tries: int = 0
    error: str = Field(default="", sa_type=Text)
    claimed_by: str = Field(default="", max_length=64)
    created_at: datetime = Field(sa_type=UtcTime)
    next_at: datetime = Field(sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
