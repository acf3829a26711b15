"""Put a message into the outbox, in the transaction of what it tells of: both are kept, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from socket import gethostname
from urllib.parse import urlsplit

from sqlmodel import Session

from app.mail.rendering import render
from app.settings import Settings
from app.storage import outgoing

HERE = "http://127.0.0.1:8000"  # where `unsnag serve` listens unless it is told otherwise


def queue_mail(
    session: Session,
    *,
    key: str,
    recipient: str,
    template: str,
    values: Mapping[str, object],
    now: datetime,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Render `template` (a name in app/mail/templates) with `values` and keep it for sending; does not commit.

    `key` says what the message is for, `reply:17:3`: the same key twice is one message. It must not hold an address,
    since it is told in lists and logs. Nothing is sent here: the background thread does that once this transaction is
    committed.
    """
    words = render(template, values)
    outgoing.keep_mail(
        session,
        key=key,
        recipient=recipient,
        subject=words.subject,
        text=words.text,
        html=words.html,
        headers=headers or {},
        now=now,
    )


def mail_base(settings: Settings) -> str:
    """What links in mail begin with. Never from a request: whoever sends one chooses its Host."""
    return (settings.base_url or HERE).rstrip("/")


def mail_sender(settings: Settings) -> str:
    """Who mail is from: the setting, or the name of the site and `unsnag@` at its host."""
    if settings.mail_from:
        return settings.mail_from
    host = urlsplit(settings.base_url).hostname or gethostname()
    name = settings.site_name.replace("<", "").replace(">", "")
    return f"{name} <unsnag@{host if '.' in host else 'localhost.localdomain'}>"


def mail_domain(settings: Settings) -> str:
    """The right side of a Message-ID."""
    return mail_sender(settings).rpartition("@")[2].removesuffix(">")
