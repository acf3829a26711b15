"""Of two moderators one decides; what was decided can be undone; everything is written down."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from app.actions.correct_comment import correct_comment
from app.actions.mark_comment import mark_comment
from app.actions.moderate_comment import Moderated, moderate_comment, undo_verdict
from app.actions.release_comments import release_comments
from app.actions.withdraw_comment import withdraw_comment
from app.core.errors import Conflict, Gone, NotFound, WrongUse
from app.storage import audit, comments
from app.storage.audit import Actor
from tests.actions.commenting import MODERATOR, post, published, read
from tests.actions.factories import Bench, make_bench
from tests.actions.sample import MAIL

OTHER = Actor(None, "Edsger")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = make_bench(tmp_path, mail=MAIL)
    bench.services.settings.moderators = ("mods@example.com",)
    return bench


def outbox(bench: Bench) -> list[tuple[str, str]]:
    with bench.services.engine.connect() as connection:
        rows = connection.execute(sql("SELECT key, recipient FROM outgoing_mail ORDER BY id")).all()
    return [(row[0].rsplit(":", 1)[0] if row[0].startswith("held") else row[0], row[1]) for row in rows]


def test_a_verdict_is_carried_out_written_down_and_can_be_undone(bench: Bench) -> None:
    comment = post(bench).comment
    done = moderate_comment(bench.services, MODERATOR, comment.id, "publish", expected="held")
    assert (done.comment.state, done.before) == ("published", "held")
    with bench.services.sessions() as session:
        assert comments.generation_of(session, "mail") > 0
        (entry,) = audit.entries(session, subject_kind="comment", subject_id=str(comment.id))
        assert (entry.actor, entry.action, entry.details) == (
            "Grace",
            "publish",
            {"before": "held", "after": "published"},
        )
    back = undo_verdict(bench.services, MODERATOR, comment.id, expected="published", before=done.before)
    assert back.comment.state == "held"
    with bench.services.sessions() as session:
        assert comments.thread(session, "mail").comments == ()


def test_the_second_moderator_is_told_who_was_quicker(bench: Bench) -> None:
    comment = post(bench).comment
    moderate_comment(bench.services, MODERATOR, comment.id, "spam", expected="held")
    with pytest.raises(Conflict) as caught:
        moderate_comment(bench.services, OTHER, comment.id, "publish", expected="held")
    assert caught.value.message == "Grace was quicker: this comment was marked as spam. Nothing was changed."
    same = moderate_comment(bench.services, OTHER, comment.id, "spam", expected="held")
    assert same.comment.state == "spam"
    with bench.services.sessions() as session:
        assert len(audit.entries(session, subject_kind="comment")) == 1


def test_two_moderators_at_once_get_one_result(bench: Bench) -> None:
    comment = post(bench).comment
    start = threading.Barrier(2)
    results: list[Moderated | Conflict] = []

    def go(actor: Actor, verdict: str) -> None:
        start.wait(10)
        try:
            results.append(
                moderate_comment(bench.services, actor, comment.id, verdict, expected="held")  # type: ignore[arg-type]
            )
        except Conflict as conflict:
            results.append(conflict)

    threads = [threading.Thread(target=go, args=args) for args in ((MODERATOR, "publish"), (OTHER, "reject"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    decided = [each for each in results if isinstance(each, Moderated)]
    assert len(results) == 2 and len(decided) == 1
    assert read(bench, comment.id).state == decided[0].comment.state
    with bench.services.sessions() as session:
        assert len(audit.entries(session, subject_kind="comment")) == 1


def test_nobody_brings_back_what_its_writer_withdrew(bench: Bench) -> None:
    comment = post(bench).comment
    withdraw_comment(bench.services, comment.id)
    for expected in ("held", "withdrawn"):
        with pytest.raises(Gone):
            moderate_comment(bench.services, MODERATOR, comment.id, "publish", expected="held")
        assert read(bench, comment.id).state == "withdrawn", expected
    with pytest.raises(NotFound):
        moderate_comment(bench.services, MODERATOR, 99, "publish", expected="held")


def test_a_published_writer_is_known_but_not_by_an_address_everybody_can_read(bench: Bench) -> None:
    published(bench, email="ada@example.com")
    known = post(bench, "Look at the logs of the relay as well, they tell more.", email="Ada@example.com").comment
    assert known.state == "published"
    published(bench, "My address stands here for everybody.", email="bob@example.com", email_shown=True)
    assert post(bench, "I am Bob, or so I say to all of you.", email="bob@example.com").comment.state == "held"
    published(bench, "And now Ada shows hers as well, for once only.", email="ada@example.com", email_shown=True)
    stranger = post(bench, "I am Ada, as you can read above, and you know me.", email="ada@example.com").comment
    assert stranger.state == "held", "those that hid it vouch no more"


def test_moderators_are_told_of_what_waits_and_of_nothing_else(bench: Bench) -> None:
    waiting = post(bench).comment
    post(bench, "Buy at once what you never wanted to have.", honeypot="me@spam.example")
    post(bench)
    assert outbox(bench) == [(f"held:{waiting.id}", "mods@example.com")]


def test_readers_of_replies_are_told_once(bench: Bench) -> None:
    first = published(bench)
    with bench.services.engine.begin() as connection:
        for email, confirmed in (
            ("a@example.com", bench.clock()),
            ("b@example.com", None),
            ("me@example.com", bench.clock()),
        ):
            connection.execute(
                sql(
                    "INSERT INTO comment_subscription (comment_id, email, created_at, confirmed_at)"
                    " VALUES (:c, :e, :n, :n2)"
                ),
                {"c": first.id, "e": email, "n": str(bench.clock()), "n2": confirmed and str(confirmed)},
            )
    reply = published(bench, "It helped here as well, thank you.", parent_id=first.id, email="me@example.com")
    moderate_comment(bench.services, MODERATOR, reply.id, "hold", expected="published")
    moderate_comment(bench.services, MODERATOR, reply.id, "publish", expected="held")
    assert [mail for mail in outbox(bench) if mail[0].startswith("reply")] == [(f"reply:{reply.id}:1", "a@example.com")]


def test_what_waits_for_its_writer_goes_on_once_the_address_is_confirmed(bench: Bench) -> None:
    bench.services.settings.confirm_address = True
    comment = post(bench, email="ada@example.com").comment
    assert comment.state == "unconfirmed"
    assert outbox(bench) == [(f"confirm:{comment.id}", "ada@example.com")]
    with bench.services.sessions() as session:
        (released,) = release_comments(bench.services, session, [comment])
        session.commit()
    assert (released.state, released.email_confirmed) == ("held", True)
    assert outbox(bench)[1:] == [(f"held:{comment.id}", "mods@example.com")]
    again = post(bench, "Once confirmed, one is not asked again.", email="ada@example.com", wrote=(comment.id,)).comment
    assert (again.state, again.email_confirmed) == ("held", True)
    for wrote in ((), (again.id + 7,)):  # who knows the address is not its owner for that
        strange = post(bench, f"Typed by somebody else {wrote}.", email="ada@example.com", wrote=wrote).comment
        assert (strange.state, strange.email_confirmed) == ("unconfirmed", False)
    other = post(bench, "The browser is known, the address is not.", email="x@example.com", wrote=(comment.id,)).comment
    assert other.state == "unconfirmed"
    assert post(bench, "Pills and more pills", email="x@example.com", honeypot="x").comment.state == "spam"


def test_a_moderator_may_correct_what_they_saw(bench: Bench) -> None:
    comment = post(bench).comment
    fixed = correct_comment(
        bench.services, MODERATOR, comment.id, name="Ada", text="Port 25 was closed.", expected_text=comment.text
    )
    assert fixed.html == "<p>Port 25 was closed.</p>\n"
    with pytest.raises(Conflict):
        correct_comment(bench.services, OTHER, comment.id, name="Ada", text="Else", expected_text=comment.text)


def test_a_mark_is_set_once_and_a_fix_is_told(bench: Bench) -> None:
    comment = published(bench, email="ada@example.com")
    assert mark_comment(bench.services, MODERATOR, comment.id, "open", expected="").mark == "open"
    with pytest.raises(Conflict):
        mark_comment(bench.services, OTHER, comment.id, "declined", expected="")
    with pytest.raises(WrongUse):
        mark_comment(bench.services, MODERATOR, comment.id, "fixed", expected="open", number=7)
    fixed = mark_comment(bench.services, MODERATOR, comment.id, "fixed", expected="open", number=1, note="Thank you.")
    assert (fixed.mark, fixed.mark_number) == ("fixed", 1)
    mark_comment(bench.services, MODERATOR, comment.id, "open", expected="fixed")
    mark_comment(bench.services, MODERATOR, comment.id, "fixed", expected="open", number=1)
    assert [mail for mail in outbox(bench) if mail[0].startswith("fixed")] == [
        (f"fixed:{comment.id}", "ada@example.com")
    ]
