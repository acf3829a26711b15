"""Handing in a message: which side of the last line each ending is on, and that nothing goes in the clear."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator

import pytest
import trustme

from app.core.mail_server import MailServer
from app.mail.out import Parcel
from app.mail.smtp import SmtpWay
from tests.mail.post_office import PostOffice, post_office

CONTENT = b"From: a@example.com\r\nSubject: x\r\n\r\n.one dot\r\n..two\r\nend"
PARCEL = Parcel("help@example.com", "ada@example.com", CONTENT)


def never_asked() -> bool:
    raise AssertionError("the last line was about to go out")


def way(port: int, **changes: object) -> SmtpWay:
    server = MailServer("127.0.0.1", port, "none")
    return SmtpWay(server, ssl.create_default_context, timeout=5, last=5, **changes)  # type: ignore[arg-type]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


def test_a_message_arrives_byte_by_byte(office: PostOffice) -> None:
    out = way(office.port)
    assert out.deliver(PARCEL, lambda: True).ending == "sent"
    assert out.deliver(PARCEL, lambda: True).ending == "sent"
    out.close()
    assert [content for _, content in office.taken] == [CONTENT + b"\r\n"] * 2


def test_letters_of_people_are_handed_in(office: PostOffice) -> None:
    out = way(office.port)
    assert out.deliver(Parcel("help@example.com", "ådå@example.com", CONTENT, utf8=True), lambda: True).ending == "sent"
    assert out.deliver(PARCEL, lambda: True).ending == "sent"
    out.close()
    assert [recipient for recipient, _ in office.taken] == ["ådå@example.com", "ada@example.com"]


def test_a_message_of_another_worker_is_dropped_inside_of_it(office: PostOffice) -> None:
    out = way(office.port)
    assert out.deliver(PARCEL, lambda: False).ending == "not-ours"
    assert out.deliver(PARCEL, lambda: True).ending == "sent"
    out.close()
    assert len(office.taken) == 1


@pytest.mark.parametrize(
    ("command", "reply", "ending", "down"),
    [
        ("MAIL", "451 later", "later", True),
        ("MAIL", "550 you may not", "later", True),
        ("RCPT", "450 greylisted", "later", False),
        ("RCPT", "550 nobody here", "failed", False),
        ("DATA", "452 full", "later", False),
        ("DATA", "554 no", "failed", False),
    ],
)
def test_what_the_server_declines(office: PostOffice, command: str, reply: str, ending: str, down: bool) -> None:
    office.replies[command].append(reply)
    out = way(office.port)
    outcome = out.deliver(PARCEL, (lambda: True) if command == "DATA" else never_asked)
    assert (outcome.ending, outcome.down) == (ending, down)
    assert reply in outcome.said
    assert out.deliver(PARCEL, lambda: True).ending == "sent"  # the connection is of use for the next
    out.close()


def test_nobody_there() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        outcome = way(closed.getsockname()[1]).deliver(PARCEL, never_asked)
    assert (outcome.ending, outcome.down) == ("later", True)


def speaking(lines: int) -> tuple[int, threading.Thread]:
    """A server that takes so many lines with a fine answer and then hangs up; the one after DATA is the content."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener, listener.accept()[0] as peer:
            stream = peer.makefile("rwb")
            stream.write(b"220 ready\r\n")
            stream.flush()
            content = False
            for _ in range(lines):
                line = stream.readline()
                while content and line not in (b".\r\n", b""):
                    line = stream.readline()
                if content:
                    return
                content = line.upper().startswith(b"DATA")
                stream.write(b"354 go on\r\n" if content else b"250 fine\r\n")
                stream.flush()

    thread = threading.Thread(target=serve)
    thread.start()
    return int(listener.getsockname()[1]), thread


@pytest.mark.parametrize(("lines", "ending"), [(0, "later"), (1, "later"), (2, "later"), (3, "later"), (5, "unknown")])
def test_a_server_that_hangs_up(lines: int, ending: str) -> None:
    port, thread = speaking(lines)
    out = way(port)
    outcome = out.deliver(PARCEL, (lambda: True) if ending == "unknown" else never_asked)
    out.close()
    thread.join()
    assert outcome.ending == ending


class Encrypted:
    """A server with a certificate of an authority that `trust` knows."""

    def __init__(self, name: str) -> None:
        self.authority = trustme.CA()
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.authority.issue_cert(name).configure_cert(self.context)

    def trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


@pytest.mark.parametrize("tls_first", [False, True])
def test_a_login_goes_over_tls_only(tls_first: bool) -> None:
    lab = Encrypted("127.0.0.1")
    with post_office(lab.context, tls_first=tls_first) as office:
        server = MailServer("127.0.0.1", office.port, "tls" if tls_first else "starttls", "us", "right")
        out = SmtpWay(server, lab.trust, timeout=5, last=5)
        assert out.deliver(PARCEL, lambda: True).ending == "sent"
        out.close()
        assert office.logins == [("us", "right")]


@pytest.mark.parametrize("tls_first", [False, True])
def test_a_certificate_that_does_not_fit_ends_it(tls_first: bool) -> None:
    lab = Encrypted("other.example")
    with post_office(lab.context, tls_first=tls_first) as office:
        server = MailServer("127.0.0.1", office.port, "tls" if tls_first else "starttls", "us", "right")
        outcome = SmtpWay(server, lab.trust, timeout=5, last=5).deliver(PARCEL, never_asked)
        assert (outcome.ending, outcome.down) == ("later", True)
        assert "certificate does not fit" in outcome.said
        assert office.logins == []


def test_without_starttls_nothing_is_said(office: PostOffice) -> None:
    server = MailServer("127.0.0.1", office.port, "starttls", "us", "right")
    outcome = SmtpWay(server, ssl.create_default_context, timeout=5, last=5).deliver(PARCEL, never_asked)
    assert (outcome.ending, outcome.down) == ("later", True)
    assert office.logins == []


def test_a_wrong_password_is_told_without_it() -> None:
    lab = Encrypted("127.0.0.1")
    with post_office(lab.context) as office:
        server = MailServer("127.0.0.1", office.port, "starttls", "us", "wr0ng-p4ss")
        outcome = SmtpWay(server, lab.trust, timeout=5, last=5).deliver(PARCEL, never_asked)
    assert (outcome.ending, outcome.down) == ("later", True)
    assert "login" in outcome.said
    assert "wr0ng" not in outcome.said
