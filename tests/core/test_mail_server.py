"""`UNSNAG_SMTP` read: encrypted unless it stays on this machine, and a password never in the clear."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from app.core.mail_server import MailServer, read_server
from app.settings import Settings


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("smtp://u:p%40ss@mail.example.com", MailServer("mail.example.com", 587, "starttls", "u", "p@ss")),
        (
            "smtp://u%40example.com:p@mail.example.com:25",
            MailServer("mail.example.com", 25, "starttls", "u@example.com", "p"),
        ),
        ("smtps://mail.example.com/", MailServer("mail.example.com", 465, "tls")),
        ("smtps://mail.example.com:4650", MailServer("mail.example.com", 4650, "tls")),
        ("smtp://localhost", MailServer("localhost", 25, "none")),
        ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525, "none")),
        ("smtp://[::1]:2525?tls=yes", MailServer("::1", 2525, "starttls")),
        ("smtp://relay.internal?tls=no", MailServer("relay.internal", 25, "none")),
        ("smtp://u:p@localhost:2525", MailServer("localhost", 2525, "none", "u", "p")),
    ],
)
def test_servers_are_read(text: str, server: MailServer) -> None:
    assert read_server(text) == server


@pytest.mark.parametrize(
    "text",
    [
        "mail.example.com",
        "https://mail.example.com",
        "smtp://",
        "smtp://u:geheim@:587",
        "smtp://u:geheim@mail.example.com:port",
        "smtp://u:geheim@mail.example.com/x",
        "smtp://u:geheim@mail.example.com?tls=no",
        "smtp://u:geheim@mail.example.com?tls=perhaps",
        "smtps://u:geheim@mail.example.com?tls=no",
    ],
)
def test_what_cannot_be_read_is_told_without_the_password(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_server(text)
    with pytest.raises(ValidationError) as told:
        Settings(_env_file=None, smtp=text)
    assert "geheim" not in str(refused.value) + str(told.value) + repr(told.value)


def test_a_password_is_in_no_repr() -> None:
    settings = Settings(_env_file=None, smtp="smtp://u:geheim@mail.example.com")
    server = read_server(settings.smtp.get_secret_value())
    assert "geheim" not in repr(settings) + repr(server) + server.named


@pytest.mark.parametrize("name", ["mail_from", "moderators"])
def test_addresses_in_settings_are_addresses(name: str) -> None:
    given: dict[str, Any] = {
        name: "Mod <mod@example.com>" if name == "mail_from" else "mod@example.com, ada@example.com"
    }
    assert Settings(_env_file=None, **given)
    with pytest.raises(ValidationError):
        Settings(_env_file=None, **dict[str, Any]({name: "nobody"}))
