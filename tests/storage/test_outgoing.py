"""The outbox: one key is one message, one message is one worker's, and what may have gone is never sent by itself."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from app.core.errors import NotFound
from app.storage import outgoing
from tests.databases import Database
from tests.storage.shelf import DAY, NOW

MINUTE = timedelta(minutes=1)


def put(database: Database, key: str = "reply:1", recipient: str = "ada@example.com", **changes: object) -> None:
    values: dict[str, object] = {
        "key": key,
        "recipient": recipient,
        "subject": "A reply",
        "text": "Words",
        "html": "<p>Words</p>",
        "headers": {"List-Unsubscribe": "<https://help.example.com/x>"},
        "now": NOW,
        **changes,
    }
    with database.sessions() as session:
        outgoing.keep_mail(session, **values)  # type: ignore[arg-type]
        session.commit()


def test_the_same_key_twice_is_one_message(database: Database) -> None:
    put(database)
    put(database, recipient="eve@example.com", subject="Another")
    put(database, key="reply:2")
    with database.sessions() as session:
        found = outgoing.list_mail(session)
    assert [(mail.key, mail.recipient) for mail in found] == [
        ("reply:2", "ada@example.com"),
        ("reply:1", "ada@example.com"),
    ]
    assert found[0].headers == {"List-Unsubscribe": "<https://help.example.com/x>"}
    assert len({mail.message_id for mail in found}) == 2


def test_what_is_rolled_back_is_not_sent(database: Database) -> None:
    with database.sessions() as session:
        outgoing.keep_mail(
            session, key="k", recipient="a@example.com", subject="", text="", html="", headers={}, now=NOW
        )
        session.rollback()
        assert outgoing.claim_mail(session, "one", NOW) is None


def test_a_claim_keeps_others_away_until_it_runs_out(database: Database) -> None:
    put(database)
    with database.sessions() as session:
        mail = outgoing.claim_mail(session, "one", NOW)
        assert mail is not None
        assert mail.tries == 1
        assert outgoing.claim_mail(session, "two", NOW + outgoing.CLAIM / 2) is None
        again = outgoing.claim_mail(session, "two", NOW + outgoing.CLAIM)
        assert again is not None
        assert (again.tries, again.claimed_by) == (2, "two")
        # the first was only slow: it may not go on
        assert not outgoing.begin_sending(session, mail, "<m@example.com>", NOW)
        assert outgoing.begin_sending(session, again, "<m@example.com>", NOW)
        assert not outgoing.begin_sending(session, again, "<m@example.com>", NOW)


def test_many_workers_share_the_outbox(database: Database) -> None:
    for number in range(12):
        put(database, key=f"reply:{number}")
    begin, taken = threading.Barrier(3), []

    def work(name: str) -> None:
        begin.wait()
        with database.sessions() as session:
            while (mail := outgoing.claim_mail(session, name, NOW)) is not None:
                if outgoing.begin_sending(session, mail, "<m@example.com>", NOW):
                    taken.append(mail.key)
                    outgoing.finish_mail(session, mail, "sent", "250", NOW)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(f"reply:{number}" for number in range(12))
    with database.sessions() as session:
        assert outgoing.count_mail(session) == {"sent": 12}


def test_what_was_sent_is_emptied(database: Database) -> None:
    put(database)
    put(database, key="kept")
    with database.sessions() as session:
        for keep in (False, True):
            mail = outgoing.claim_mail(session, "one", NOW)
            assert mail is not None
            outgoing.begin_sending(session, mail, "<m@example.com>", NOW)
            outgoing.finish_mail(session, mail, "sent", "250 ok", NOW + MINUTE, keep=keep)
        kept, emptied = outgoing.list_mail(session)
    assert (emptied.text, emptied.html, emptied.headers, emptied.state) == ("", "", {}, "sent")
    assert (emptied.message_id, emptied.sent_at) == ("<m@example.com>", NOW + MINUTE)
    assert kept.text == "Words"


def test_a_dead_worker_leaves_an_unknown_message_that_only_a_person_sends_again(database: Database) -> None:
    put(database)
    with database.sessions() as session:
        mail = outgoing.claim_mail(session, "one", NOW)
        assert mail is not None
        outgoing.begin_sending(session, mail, "<m@example.com>", NOW)
        assert outgoing.find_dead(session, NOW + outgoing.SENDING / 2) == 0
        assert outgoing.find_dead(session, NOW + outgoing.SENDING) == 1
        assert outgoing.claim_mail(session, "two", NOW + DAY) is None
        assert outgoing.retry_mail(session, mail.id, NOW + DAY).state == "waiting"
        again = outgoing.claim_mail(session, "two", NOW + DAY)
        assert again is not None
        assert again.message_id == "<m@example.com>"
        # the first worker was not dead after all: what it says changes nothing any more
        outgoing.finish_mail(session, mail, "failed", "late", NOW + DAY)
        found = outgoing.find_mail(session, mail.id)
        assert found is not None
        assert (found.state, found.claimed_by) == ("waiting", "two")


@pytest.mark.parametrize("state", ["waiting", "sent"])
def test_what_waits_or_went_is_not_tried_again(database: Database, state: str) -> None:
    put(database)
    with database.sessions() as session:
        if state == "sent":
            mail = outgoing.claim_mail(session, "one", NOW)
            assert mail is not None
            outgoing.finish_mail(session, mail, "sent", "250", NOW)
        with pytest.raises(NotFound):
            outgoing.retry_mail(session, 1, NOW)
        with pytest.raises(NotFound):
            outgoing.retry_mail(session, 4711, NOW)


def test_messages_put_off_wait(database: Database) -> None:
    put(database)
    with database.sessions() as session:
        mail = outgoing.claim_mail(session, "one", NOW)
        assert mail is not None
        outgoing.put_off(session, mail, "451 later", NOW + 5 * MINUTE)
        assert outgoing.claim_mail(session, "one", NOW + 4 * MINUTE) is None
        again = outgoing.claim_mail(session, "one", NOW + 5 * MINUTE)
        assert again is not None
        assert (again.tries, again.error) == (2, "451 later")


def test_tags_do_not_make_one_mailbox_many(database: Database) -> None:
    others = ("ada.b@example.com", "adax+1@example.com", "ada+1@example.org", "+x@example.com")
    for number, address in enumerate(("ada@example.com", "Ada+1@example.com", "ada+a+b@EXAMPLE.com", *others)):
        put(database, key=f"mine:{number}", recipient=address)
    with database.sessions() as session:
        for asked, count in (("ada@example.com", 3), ("ADA+9@example.com", 3), ("+x@example.com", 1)):
            assert outgoing.count_recent(session, asked, "mine:", NOW - MINUTE) == count


def test_messages_to_one_recipient_are_counted_by_kind_and_forgotten(database: Database) -> None:
    for number in range(3):
        put(database, key=f"mine:{number}", now=NOW + number * MINUTE)
    put(database, key="reply:1")
    put(database, key="mine_4")
    put(database, key="mine:5", recipient="eve@example.com")
    with database.sessions() as session:
        assert outgoing.count_recent(session, "ada@example.com", "mine:", NOW) == 2
        assert outgoing.count_recent(session, "ada@example.com", "mine:", NOW - MINUTE) == 3
        assert outgoing.count_recent(session, None, "mine:", NOW - MINUTE) == 4
        assert outgoing.recipient_of(session, "mine:5") == ("eve@example.com", NOW)
        assert outgoing.recipient_of(session, "mine:6") is None
        assert outgoing.forget_recipient(session, "Ada@Example.com") == 5
        session.commit()
    put(database, key="held:1:x")
    put(database, key="held:12:x")
    with database.sessions() as session:
        assert outgoing.forget_kinds(session, ["held:1:", "reply:1:"]) == 1
        session.commit()
        assert {mail.key for mail in outgoing.list_mail(session)} == {"mine:5", "held:12:x"}


def test_what_ended_is_forgotten_in_the_end_and_what_waits_is_not(database: Database) -> None:
    put(database)
    put(database, key="waits")
    with database.sessions() as session:
        mail = outgoing.claim_mail(session, "one", NOW)
        assert mail is not None
        outgoing.finish_mail(session, mail, "failed", "550", NOW)
        assert outgoing.forget_finished(session, NOW) == 0
        assert outgoing.forget_finished(session, NOW + DAY) == 1
        assert [mail.key for mail in outgoing.list_mail(session)] == ["waits"]
