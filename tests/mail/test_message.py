"""Messages as RFC 5322 has them, whatever a visitor wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.message import mailbox, make_message
from app.mail.rendering import one_line

NOON = datetime(2026, 4, 5, 12, 0, tzinfo=UTC)


def made(**changes: object) -> EmailMessage:
    values: dict[str, object] = {
        "sender": mailbox("Hilfe & Rat <help@example.com>"),
        "recipient": "ada@example.com",
        "subject": "A reply",
        "text": "Words\n",
        "html": "<p>Words</p>\n",
        "message_id": "<abc@example.com>",
        "created": NOON,
        "headers": {},
        **changes,
    }
    return make_message(**values)  # type: ignore[arg-type]


def read(message: EmailMessage) -> EmailMessage:
    found = message_from_bytes(message.as_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_message_has_the_fields_it_should_have() -> None:
    message = read(made(headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}))
    assert {name: message[name] for name in message if not name.startswith("Content")} == {
        "From": "Hilfe & Rat <help@example.com>",
        "To": "ada@example.com",
        "Subject": "A reply",
        "Date": "Sun, 05 Apr 2026 12:00:00 +0000",
        "Message-ID": "<abc@example.com>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
    }
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@given(st.text(), st.text())
def test_whatever_is_written_arrives_and_adds_no_field(subject: str, text: str) -> None:
    subject, text = (part.encode("utf-8", "replace").decode("utf-8") for part in (subject, text))
    message = made(subject=subject, text=text)
    content = message.as_bytes()
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) < 998
    found = read(message)
    assert sorted(set(found.keys())) == sorted(set(read(made()).keys()))
    assert " ".join(str(found["Subject"]).split()) == " ".join(one_line(subject).split())


@pytest.mark.parametrize("name", ["Ada\r\nBcc: eve@example.com", "Ada\u2028Bcc: x", "Ada\x00", "Łódź 🛠 " * 40])
def test_names_become_one_line(name: str) -> None:
    content = made(subject=f"{name} replied", sender=mailbox(f'"{one_line(name)}" <help@example.com>')).as_bytes()
    assert b"\nBcc" not in content
    assert message_from_bytes(content, policy=SMTP)["Bcc"] is None


@pytest.mark.parametrize(
    "recipient",
    ["", "ada", "ada@example.com\r\nBcc: eve@example.com", "ada@example.com, eve@example.com", "a b@example.com"],
)
def test_a_recipient_is_one_address(recipient: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        made(recipient=recipient)


def test_a_header_field_cannot_bring_another() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        made(headers={"List-Unsubscribe": "<https://example.com/>\r\nBcc: eve@example.com"})


def test_names_of_places_are_written_in_ascii_and_letters_of_people_are_kept() -> None:
    assert str(made(recipient="ada@bücher.example")["To"]) == "ada@xn--bcher-kva.example"
    assert "To: ådå@example.com" in made(recipient="ådå@example.com").as_bytes().decode("utf-8")
