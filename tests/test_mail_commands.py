"""`unsnag mail`, and what `unsnag doctor` says of mail."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import cli
from app.actions.look_after_mail import look_after_mail
from app.settings import Settings
from app.storage import outgoing
from app.storage.outgoing import Mail
from tests.databases import Database


class Outbox:
    """A database with messages, and the command over it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        url = f"sqlite:///{folder / 'mail.sqlite'}"
        monkeypatch.setenv("UNSNAG_DATABASE", url)
        self.database = Database(url, folder)
        self.now = datetime.now(UTC) - timedelta(hours=2)
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def put(self, key: str, state: str = "waiting", text: str = "Words with a /comments/l/link") -> Mail:
        with self.database.sessions() as session:
            outgoing.keep_mail(
                session, key=key, recipient="ada@example.com", subject="[b]A reply", text=text, html="", headers={},
                now=self.now,
            )  # fmt: skip
            session.commit()
            mail = outgoing.list_mail(session)[0]
            if state != "waiting":
                claimed = outgoing.claim_mail(session, "one", self.now)
                assert claimed is not None
                mail = claimed
            if state == "dead":
                outgoing.begin_sending(session, mail, "<m@example.com>", self.now)
            elif state != "waiting":
                outgoing.finish_mail(session, mail, state, "what the server said", self.now)
        return mail

    def find(self, mail_id: int) -> Mail:
        with self.database.sessions() as session:
            found = outgoing.find_mail(session, mail_id)
        assert found is not None
        return found

    def __call__(self, *words: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["unsnag", "mail", *words])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = self._capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err


@pytest.fixture
def outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Outbox:
    return Outbox(tmp_path, monkeypatch, capsys)


def test_the_list_has_what_a_person_has_to_look_at(outbox: Outbox) -> None:
    for key, state in (("a", "sent"), ("b", "failed"), ("c", "dead"), ("d", "waiting")):
        outbox.put(key, state)
    code, said, _ = outbox("list", "--json")
    assert code == 0
    assert [(mail["key"], mail["state"]) for mail in json.loads(said)] == [
        ("d", "waiting"),
        ("c", "unknown"),
        ("b", "failed"),
    ]
    assert len(json.loads(outbox("list", "--all", "--json")[1])) == 4
    told = outbox("list")[1]
    assert "[b]A reply" in told
    assert "what the server said" in told
    assert "/comments/l/" not in told


def test_an_empty_outbox_says_so(outbox: Outbox) -> None:
    assert outbox("list") == (0, "", "Nothing waits, and nothing failed.\n")


def test_a_message_is_shown_whole(outbox: Outbox) -> None:
    mail = outbox.put("a")
    code, said, _ = outbox("show", str(mail.id))
    assert code == 0
    assert "To: ada@example.com" in said
    assert "/comments/l/link" in said
    assert outbox("show", "99")[0] == 2


@pytest.mark.parametrize("state", ["failed", "dead"])
def test_a_message_is_sent_once_more(outbox: Outbox, state: str) -> None:
    mail = outbox.put("a", state)
    assert outbox("retry", str(mail.id))[0] == 0
    assert outbox.find(mail.id).state == "waiting"


def test_what_was_sent_or_waits_is_not_sent_again(outbox: Outbox) -> None:
    mail = outbox.put("a", "sent")
    code, _, said = outbox("retry", str(mail.id))
    assert code == 2
    assert "no message" in said
    assert outbox.find(mail.id).state == "sent"


def doctor(outbox: Outbox, **settings: str) -> list[tuple[bool, str]]:
    chosen = Settings(_env_file=None, **settings)  # type: ignore[arg-type]
    return look_after_mail(chosen, outbox.database.sessions, datetime.now(UTC))


def test_the_doctor_tells_of_what_may_have_gone_and_of_what_waits_too_long(outbox: Outbox) -> None:
    assert doctor(outbox) == [(True, "Mail is written to the console, since UNSNAG_SMTP is not set.")]
    outbox.put("a", "dead")
    outbox.put("b", "failed")
    outbox.put("c")
    _, unknown, late, failed = doctor(outbox)
    assert unknown == (False, "1 message may or may not have gone: see `unsnag mail list`.")
    assert late == (False, "1 message waited for more than an hour: no worker looked at it")
    assert failed[0]


def test_the_doctor_names_the_server_and_not_the_password(outbox: Outbox) -> None:
    way, base = doctor(outbox, smtp="smtp://us:g3heim@mail.example.com", mail_from="help@example.com")
    assert way == (True, "Mail goes out by mail.example.com:587 (STARTTLS) as help@example.com.")
    assert not base[0]
    assert "UNSNAG_BASE_URL" in base[1]


def test_the_doctor_tells_of_a_sender_that_is_no_address(outbox: Outbox) -> None:
    """The host of UNSNAG_BASE_URL is taken where UNSNAG_MAIL_FROM is not set; every message would fail for good."""
    _, sender = doctor(outbox, smtp="smtp://mail.example.com", base_url="https://192.0.2.7")
    assert not sender[0]
    assert "UNSNAG_MAIL_FROM" in sender[1]
