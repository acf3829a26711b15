"""One message, one send: with several workers, with servers that decline, and with workers killed at every stage."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.actions.queue_mail import queue_mail
from app.actions.send_mail import KEEP_DAYS, PAUSES, WAITS, Sender
from app.mail.console import ConsoleWay
from app.storage import outgoing
from app.storage.outgoing import Mail
from tests.actions.dying_sender import STAGES
from tests.actions.factories import Bench, make_bench
from tests.mail.post_office import PostOffice, post_office

VALUES = {
    "site": "Help",
    "base": "https://help.example.com",
    "article": "Mail",
    "name": "Ada",
    "text": "It works",
    "permalink": "https://help.example.com/comments/7",
    "unsubscribe": "https://help.example.com/comments/l/s3cr3t",
}


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


class Mailing:
    """A site whose mail goes to a real server, and what its senders told."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.bench: Bench = make_bench(folder)
        url = SecretStr(f"smtp://127.0.0.1:{port}" if port else "")
        settings = self.bench.services.settings.model_copy(update={"smtp": url, "mail_from": "help@example.com"})
        self.services = replace(self.bench.services, settings=settings)
        self.told: list[str] = []

    def queue(self, key: str = "reply:1", recipient: str = "ada@example.com") -> None:
        with self.services.sessions() as session:
            queue_mail(
                session,
                key=key,
                recipient=recipient,
                template="reply",
                values=VALUES,
                now=self.services.clock(),
                headers={"List-Unsubscribe": "<https://help.example.com/comments/l/s3cr3t>"},
            )
            session.commit()

    def sender(self) -> Sender:
        return Sender(self.services, lambda event, **about: self.told.append(f"{event} {about}"))

    def mail(self, mail_id: int = 1) -> Mail:
        with self.services.sessions() as session:
            found = outgoing.find_mail(session, mail_id)
        assert found is not None
        return found


