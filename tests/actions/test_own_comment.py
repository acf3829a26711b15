"""What a writer may do with a comment of their own, and for how long."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text as sql

from app.actions.correct_comment import correct_comment
from app.actions.edit_comment import edit_comment
from app.actions.expire_comments import expire_comments
from app.actions.moderate_comment import edition, moderate_comment, undo_verdict
from app.actions.post_comment import BadComment
from app.actions.vote_for_comment import vote_for_comment
from app.actions.withdraw_comment import withdraw_comment
from app.core.errors import Conflict, Gone, NotAllowed, NotFound
from app.storage import comments
from tests.actions.commenting import MODERATOR, post, published, read
from tests.actions.factories import Bench, make_bench
from tests.actions.mailing import outbox, set_up
from tests.actions.sample import MAIL


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path, mail=MAIL)


def test_an_edit_changes_what_is_read_and_stays_published(bench: Bench) -> None:
    bench.services.settings.moderation = "none"
    comment = post(bench).comment
    bench.clock.move(minutes=14)
    edited = edit_comment(bench.services, comment.id, "It was port **25**, which the provider had closed.")
    assert (edited.state, edited.edited_at) == ("published", bench.clock())
    assert "<strong>25</strong>" in edited.html
    with bench.services.sessions() as session:
        assert comments.thread(session, "mail").comments[0].comment == edited


def test_after_a_quarter_of_an_hour_it_stands(bench: Bench) -> None:
    comment = published(bench)
    bench.clock.move(minutes=15, seconds=1)
    with pytest.raises(NotAllowed):
        edit_comment(bench.services, comment.id, "Something else altogether.")
    with pytest.raises(NotAllowed):
        withdraw_comment(bench.services, comment.id)
    assert read(bench, comment.id) == comment


def test_where_every_text_is_read_first_another_one_waits(bench: Bench) -> None:
    comment = published(bench)
    bench.services.settings.moderation = "all"
    edited = edit_comment(bench.services, comment.id, "Something that nobody has read before it stands here.")
    assert (edited.state, edited.reasons) == ("held", ("Every comment waits for a moderator.",))


def test_what_a_moderator_read_waits_again_when_its_words_change(bench: Bench) -> None:
    set_up(bench, moderators=("grace@example.com",))
    comment = published(bench)
    assert edit_comment(bench.services, comment.id, comment.text).state == "published"
    bench.clock.move(minutes=5)
    edited = edit_comment(bench.services, comment.id, "Nobody has read this, and it is something else altogether.")
    assert (edited.state, edited.reasons) == ("held", ("Its writer changed it after a moderator had read it.",))
    told = [mail.key for mail in outbox(bench, f"held:{comment.id}:")]
    assert len(told) == len(set(told)) == 2, "once for each text"
    moderate_comment(bench.services, MODERATOR, comment.id, "publish", expected="held")
    again = edit_comment(bench.services, comment.id, comment.text, name="Pills & Co")
    assert again.state == "held", "a name is words, too"


def test_a_correction_cannot_be_undone_by_the_writer_who_may_still_withdraw(bench: Bench) -> None:
    comment = published(bench)
    correct_comment(
        bench.services, MODERATOR, comment.id, name="Ada", text="Port 25 was closed.", expected_text=comment.text
    )
    with pytest.raises(NotAllowed, match="A moderator corrected"):
        edit_comment(bench.services, comment.id, comment.text)
    assert read(bench, comment.id).text == "Port 25 was closed."
    assert withdraw_comment(bench.services, comment.id).state == "withdrawn"


def test_nothing_is_published_that_changed_after_the_moderator_saw_it(bench: Bench) -> None:
    comment = post(bench).comment
    seen = edition(comment)
    bench.clock.move(minutes=1)
    edit_comment(bench.services, comment.id, "Another text, between the page and its button.")
    with pytest.raises(Conflict, match="Its writer changed this comment meanwhile"):
        moderate_comment(bench.services, MODERATOR, comment.id, "publish", expected="held", seen=seen)
    now = edition(read(bench, comment.id))
    moderate_comment(bench.services, MODERATOR, comment.id, "publish", expected="held", seen=now)
    moderate_comment(bench.services, MODERATOR, comment.id, "reject", expected="published", seen=seen)
    bench.clock.move(minutes=1)
    edit_comment(bench.services, comment.id, "And another, before the verdict is taken back.")
    with pytest.raises(Conflict, match="Its writer changed this comment meanwhile"):
        undo_verdict(bench.services, MODERATOR, comment.id, expected="rejected", before="published")
    assert read(bench, comment.id).state == "rejected"


def test_links_that_come_in_by_an_edit_are_judged(bench: Bench) -> None:
    comment = published(bench)
    edited = edit_comment(bench.services, comment.id, "Look at https://pills.example.net/ for all that you need.")
    assert edited.state == "held"
    assert edited.reasons == ("A first-time writer links to pills.example.net.",)
    with bench.services.sessions() as session:
        assert comments.thread(session, "mail").comments == ()


def test_an_edit_publishes_nothing(bench: Bench) -> None:
    waiting = post(bench).comment
    assert edit_comment(bench.services, waiting.id, "A calmer way to put it, without a word too many.").state == "held"
    trapped = post(bench, "Nobody sees that field.", honeypot="x").comment
    assert edit_comment(bench.services, trapped.id, "Nobody sees that field, I say.").state == "spam"


def test_an_edit_is_read_as_a_new_comment_is(bench: Bench) -> None:
    comment = post(bench).comment
    with pytest.raises(BadComment):
        edit_comment(bench.services, comment.id, "x" * 1001)
    with pytest.raises(NotFound):
        edit_comment(bench.services, 99, "x")


def test_what_is_withdrawn_is_gone_at_once_and_erased_later_but_replies_stay(bench: Bench) -> None:
    comment = published(bench, email="ada@example.com")
    reply = published(bench, "The same here, in another town.", parent_id=comment.id)
    assert withdraw_comment(bench.services, comment.id).state == "withdrawn"
    with bench.services.sessions() as session:
        (shown,) = comments.thread(session, "mail").comments
        assert (shown.comment.state, [each.id for each in shown.replies]) == ("withdrawn", [reply.id])
        assert comments.counts(session, "mail") == {"mx": 1}
    with pytest.raises(Gone):
        withdraw_comment(bench.services, comment.id)
    assert not post(bench).duplicate, "the same may be written again"
    bench.clock.move(days=29)
    assert expire_comments(bench.services).erased == 0
    assert read(bench, comment.id).email == "ada@example.com"
    bench.clock.move(days=2)
    assert expire_comments(bench.services).erased == 1
    with bench.services.engine.connect() as connection:
        kept = repr(connection.execute(sql("SELECT * FROM comment WHERE id = :id"), {"id": comment.id}).all())
    assert "ada@" not in kept and "Ada" not in kept and "provider" not in kept
    assert read(bench, comment.id).erased


def test_networks_are_forgotten_after_the_set_days(bench: Bench) -> None:
    bench.services.settings.comment_address_days = 7
    comment = published(bench, address="198.51.100.7")
    bench.clock.move(days=6)
    assert expire_comments(bench.services).networks == 0
    assert read(bench, comment.id).network == "198.51.100.0/24"
    bench.clock.move(days=2)
    assert expire_comments(bench.services).networks == 1
    assert (read(bench, comment.id).address, read(bench, comment.id).network) == (None, None)
    assert read(bench, comment.id).text == comment.text


def test_what_nobody_confirmed_is_forgotten_in_the_end(bench: Bench) -> None:
    bench.services.settings.confirm_address = True
    comment = post(bench, email="somebody.else@example.com").comment
    assert comment.state == "unconfirmed"
    bench.clock.move(days=31)
    expire_comments(bench.services)
    assert read(bench, comment.id).state == "rejected"
    bench.clock.move(days=31)
    assert expire_comments(bench.services).erased == 1
    assert read(bench, comment.id).email == ""


def test_this_worked_for_me_counts_once_a_voter(bench: Bench) -> None:
    comment = published(bench)
    assert vote_for_comment(bench.services, comment.id, "a").helpful == 1
    assert vote_for_comment(bench.services, comment.id, "a").helpful == 1
    assert vote_for_comment(bench.services, comment.id, "b").helpful == 2
    assert vote_for_comment(bench.services, comment.id, "b", back=True).helpful == 1
    assert vote_for_comment(bench.services, comment.id, "b", back=True).helpful == 1
    with pytest.raises(NotFound):
        vote_for_comment(bench.services, post(bench, "This one waits, so nobody can have tried it.").comment.id, "a")
