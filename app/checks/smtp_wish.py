"""An envelope that a check wants to offer to a mail server, and what came of it (RFC 5321 section 3.3)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from app.checks.smtp_reply import Reply


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one server answered to each command. `plain` is the refusal that made us encrypt first, if there was one."""

    host: str
    address: str
    mail: Reply
    recipient: Reply | None = None
    plain: Reply | None = None


@dataclass
class Wish:
    """`sender` may be empty for `<>`, `recipient` for none at all.

    With `encrypt`, the sender is named after STARTTLS wherever it is offered; without, only where the server asks for
    it, which `plain` then holds.
    """

    sender: str
    recipient: str
    encrypt: bool
    plain: Reply | None = None
    envelope: asyncio.Future[Envelope] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def grant(self, envelope: Envelope) -> None:
        if not self.envelope.done():
            self.envelope.set_result(envelope)

    @property
    def open(self) -> bool:
        return not self.envelope.done()


def asks_for_tls(reply: Reply) -> bool:
    """Whether a refusal means “encrypt first” (RFC 3207 section 4, RFC 4954 section 6 for the enhanced codes)."""
    text = reply.text.lower()
    return reply.kind in (4, 5) and (reply.code == 530 or "starttls" in text or reply.enhanced == "5.7.10")
