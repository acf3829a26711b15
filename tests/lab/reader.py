"""Somebody who reads the mail that comes to a server of the lab, and says that it is there."""

from __future__ import annotations

import re
from email import message_from_string
from pathlib import Path

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
        code = self.found()
        if code:
            self.clock.move(seconds=self.after)
            confirmed = self.confirm(code)
            assert confirmed
        return super().look(posted)

    def found(self) -> str | None:
        """The code of the newest message, once there is one."""
        return code_of(self.inbox.messages[-1]) if self.inbox and self.inbox.messages else None


class QueueReader(Reader):
    """The same for a message that lies in a queue of Postfix."""

    def __init__(self, clock: Clock, queue: Path) -> None:
        super().__init__(clock)
        self.queue = queue

    def found(self) -> str | None:
        texts = (path.read_bytes() for path in self.queue.rglob("*") if path.is_file())
        codes = [
            found[1].decode()
            for text in texts
            if (found := re.search(rb"Subject: Test message: ([0-9A-Z-]{14})", text))
        ]
        return read_code(codes[-1]) if codes else None


def code_of(message: str) -> str:
    """The code in a test message."""
    code = read_code(str(message_from_string(message)["Subject"]).removeprefix("Test message: "))
    assert code is not None
    return code
