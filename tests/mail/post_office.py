"""A real SMTP server that counts what it takes, and says what a test tells it."""

from __future__ import annotations

import asyncio
import ssl
import threading
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class PostOffice:
    """Counts messages by recipient. `replies` are what it answers to the last line, to RCPT or to MAIL, in turn."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.replies: dict[str, list[str]] = {"MAIL": [], "RCPT": [], "DATA": []}
        self.logins: list[tuple[str, str]] = []
        self.hangs_up = False  # instead of answering the last line
        self.port = 0
        self.came = threading.Event()

    def count(self) -> Counter[str]:
        return Counter(recipient for recipient, _ in self.taken)

    def message(self, at: int = -1) -> EmailMessage:
        found = message_from_bytes(self.taken[at][1], policy=default)
        assert isinstance(found, EmailMessage)
        return found

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.replies["MAIL"]:
            return self.replies["MAIL"].pop(0)
        envelope.mail_from = address
        return "250 fine"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.replies["RCPT"]:
            return self.replies["RCPT"].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        reply = self.replies["DATA"].pop(0) if self.replies["DATA"] else "250 taken"
        if reply.startswith("250"):
            self.taken += [(recipient, envelope.content) for recipient in envelope.rcpt_tos]
            self.came.set()
        if self.hangs_up:
            server.transport.abort()
        return reply

    def login(self, server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
        user, password = data.login.decode(), data.password.decode()
        self.logins.append((user, password))
        return AuthResult(success=password == "right", handled=False)


@contextmanager
def post_office(context: ssl.SSLContext | None = None, *, tls_first: bool = False) -> Iterator[PostOffice]:
    """A server on a free port of this machine; with `context` it speaks TLS and asks for a login."""
    office = PostOffice()
    options: dict[str, Any] = {}
    if context is not None and not tls_first:
        options = {"tls_context": context, "require_starttls": True}
    if context is not None:
        options |= {"authenticator": office.login, "auth_required": True, "auth_require_tls": not tls_first}
    loop = asyncio.new_event_loop()

    def speak() -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # aiosmtpd does not see that the whole connection is in TLS
            return SMTP(office, loop=loop, enable_SMTPUTF8=True, hostname="post.example", **options)

    listening = loop.create_server(speak, "127.0.0.1", 0, ssl=context if tls_first else None)
    server = loop.run_until_complete(listening)
    office.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield office
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_finish(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _finish() -> None:
    """What a client sent last is still read before the count is asked for."""
    talks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    done, pending = await asyncio.wait(talks, timeout=2) if talks else (set(), set())
    for task in (*done, *pending):
        task.cancel()
    await asyncio.gather(*talks, return_exceptions=True)
