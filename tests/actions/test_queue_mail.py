"""Who mail is from, and what its links begin with: what the operator says, never what a visitor sends."""

from __future__ import annotations

import pytest

from app.actions.queue_mail import HERE, mail_base, mail_domain, mail_sender
from app.mail.message import mailbox
from app.settings import Settings


@pytest.mark.parametrize(
    ("settings", "sender", "domain"),
    [
        ({"base_url": "https://help.example.com/"}, "Unsnag <unsnag@help.example.com>", "help.example.com"),
        ({"base_url": "https://h.example", "site_name": "A <b>, C"}, '"A b, C" <unsnag@h.example>', "h.example"),
        ({"mail_from": "Help <help@example.com>"}, "Help <help@example.com>", "example.com"),
        ({"mail_from": "help@example.com"}, "help@example.com", "example.com"),
        ({"base_url": "http://localhost:8000"}, "Unsnag <unsnag@localhost.localdomain>", "localhost.localdomain"),
    ],
)
def test_who_mail_is_from(settings: dict[str, str], sender: str, domain: str) -> None:
    chosen = Settings(_env_file=None, **settings)  # type: ignore[arg-type]
    assert str(mailbox(mail_sender(chosen))) == sender
    assert mail_domain(chosen) == domain


def test_what_links_begin_with() -> None:
    assert mail_base(Settings(_env_file=None, base_url="https://help.example.com/")) == "https://help.example.com"
    assert mail_base(Settings(_env_file=None)) == HERE
