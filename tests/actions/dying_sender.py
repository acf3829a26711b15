"""A program that sends what is due and is killed at a stage; told one stage a line, it dies once for each.

A child is forked for every stage, so that what it imports is imported once.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sys
from datetime import datetime
from typing import Any

from app.actions.open_services import open_services
from app.actions.send_mail import Sender
from app.settings import Settings
from app.storage import outgoing


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(owner: Any, name: str, matches: Any = lambda *arguments: True) -> None:
    """Once this function has returned from a call that matches, the process is gone."""
    original = getattr(owner, name)

    def dying(*arguments: Any, **options: Any) -> Any:
        result = original(*arguments, **options)
        if matches(*arguments):
            die()
        return result

    setattr(owner, name, dying)


def the_dot(_: object, sent: bytes) -> bool:
    return sent == b".\r\n"


def answer_to_the_dot(connection: Any) -> bool:
    return bool(getattr(connection, "dotted", False))


def note_dot(connection: Any, sent: Any) -> None:
    connection.dotted = sent == b".\r\n"
    _send(connection, sent)


_send = smtplib.SMTP.send


def after_the_answer() -> None:
    smtplib.SMTP.send = note_dot  # type: ignore[method-assign,assignment]
    after(smtplib.SMTP, "getreply", answer_to_the_dot)


STAGES: dict[str, Any] = {
    "claimed": lambda: after(outgoing, "claim_mail"),
    "connected": lambda: after(smtplib.SMTP, "connect"),
    "greeted": lambda: after(smtplib.SMTP, "ehlo"),
    "mail": lambda: after(smtplib.SMTP, "mail"),
    "rcpt": lambda: after(smtplib.SMTP, "rcpt"),
    "data": lambda: after(smtplib.SMTP, "docmd"),
    "content": lambda: after(smtplib.SMTP, "send", lambda _, sent: b"Subject" in bytes(str(sent), "utf-8")),
    "begun": lambda: after(outgoing, "begin_sending"),
    "dot": lambda: after(smtplib.SMTP, "send", the_dot),
    "answered": after_the_answer,
    "noted": lambda: after(outgoing, "finish_mail"),
}


def main(database: str, migrations: str, smtp: str, now: str) -> None:
    settings = Settings(_env_file=None, database=database, migrations=migrations, smtp=smtp)
    clock = datetime.fromisoformat(now)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            STAGES[line.strip()]()
            services = open_services(settings, clock=lambda: clock, import_content=False)
            Sender(services, die).look()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else f"ended {os.WEXITSTATUS(status)}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
