"""Posting: what was filled in is read, judged and kept once; a thread shows it where it belongs."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.actions.new_comment import BadComment, Form, NewComment, Posted, Posting, Sender
from app.actions.post_comment import post_comment, post_comments
from app.actions.read_comment import check_comment
from app.actions.verify import Ticket
from app.core.errors import BadVerification, LimitReached, NotAllowed, NotFound, StoreUnavailable
from app.storage import comment_changes, comments
from tests.actions.commenting import post
from tests.actions.factories import Bench, make_bench
from tests.actions.sample import MAIL


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path, mail=MAIL)


def test_a_first_comment_waits_and_is_kept_as_it_was_written(bench: Bench) -> None:
    kept = post(
        bench, "Port *25* was closed.\r\nhttps://example.com/x", email="Ada@Example.com", address="198.51.100.7"
    ).comment
    assert kept.state == "held"
    assert kept.reasons[-1] == "Its writer had no comment published before."
    assert kept.text == "Port *25* was closed.\nhttps://example.com/x"
    assert kept.html.startswith("<p>Port <em>25</em> was closed.<br>\n<a href=")
    assert (kept.anchor, kept.version_number, kept.network, kept.email_shown) == ("mx", 1, "198.51.100.0/24", False)
    assert len(kept.anchor_digest) == 64
    with bench.services.sessions() as session:
        assert comments.thread(session, "mail").comments == ()
        assert [each.id for each in comments.queue(session)[0]] == [kept.id]


def test_the_same_comment_is_one(bench: Bench) -> None:
    first = post(bench)
    again = post(bench)
    assert again.duplicate and again.comment.id == first.comment.id
    assert not post(bench, name="Grace").duplicate


def test_two_at_once_are_one(bench: Bench) -> None:
    start = threading.Barrier(8)
    found: list[Posted] = []

    def go() -> None:
        start.wait(10)
        found.append(post(bench))

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len({each.comment.id for each in found}) == 1
    assert sorted(each.duplicate for each in found) == [False] + [True] * 7
    assert all(each.own is not each.duplicate for each in found), "only one of them is the writer"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"text": "  \n "}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"email": "nobody"}, "email"),
        ({"subscribe": True}, "email"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(bench: Bench, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadComment) as caught:
        post(bench, **changes)
    assert list(caught.value.problems) == [field]


def test_characters_are_counted_as_people_see_them(bench: Bench) -> None:
    family = "👩‍👩‍👧‍👦"
    assert post(bench, family * 1000).comment.text == family * 1000
    with pytest.raises(BadComment) as caught:
        post(bench, family * 1001)
    assert caught.value.problems["text"].startswith("Shorten your comment by 1 character:")


def test_a_reply_to_a_reply_hangs_on_the_first_comment(bench: Bench) -> None:
    bench.services.settings.moderation = "none"
    first = post(bench).comment
    reply = post(bench, "Thank you, the same was true for us here.", parent_id=first.id, anchor="last").comment
    deeper = post(bench, "And for us, in another country altogether.", parent_id=reply.id).comment
    assert (reply.parent_id, deeper.parent_id) == (first.id, first.id)
    assert {reply.anchor, deeper.anchor} == {"mx"}
    with bench.services.sessions() as session:
        (shown,) = comments.thread(session, "mail").comments
        assert [each.id for each in shown.replies] == [reply.id, deeper.id]
        assert comments.counts(session, "mail") == {"mx": 3}


def test_nobody_replies_to_what_is_not_public(bench: Bench) -> None:
    waiting = post(bench).comment
    with pytest.raises(NotFound):
        post(bench, "A reply", parent_id=waiting.id)
    with pytest.raises(NotFound):
        post(bench, "A reply", parent_id=99)


def test_an_unknown_place_or_article_is_not_found(bench: Bench) -> None:
    with pytest.raises(NotFound):
        post(bench, anchor="nowhere")
    with pytest.raises(NotFound):
        post(bench, article_id="nothing")


def test_a_site_may_take_none(bench: Bench) -> None:
    bench.services.settings.comments = False
    with pytest.raises(NotAllowed):
        post(bench)


def test_a_network_that_floods_is_refused_for_a_while(bench: Bench) -> None:
    for at in range(20):
        post(bench, f"Number {at}", address=f"198.51.100.{at}")
    with pytest.raises(LimitReached):
        post(bench, "One more", address="198.51.100.200")
    post(bench, "One more", address="198.51.101.1")
    bench.clock.move(minutes=11)
    post(bench, "Once more", address="198.51.100.200")


def test_the_preview_is_what_will_be_kept(bench: Bench) -> None:
    text = "A <b>tag</b> is text<br>and a `code` is code"
    html = check_comment(bench.services, NewComment("mail", name="Ada", text=text))
    assert html == post(bench, text).comment.html
    assert "<br>" in html and "<b>" not in html


def test_a_verification_is_used_up_with_the_comment_it_was_for(bench: Bench) -> None:
    now = bench.clock()

    def with_ticket(text: str, subject: str) -> Posted:
        ticket = Ticket("challenge", subject, now + timedelta(minutes=20))
        return post_comment(
            bench.services,
            NewComment("mail", "mx", name="Ada", text=text),
            Sender("198.51.100.7"),
            Form(now - timedelta(seconds=60)),
            ticket,
        )

    with pytest.raises(BadComment):
        with_ticket("", "a")
    kept = with_ticket("It was port 25, after all.", "a")
    again = with_ticket("It was port 25, after all.", "a")
    assert again.duplicate and again.own and again.comment.id == kept.comment.id
    with pytest.raises(BadVerification):
        with_ticket("Something else.", "b")
    with bench.services.sessions() as session:
        assert comments.queue_counts(session) == {"held": 1}


def _posting(bench: Bench, text: str, address: str = "198.51.100.7", challenge: str = "", **changes: Any) -> Posting:
    new = NewComment(**{"article_id": "mail", "anchor": "mx", "name": "Ada", "text": text, **changes})
    now = bench.clock()
    ticket = Ticket(challenge, text, now + timedelta(minutes=20)) if challenge else None
    return Posting(new, Sender(address), Form(now - timedelta(seconds=60)), ticket)


def test_those_that_come_together_are_each_judged_as_if_they_came_one_by_one(bench: Bench) -> None:
    first, refused, again, missing, used, pressed_twice, last = post_comments(
        bench.services,
        [
            _posting(bench, "It was port 25.", challenge="one"),
            _posting(bench, ""),
            _posting(bench, "It was port 25.", challenge="two"),
            _posting(bench, "Where is it?", article_id="nowhere"),
            _posting(bench, "Something else.", challenge="one"),
            _posting(bench, "It was port 25.", challenge="one"),
            _posting(bench, "The last one.", challenge="two"),
        ],
    )
    assert isinstance(first, Posted) and not first.duplicate
    assert isinstance(refused, BadComment)
    assert isinstance(again, Posted) and again.duplicate and not again.own and again.comment.id == first.comment.id
    assert isinstance(missing, NotFound)
    assert isinstance(used, BadVerification)
    assert isinstance(pressed_twice, Posted) and pressed_twice.duplicate and pressed_twice.own
    assert isinstance(last, Posted) and not last.duplicate, "the verification was not used up by the duplicate"
    with bench.services.sessions() as session:
        assert comments.queue_counts(session) == {"held": 2}
        for each in (first, last):
            assert comments.find_comment(session, each.comment.id) == each.comment


def test_a_flood_in_one_go_is_compared_and_limited_as_well(bench: Bench) -> None:
    bench.services.settings.moderation = "none"
    offers = [f"Buy the very best watches of all the world from us today, only {at}0 dollars!" for at in range(2)]
    offered = post_comments(bench.services, [_posting(bench, text, f"203.0.{at}.9") for at, text in enumerate(offers)])
    assert [each.comment.state for each in offered if isinstance(each, Posted)] == ["published", "held"]
    flood = post_comments(bench.services, [_posting(bench, f"Number {at}") for at in range(22)])
    assert [isinstance(each, LimitReached) for each in flood] == [False] * 20 + [True] * 2
    assert [each.comment.state for each in flood[:5] if isinstance(each, Posted)] == ["published"] * 4 + ["held"]


def test_what_was_not_kept_after_all_is_not_remembered(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.services.settings.moderation = "none"
    text, other = (
        "Our provider had closed the port without a word to us.",
        "Something that nobody has said before here.",
    )

    def full(*_: object) -> int:
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(comment_changes, "touch_all", full)
        with pytest.raises(StoreUnavailable):
            post_comments(bench.services, [_posting(bench, text)])
    assert post(bench, other).comment.id == 1
    kept = post(bench, text).comment
    assert (kept.state, kept.reasons) == ("published", ())
