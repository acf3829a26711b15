"""Work through the outbox. Runs in a background thread of every worker; the store decides who sends what."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_hex
from socket import gethostname
from typing import TYPE_CHECKING

import certifi

from app.actions.queue_mail import mail_domain, mail_sender
from app.actions.services import Services
from app.core.mail_server import read_server
from app.library.watch import Background
from app.mail.out import Outcome, Parcel, WayOut
from app.settings import Settings
from app.storage import outgoing
from app.storage.outgoing import Mail

if TYPE_CHECKING:
    from email.message import EmailMessage

SEND_EVERY = 2.0  # seconds between looks at the outbox
KEEP_DAYS = 30  # what ended is forgotten then: recipients are personal data
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 960, 1440, 1440))  # 3 days in all
PAUSES = (5.0, 15.0, 60.0, 300.0)  # seconds without a look where the server cannot be reached

Tell = Callable[..., object]


def open_way(settings: Settings) -> WayOut:
    """The way out that the settings name."""
    url = settings.smtp.get_secret_value()
    if not url:
        from app.mail.console import ConsoleWay

        return ConsoleWay(whole=settings.dev)
    from app.mail.smtp import SmtpWay  # a site without a server needs none of it in memory

    return SmtpWay(read_server(url), lambda: _trust(settings), name=settings.smtp_name)


class Sender:
    """Sends what is due. `look` is called again and again; `stopping` lets it end between two messages."""

    def __init__(
        self,
        services: Services,
        tell: Tell,
        *,
        way: WayOut | None = None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._services, self._tell, self._stopping = services, tell, stopping
        self._way = way or open_way(services.settings)
        self._worker = f"{gethostname()[:32]}:{os.getpid()}:{token_hex(6)}"
        self._failures = 0
        self._quiet_until: datetime | None = None
        self._forget_at: datetime | None = None

    def look(self) -> int:
        """Everything that is due, one after the other; how many were sent. Raises StoreUnavailable."""
        now = self._services.clock()
        if self._quiet_until is not None and now < self._quiet_until:
            return 0
        self._tidy(now)
        sent = 0
        try:
            while not self._stopping() and (mail := self._claim()) is not None:
                outcome = self._send(mail)
                self._note(mail, outcome)
                sent += outcome.ending == "sent"
                if outcome.down:
                    break
        finally:
            self._way.close()
        return sent

    def _claim(self) -> Mail | None:
        with self._services.sessions() as session:
            return outgoing.claim_mail(session, self._worker, self._services.clock())

    def _send(self, mail: Mail) -> Outcome:
        if mail.tries > len(WAITS) + 1:  # only workers that died each time come so far
            return Outcome("failed", "Every worker that tried to send it stopped.")
        settings = self._services.settings
        message_id = mail.message_id if "@" in mail.message_id else f"<{mail.message_id}@{mail_domain(settings)}>"
        try:
            parcel = _parcel(_message(mail, mail_sender(settings), message_id))
        except ValueError as error:
            return Outcome("failed", f"It cannot be written as a message: {error}")

        def begin() -> bool:
            with self._services.sessions() as session:
                return outgoing.begin_sending(session, mail, message_id, self._services.clock())

        return self._way.deliver(parcel, begin)

    def _note(self, mail: Mail, outcome: Outcome) -> None:
        now = self._services.clock()
        ending = outcome.ending
        if ending == "later" and mail.tries > len(WAITS):
            ending = "failed"
        self._pause(outcome, now)
        with self._services.sessions() as session:
            if ending == "later":
                outgoing.put_off(session, mail, outcome.said, now + WAITS[mail.tries - 1])
            elif ending != "not-ours":
                outgoing.finish_mail(session, mail, ending, outcome.said, now, keep=self._way.keeps)
        if ending != "sent":  # neither the recipient nor what the server said of it belongs into a log
            self._tell("mail was not sent", mail=mail.id, key=mail.key, ending=ending, tries=mail.tries)

    def _pause(self, outcome: Outcome, now: datetime) -> None:
        """A server that cannot be reached is left alone for a while, longer each time."""
        if not outcome.down:
            self._failures, self._quiet_until = 0, None
            return
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        self._quiet_until = now + timedelta(seconds=pause)

    def _tidy(self, now: datetime) -> None:
        with self._services.sessions() as session:
            dead = outgoing.find_dead(session, now)
            if self._forget_at is None or now >= self._forget_at:
                outgoing.forget_finished(session, now - timedelta(days=KEEP_DAYS))
                self._forget_at = now + timedelta(hours=1)
        if dead:
            self._tell("mail may or may not have gone: see unsnag mail list", messages=dead)


class Postman(Background):
    """The thread that looks at the outbox."""

    def __init__(self, services: Services, tell: Tell, every: float = SEND_EVERY) -> None:
        sender = Sender(services, tell, stopping=lambda: self._stopped.is_set())  # noqa: PLW0108 - made by super
        super().__init__(sender.look, every, tell)


def _message(mail: Mail, sender: str, message_id: str) -> EmailMessage:
    from app.mail.message import mailbox, make_message  # and a worker that has nothing to send none of these

    return make_message(
        sender=mailbox(sender),
        recipient=mail.recipient,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        message_id=message_id,
        created=mail.created_at,
        headers=mail.headers,
    )


def _parcel(message: EmailMessage) -> Parcel:
    sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    return Parcel(sender, recipient, message.as_bytes(), utf8=not recipient.isascii())


def _trust(settings: Settings) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=certifi.where())
    if settings.trust_roots:
        context.load_verify_locations(settings.trust_roots)
    return context