def test_a_message_is_sent_once_and_emptied(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    site.queue()
    site.queue()
    assert [site.sender().look(), site.sender().look()] == [1, 0]
    assert office.count() == {"ada@example.com": 1}
    message = office.message()
    assert message["Subject"] == "A reply on “Mail”"
    assert message["List-Unsubscribe"] == "<https://help.example.com/comments/l/s3cr3t>"
    assert message["Message-ID"] == site.mail().message_id
    assert str(message["Message-ID"]).endswith("@example.com>")
    assert (site.mail().state, site.mail().text, site.told) == ("sent", "", [])


def test_many_workers_send_each_message_once(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    for number in range(12):
        site.queue(f"reply:{number}", f"n{number}@example.com")
    begin = threading.Barrier(3)

    def work() -> None:
        sender = site.sender()
        begin.wait()
        sender.look()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert office.count() == {f"n{number}@example.com": 1 for number in range(12)}


def test_a_server_that_says_later_is_asked_again_after_growing_waits(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    site.queue()
    office.replies["RCPT"] = ["450 later"] * (len(WAITS) + 1)
    sender = site.sender()
    dates = []
    for wait in WAITS:
        sender.look()
        assert site.mail().state == "waiting"
        dates.append(site.mail().next_at)
        assert dates[-1] == site.services.clock() + wait
        site.bench.clock.move(seconds=wait.total_seconds() - 1)
        sender.look()
        assert site.mail().next_at == dates[-1]  # not yet
        site.bench.clock.move(seconds=1)
    sender.look()
    assert (site.mail().state, site.mail().tries) == ("failed", len(WAITS) + 1)
    assert "450 later" in site.mail().error
    assert office.taken == []
    assert list(WAITS) == sorted(WAITS)


def test_a_message_that_is_declined_for_good_holds_up_no_other(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    site.queue("reply:1", "nobody@example.com")
    site.queue("reply:2")
    office.replies["RCPT"] = ["550 nobody here"]
    site.sender().look()
    assert (site.mail(1).state, site.mail(2).state) == ("failed", "sent")
    assert "nobody@" not in " ".join(site.told)


def test_the_id_is_the_same_at_every_try(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    site.queue()
    office.replies["DATA"] = ["451 later"]
    site.sender().look()
    first = site.mail()
    site.bench.clock.move(minutes=1)
    site.sender().look()
    assert (first.state, site.mail().state) == ("waiting", "sent")
    assert office.message()["Message-ID"] == first.message_id
    assert office.message()["Date"].datetime == first.created_at


def test_a_server_that_is_away_is_left_alone_for_a_while(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    site.queue("reply:1")
    site.queue("reply:2")
    office.replies["MAIL"] = ["421 going down"]
    sender = site.sender()
    assert sender.look() == 0
    assert (site.mail(1).tries, site.mail(2).tries) == (1, 0)
    assert sender.look() == 0
    site.bench.clock.move(seconds=PAUSES[0])
    assert sender.look() == 1


def test_an_answer_that_never_comes_is_for_a_person_to_judge(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    site.queue()
    office.hangs_up = True
    site.sender().look()
    site.bench.clock.move(days=7)
    site.sender().look()
    assert site.mail().state == "unknown"
    assert office.count() == {"ada@example.com": 1}


def test_what_cannot_be_a_message_fails_alone(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    site.queue("reply:1", "ada@example.com\r\nBcc: eve@example.com")
    site.queue("reply:2")
    site.sender().look()
    assert (site.mail(1).state, site.mail(2).state) == ("failed", "sent")
    assert office.count() == {"ada@example.com": 1}


@pytest.mark.parametrize("whole", [False, True])
def test_without_a_server_mail_goes_to_the_console_without_what_links_prove(tmp_path: Path, whole: bool) -> None:
    site = Mailing(tmp_path)
    site.queue()
    written: list[str] = []
    way = ConsoleWay(whole=whole, write=written.append)
    assert Sender(site.services, site.told.append, way=way).look() == 1
    assert "Subject: A reply on “Mail”" in written[0]
    assert ("s3cr3t" in written[0]) is whole
    assert "s3cr3t" in site.mail().text  # `unsnag mail show` tells it


def test_no_log_line_tells_a_recipient_a_link_or_a_password(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    settings = site.services.settings.model_copy(
        update={"smtp": SecretStr(f"smtp://us:g3heim@127.0.0.1:{office.port}")}
    )
    site.services = replace(site.services, settings=settings)
    site.queue()
    site.sender().look()  # the server knows no logins
    told = " ".join(site.told)
    assert "mail was not sent" in told
    assert all(secret not in told + site.mail().error for secret in ("ada@", "s3cr3t", "g3heim"))


def test_a_worker_killed_at_any_stage_never_sends_twice(tmp_path: Path) -> None:
    with post_office() as office:
        site = Mailing(tmp_path, office.port)
        settings, now = site.services.settings, site.services.clock().isoformat()
        smtp = settings.smtp.get_secret_value()
        command = [
            sys.executable,
            "-m",
            "tests.actions.dying_sender",
            settings.database,
            str(settings.migrations),
            smtp,
        ]
        program = subprocess.Popen([*command, now], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert program.stdin is not None
        assert program.stdout is not None
        with program:
            for stage in STAGES:
                site.queue(stage, f"{stage}@example.com")
                program.stdin.write(f"{stage}\n")
                program.stdin.flush()
                assert program.stdout.readline() == "killed\n", stage
            program.stdin.close()
        site.bench.clock.move(hours=1)  # every claim has run out
        sender = site.sender()
        sender.look()
        site.bench.clock.move(days=14)
        sender.look()
    states = {stage: site.mail(number).state for number, stage in enumerate(STAGES, 1)}
    before = ("claimed", "connected", "greeted", "mail", "rcpt", "data", "content")
    assert states == {
        **dict.fromkeys(before, "sent"),
        "begun": "unknown",
        "dot": "unknown",
        "answered": "unknown",
        "noted": "sent",
    }
    count = office.count()
    assert {stage: count[f"{stage}@example.com"] for stage in (*before, "begun", "answered", "noted")} == {
        **dict.fromkeys(before, 1),
        "begun": 0,
        "answered": 1,
        "noted": 1,
    }
    assert count["dot@example.com"] in (0, 1)
    assert any("messages" in told and "3" in told for told in site.told)


def test_a_site_that_stops_begins_no_further_message(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    site.queue("reply:1")
    site.queue("reply:2")
    sender = Sender(site.services, site.told.append, stopping=lambda: bool(office.taken))
    assert sender.look() == 1
    assert (site.mail(1).state, site.mail(2).state, site.mail(2).tries) == ("sent", "waiting", 0)


def test_messages_are_forgotten_when_their_time_is_over(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    site.queue()
    sender = site.sender()
    sender.look()
    site.bench.clock.move(days=KEEP_DAYS - 1)
    sender.look()
    assert site.mail().recipient == "ada@example.com"
    site.bench.clock.move(days=1, minutes=1)
    sender.look()
    with site.services.sessions() as session:
        assert outgoing.list_mail(session) == []


def test_a_person_may_send_again_what_may_have_gone(tmp_path: Path, office: PostOffice) -> None:
    site = Mailing(tmp_path, office.port)
    site.queue()
    with site.services.sessions() as session:
        mail = outgoing.claim_mail(session, "dead", site.services.clock())
        assert mail is not None
        outgoing.begin_sending(session, mail, "<m@example.com>", site.services.clock())
    site.bench.clock.now += outgoing.SENDING + timedelta(seconds=1)
    assert site.sender().look() == 0
    with site.services.sessions() as session:
        outgoing.retry_mail(session, 1, site.services.clock())
    assert site.sender().look() == 1
    assert office.message()["Message-ID"] == "<m@example.com>"
