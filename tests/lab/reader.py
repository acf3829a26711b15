"""Somebody who reads the mail that comes to a server of the lab, and says that it is there."""

from __future__ import annotations

from email import message_from_string

from app.checks.ledger import MemoryLedger, Posted
from app.core.codes import read_code
from tests.actions.factories import Clock
from tests.lab.smtp import SmtpServer


class Reader(MemoryLedger):
    """A ledger whose check finds every message confirmed that came to `inbox`, `after` seconds later."""

    def __init__(self, clock: Clock, inbox: SmtpServer | None = None) -> None:
        super().__init__(clock)
        self.clock = clock
        self.inbox = inbox
        self.after = 0.0

    def look(self, posted: Posted) -> Posted:
        if self.inbox and self.inbox.messages:
            self.clock.move(seconds=self.after)
            assert self.confirm(code_of(self.inbox.messages[-1]))
        return super().look(posted)


def code_of(message: str) -> str:
    """The code in a test message."""
    code = read_code(str(message_from_string(message)["Subject"]).removeprefix("Test message: "))
    assert code is not None
    return code
