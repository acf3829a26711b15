"""The one message we ever send for a check: pure (RFC 5322; RFC 3834 section 5 for Auto-Submitted).

Its lines are ASCII without any control character, whatever the site is called: a name or a text that is not goes in
encoded. What a visitor typed is in it only as an address and a domain that were read strictly before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.core.codes import ENTERED_AT, in_groups

_TEXT = """\
This is a test message. Whoever runs the mail of {domain} asked {site}
to find out whether messages to this address arrive. That the domain is
theirs was proved by a record in the DNS.

Please say that the message is here:

{how}

Nothing happens before you press the button on that page.

Did you not expect this message? Then you need not do anything. We write
to an address at most three times a day.
"""
_BY_LINK = """\
    {link}

or enter this code at {page}

    {code}"""
_BY_CODE = """\
    {code}

Enter this code where you started the test, on the page whose address
ends in {page}"""


@dataclass(frozen=True, slots=True)
class Sender:
    """The site that writes. `host` is our name towards mail servers, `base_url` empty where we do not know it."""

    site: str
    host: str
    base_url: str = ""


def compose(sender: Sender, recipient: str, code: str, now: datetime) -> tuple[str, ...]:
    """The lines of the message, without dot-stuffing. `recipient` is a mailbox as `read_mailbox` gives it."""
    site = " ".join("".join(c if c.isprintable() else " " for c in sender.site).split()) or "Unsnag"
    local, _, domain = recipient.rpartition("@")
    page = f"{sender.base_url.rstrip('/')}{ENTERED_AT}"
    shown = in_groups(code)
    how = _BY_LINK.format(link=f"{page}/{shown}", page=page, code=shown) if sender.base_url else _BY_CODE
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(site, addr_spec=f"unsnag@{sender.host}")
    message["To"] = Address(addr_spec=f"{local}@{domain}")
    message["Subject"] = f"Test message: {shown}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<roundtrip.{code}@{sender.host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_TEXT.format(domain=domain, site=site, how=how.format(code=shown, page=ENTERED_AT)))
    return tuple(line.decode("ascii") for line in message.as_bytes().removesuffix(b"\r\n").split(b"\r\n"))
