"""The way out where no server is set: messages are written to standard output, for a site that is being set up.

Standard output often ends in a log, so what a signed link proves is left out of it unless the site runs in
development; `unsnag mail show` tells the whole.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from app.mail.out import Begin, Outcome, Parcel

_SIGNED = re.compile(r"(/comments/l/|/admin/password/)[\w.~-]+")


def without_links(text: str) -> str:
    """The text with every signed link made useless."""
    return _SIGNED.sub(r"\1…", text)


class ConsoleWay:
    """Writes each message by one call of `write`."""

    keeps = True

    def __init__(self, *, whole: bool, write: Callable[[str], object] = sys.stdout.write) -> None:
        self._whole, self._write = whole, write

    def deliver(self, parcel: Parcel, begin: Begin) -> Outcome:
        if not begin():
            return Outcome("not-ours", "Another worker sends it.")
        said = readable(parcel.content)
        self._write(f"{said if self._whole else without_links(said)}\n")
        return Outcome("sent", "Written to the console, since UNSNAG_SMTP is not set.")

    def close(self) -> None:
        """Nothing is open."""


def readable(content: bytes) -> str:
    """A message as a person reads it: what its header says, and the text."""
    from email import message_from_bytes  # with the first message, as in `send_mail`
    from email.message import EmailMessage
    from email.policy import default

    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    fields = [f"{name}: {message[name]}" for name in ("From", "To", "Subject", "Date", "Message-ID")]
    text = body.get_content() if body is not None else ""
    return "\n".join(["-" * 20 + " mail", *fields, "", str(text).rstrip(), "-" * 20])
