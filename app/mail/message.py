"""From words to a message: RFC 5322 with the charsets of RFC 2047, made by `email.message`, which refuses a line end in
any header field.

Bodies are quoted-printable or base64, so that a server without 8BITMIME takes them, and no line is longer than
RFC 5321 allows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.core.addresses import email
from app.mail.rendering import one_line

POLICY = SMTP.clone(cte_type="7bit", max_line_length=78)
POLICY_UTF8 = POLICY.clone(utf8=True)  # RFC 6532, where the address itself is not ASCII


def mailbox(text: str) -> Address:
    """`name@example.com` or `Name <name@example.com>`. Raises ValueError with a sentence."""
    name, bracket, rest = text.rpartition("<")
    local, _, domain = email(rest.removesuffix(">") if bracket else text).rpartition("@")
    if local.startswith('"'):
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    return Address(display_name=one_line(name).strip('"'), username=local, domain=domain)


def make_message(
    *,
    sender: Address,
    recipient: str,
    subject: str,
    text: str,
    html: str,
    message_id: str,
    created: datetime,
    headers: Mapping[str, str],
) -> EmailMessage:
    """The whole message. `message_id` with its angle brackets; `created` is its Date, the same at every try.

    Raises ValueError where a recipient or a header field cannot be taken.
    """
    to = mailbox(recipient)
    message = EmailMessage(policy=POLICY if to.username.isascii() else POLICY_UTF8)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(created)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
    message["X-Auto-Response-Suppress"] = "All"
    for name, value in headers.items():
        message[name] = value
    message.set_content(text, cte="quoted-printable")
    if html:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message
