"""What `unsnag doctor` looks at of mail: where it goes, and what a person has to decide."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.actions.queue_mail import mail_base, mail_sender
from app.core.mail_server import read_server
from app.mail.message import mailbox
from app.settings import Settings
from app.storage import outgoing
from app.storage.engine import Sessions

LATE = timedelta(hours=1)


def look_after_mail(settings: Settings, sessions: Sessions, now: datetime) -> list[tuple[bool, str]]:
    """Whether it is well, and a sentence. Raises StoreUnavailable."""
    with sessions() as session:
        outgoing.find_dead(session, now)
        counts = outgoing.count_mail(session)
        late = [mail for mail in outgoing.list_mail(session, ("waiting",)) if mail.created_at < now - LATE]
    found = [(True, _way(settings))]
    try:
        mailbox(mail_sender(settings))
    except ValueError as problem:
        found.append((False, f"No mail can be sent as {mail_sender(settings)}: set UNSNAG_MAIL_FROM. {problem}"))
    if settings.smtp and not settings.base_url:
        found.append((False, f"UNSNAG_BASE_URL is not set: links in mail lead to {mail_base(settings)}."))
    if unknown := counts.get("unknown", 0):
        found.append((False, f"{_messages(unknown)} may or may not have gone: see `unsnag mail list`."))
    if late:
        said = next((mail.error for mail in late if mail.error), "no worker looked at it")
        found.append((False, f"{_messages(len(late))} waited for more than an hour: {said}"))
    if failed := counts.get("failed", 0):
        found.append((True, f"{_messages(failed)} of the last days could not be delivered: see `unsnag mail list`."))
    return found


def _way(settings: Settings) -> str:
    if not settings.smtp:
        return "Mail is written to the console, since UNSNAG_SMTP is not set."
    server = read_server(settings.smtp.get_secret_value())
    return f"Mail goes out by {server.named} as {mail_sender(settings)}."


def _messages(number: int) -> str:
    return f"{number} message{'' if number == 1 else 's'}"
