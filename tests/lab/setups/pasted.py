"""Text that visitors paste: reports of other servers, and headers. No server of ours is asked."""

from __future__ import annotations

from tests.lab.setups.setup import Setup, at, server

UNKNOWN = (
    "This is the mail system at host smtp.example.org.\n\n<sam@example.com>: host mx1.example.com[192.0.2.25] said: "
    "550 5.1.1 <sam@example.com>: Recipient address rejected: User unknown (in reply to RCPT TO command)"
)
WAITING = (
    "<sam@example.com>: connect to mx1.example.com[192.0.2.25]:25: Connection timed out\nStatus: 4.4.1\n"
    "Diagnostic-Code: smtp; 451 4.4.1 will be tried again"
)


def _stamp(sender: str, receiver: str, at: str) -> str:
    return (
        f"Received: from {sender} ({sender} [192.0.2.1])\n\tby {receiver} (Postfix) with ESMTPS id 4XyZ\n"
        f"\tfor <sam@example.com>; Tue, 24 Nov 2026 {at} +0100 (CET)\n"
    )


IN_TIME = _stamp("smtp.example.org", "mx1.example.com", "09:00:04") + _stamp(
    "client.example.org", "smtp.example.org", "09:00:00"
)
LATE = _stamp("smtp.example.org", "mx1.example.com", "10:30:00") + _stamp(
    "client.example.org", "smtp.example.org", "09:00:00"
)
ROUND = _stamp("a.example.com", "b.example.com", "09:00:00") + _stamp("b.example.com", "a.example.com", "09:00:00")
FAILED = "Authentication-Results: mx1.example.com; spf=fail; dkim=none; dmarc=fail (p=none)\n"


def _report(name: str, what: str, text: str, code: str, cause: str | None) -> Setup:
    walk = at("sent" if cause else None, cause, report=text)
    return Setup(name, what, server(), "mail.bounce", code, {"text": text}, walk)


def _headers(name: str, what: str, text: str, code: str, cause: str | None) -> Setup:
    return Setup(name, what, server(), "mail.headers", code, {"text": text}, at(None, cause, headers=text))


SETUPS: tuple[Setup, ...] = (
    _report("bounce-unknown-user", "a report that names an unknown mailbox", UNKNOWN, "recognised", "address-typo"),
    _report("bounce-waiting", "a report that the message still waits", WAITING, "recognised", "sender-queue"),
    _report("bounce-unread", "something that is no report", "Hello, how are you?", "unrecognised", None),
    _headers("headers-sound", "a message that came at once", IN_TIME, "ok", None),
    _headers("headers-late", "a message that lay somewhere for an hour and a half", LATE, "delayed",
             "late-on-the-way"),
    _headers("headers-unproven", "a message that failed the checks of its sender", FAILED + IN_TIME, "failed-auth",
             "unproven"),
    _headers("headers-unread", "something that is no headers", "Hello, how are you?", "unreadable", None),
    _headers("headers-circle", "a message that went round and round", ROUND * 3, "loop", "way-in-circle"),
)  # fmt: skip
