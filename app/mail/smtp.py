"""Handing a message to a server, one command at a time, so that it is exact which side of the last line we are on.

Up to the line with the single dot a server has taken nothing (RFC 5321, 4.1.1.4), however the connection ends. Before
that line goes out `begin` is called, which writes it down for good; after it, only the server's answer tells.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress

from app.core.mail_server import MailServer
from app.mail.out import Begin, Outcome, Parcel

TIMEOUT = 60.0  # seconds for a command
LAST_TIMEOUT = 600.0  # for the answer to the last line (RFC 5321, 4.5.3.2.6)
_DOTS = re.compile(rb"^\.", re.MULTILINE)

Trust = Callable[[], ssl.SSLContext]


class _Said(Exception):
    """The server declined. `code` as in RFC 5321; what it said is one line."""

    def __init__(self, code: int, text: bytes, doing: str) -> None:
        line = " ".join(text.decode("utf-8", "replace").split())[:300]
        super().__init__(f"{doing}: {code} {line}")
        self.code, self.doing = code, doing


class SmtpWay:
    """One connection, opened when it is first needed and used for several messages."""

    keeps = False

    def __init__(
        self, server: MailServer, trust: Trust, *, name: str = "", timeout: float = TIMEOUT, last: float = LAST_TIMEOUT
    ) -> None:
        self._server, self._trust, self._name = server, trust, name
        self._timeout, self._last = timeout, last
        self._open: smtplib.SMTP | None = None

    def deliver(self, parcel: Parcel, begin: Begin) -> Outcome:
        connection = None
        try:
            connection = self._open = self._open or self._connect()
        except (OSError, smtplib.SMTPException, _Said) as error:
            self._drop()
            return Outcome("later", f"No connection to {self._server.named}: {_told(error)}", down=True)
        try:
            self._offer(connection, parcel)
        except _Said as declined:
            self._reset()
            if declined.doing == "MAIL":  # it declines us, not the message: a setting is wrong, and can be mended
                return Outcome("later", str(declined), down=True)
            return Outcome("failed" if declined.code >= 500 else "later", str(declined))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome("later", f"The connection broke before the last line: {_told(error)}")
        if not begin():
            self._drop()  # a reset is no command inside of DATA: leaving is the only way to say no
            return Outcome("not-ours", "Another worker sends it.")
        return self._last_line(connection)

    def close(self) -> None:
        if self._open is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._open.quit()
        self._drop()

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        name = self._name or None
        if server.encryption == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, name, timeout=self._timeout, context=self._trust()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, name, timeout=self._timeout)
        try:
            connection.ehlo_or_helo_if_needed()
            if server.encryption == "starttls":
                connection.starttls(context=self._trust())  # raises where it is not offered: nothing goes in the clear
                connection.ehlo()
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _offer(self, connection: smtplib.SMTP, parcel: Parcel) -> None:
        """Envelope and content, all but the last line."""
        options = []
        if parcel.utf8:
            if not connection.has_extn("smtputf8"):
                raise _Said(553, b"it takes no address with letters beyond ASCII", "The server lacks SMTPUTF8")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        _expect(connection.mail(parcel.sender, options), 250, "MAIL")
        _expect(connection.rcpt(parcel.recipient), 250, "RCPT", 251)
        _expect(connection.docmd("DATA"), 354, "DATA")
        content = _DOTS.sub(b"..", parcel.content)
        connection.send(content if content.endswith(b"\r\n") else content + b"\r\n")

    def _last_line(self, connection: smtplib.SMTP) -> Outcome:
        if connection.sock is not None:
            connection.sock.settimeout(self._last)
        try:
            connection.send(b".\r\n")
            code, text = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome("unknown", f"No answer to the last line: {_told(error)}")
        if connection.sock is not None:
            connection.sock.settimeout(self._timeout)
        if code // 100 == 2:
            return Outcome("sent", str(_Said(code, text, "Sent")))
        return Outcome("failed" if code >= 500 else "later", str(_Said(code, text, "The server declined")))

    def _reset(self) -> None:
        if self._open is not None:
            self._open.command_encoding = "ascii"
            with suppress(OSError, smtplib.SMTPException):
                self._open.rset()
                return
        self._drop()

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None


def _expect(reply: tuple[int, bytes], wanted: int, doing: str, also: int = 0) -> None:
    if reply[0] not in (wanted, also):
        raise _Said(reply[0], reply[1], doing)


def _told(error: Exception) -> str:
    """What a failed connection is called. smtplib's errors hold the server's words, never our password."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"it did not take our login ({error.smtp_code})"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not fit: {error.verify_message}"
    return " ".join(str(error).split())[:300] or type(error).__name__
