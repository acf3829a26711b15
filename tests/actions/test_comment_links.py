"""The links in mail: each does one thing, a verdict once, and only for whom it was sent to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.actions import comment_mail
from app.actions.comment_links import VALID, Linked, follow_link, look_at_link, read_link
from app.actions.moderate_comment import moderate_comment
from app.core.errors import Conflict, Gone, NotFound
from app.storage import audit, subscriptions
from tests.actions.commenting import MODERATOR, post, published, read
from tests.actions.factories import Bench, make_bench
from tests.actions.mailing import links, outbox, set_up, signed
from tests.actions.sample import MAIL


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return set_up(make_bench(tmp_path, mail=MAIL), moderators=("grace@example.com", "linus@example.com"))


def follow(bench: Bench, link: str, also: tuple[int, ...] = ()) -> Linked:
    return follow_link(bench.services, read_link(bench.services, link), also)


def look(bench: Bench, link: str) -> Linked:
    return look_at_link(bench.services, read_link(bench.services, link))


def test_a_held_comment_is_told_to_each_moderator_with_links_of_their_own(bench: Bench) -> None:
    comment = post(bench, email="ada@example.com").comment
    assert comment.state == "held"
    first, second = outbox(bench)
    assert (first.recipient, second.recipient) == ("grace@example.com", "linus@example.com")
    assert comment.text in first.text
    assert len({*links(first), *links(second)}) == 6
    assert "grace" not in first.key and "ada@" not in first.text


@pytest.mark.parametrize(("at", "state"), [(0, "published"), (1, "rejected"), (2, "spam")])
def test_a_verdict_by_link_is_audited_under_its_moderator(bench: Bench, at: int, state: str) -> None:
    comment = post(bench).comment
    link = signed(outbox(bench)[1], at)
    assert not look(bench, link).done
    assert read(bench, comment.id).state == "held"  # looking changes nothing
    assert follow(bench, link).done
    assert read(bench, comment.id).state == state
    with bench.services.sessions() as session:
        entry = audit.entries(session)[0]
    assert (entry.actor, entry.account_id, entry.subject_id) == ("link to linus@example.com", None, str(comment.id))


def test_a_link_works_once_even_where_the_comment_waits_again(bench: Bench) -> None:
    comment = post(bench).comment
    link = signed(outbox(bench)[0])
    follow(bench, link)
    moderate_comment(bench.services, MODERATOR, comment.id, "hold", expected="published")
    with pytest.raises(Conflict, match="once"):
        follow(bench, link)
    assert read(bench, comment.id).state == "held"


def test_two_moderators_get_one_result(bench: Bench) -> None:
    post(bench)
    first, second = outbox(bench)
    follow(bench, signed(first, 0))
    with pytest.raises(Conflict, match=r"grace@example\.com was quicker"):
        follow(bench, signed(second, 1))
    assert look(bench, signed(second, 1)).done
    assert follow(bench, signed(second, 0)).done  # the same verdict is no conflict


def test_a_moderator_who_left_has_links_that_do_nothing(bench: Bench) -> None:
    comment = post(bench).comment
    link = signed(outbox(bench)[0])
    set_up(bench, moderators=("linus@example.com",))
    for do in (look, follow):
        with pytest.raises(Gone):
            do(bench, link)
    assert read(bench, comment.id).state == "held"


def test_links_end(bench: Bench) -> None:
    post(bench)
    link = signed(outbox(bench)[0])
    bench.clock.move(seconds=VALID["publish"].total_seconds() + 1)
    with pytest.raises(Gone, match="time"):
        read_link(bench.services, link)


@pytest.mark.parametrize(
    "spoil", [lambda link: link[:-1], lambda link: "x" + link, lambda link: "", lambda link: link * 9]
)
def test_what_we_did_not_sign_is_nothing(bench: Bench, spoil: Callable[[str], str]) -> None:
    post(bench)
    with pytest.raises(NotFound):
        read_link(bench.services, spoil(signed(outbox(bench)[0])))


def test_what_was_signed_for_another_purpose_is_nothing(bench: Bench) -> None:
    with pytest.raises(NotFound):
        read_link(bench.services, bench.services.signer.sign("comments of a browser", {"do": "publish", "comment": 1}))
    with pytest.raises(NotFound):
        read_link(bench.services, bench.services.signer.sign("comment-link", {"do": "erase everything"}))


def test_a_confirmed_address_lets_the_comment_go(bench: Bench) -> None:
    set_up(bench, confirm_address=True, moderation="none")
    comment = post(bench, email="ada@example.com", subscribe=True).comment
    assert comment.state == "unconfirmed"
    (mail,) = outbox(bench)  # one question, not two
    assert (mail.key, mail.recipient) == (f"confirm:{comment.id}", "ada@example.com")
    assert not look(bench, signed(mail)).done
    assert follow(bench, signed(mail)).done
    assert read(bench, comment.id).state == "published"
    with bench.services.sessions() as session:
        assert [one.running for one in subscriptions.subscriptions_of(session, "ada@example.com")] == [True]
    assert follow(bench, signed(mail)).done


def test_replies_are_told_only_to_who_confirmed_and_until_they_end_it(bench: Bench) -> None:
    first = published(bench, email="ada@example.com", subscribe=True)
    (question,) = outbox(bench, "subscribe:")
    published(bench, "An early reply that tells of nothing much.", parent_id=first.id, name="Bob")
    assert outbox(bench, "reply:") == []
    assert follow(bench, signed(question)).done
    reply = published(bench, "It worked for us with another provider, too.", parent_id=first.id, name="Eve")
    (mail,) = outbox(bench, "reply:")
    assert mail.recipient == "ada@example.com"
    assert f"/comments/{reply.id}" in mail.text
    link = f"https://help.example.com{links(mail)[0]}"
    assert dict(mail.headers) == {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    bench.clock.move(days=400)
    assert not look(bench, signed(mail)).done
    assert follow(bench, signed(mail)).done
    assert follow(bench, signed(mail)).done
    published(bench, "One that comes later and is not told of.", parent_id=first.id, name="Mal")
    assert len(outbox(bench, "reply:")) == 1


def test_ones_own_reply_is_no_news(bench: Bench) -> None:
    first = published(bench, email="ada@example.com", subscribe=True)
    follow(bench, signed(outbox(bench, "subscribe:")[0]))
    published(bench, "I forgot to say that it took two days.", parent_id=first.id, email="Ada@example.com")
    assert outbox(bench, "reply:") == []


def test_an_address_is_asked_no_more_than_a_few_times_a_day(bench: Bench) -> None:
    for number in range(9):
        tip = f"{number}: something quite different, {'abcdefghi'[number] * 40}"
        post(bench, tip, email="victim@example.com", subscribe=True, name=f"N{number}")
    assert len(outbox(bench, "subscribe:")) == 5


def test_nobody_is_asked_to_confirm_more_than_a_few_times_a_day(bench: Bench) -> None:
    set_up(bench, confirm_address=True, moderation="none")
    for number in range(7):
        tip = f"{number}: something quite different, {'abcdefg'[number] * 40}"
        post(bench, tip, email="victim@example.com", name=f"N{number}")
    asked = outbox(bench)
    assert len(asked) == 5
    assert follow(bench, signed(asked[0]), also=(6, 7)).done  # those that no mail was sent for
    assert [number for number in range(1, 8) if read(bench, number).state != "unconfirmed"] == [1, 6, 7]


def test_a_link_confirms_the_comment_it_names_and_no_other_that_somebody_wrote_under_my_address(bench: Bench) -> None:
    set_up(bench, confirm_address=True, moderation="none")
    theirs = post(bench, "Somebody else typed my address below this.", name="Mal", email="Ada@example.com").comment
    mine = post(bench, email="ada@example.com").comment
    strange = post(bench, "Of another address, and nobody asked there.", name="Bob", email="bob@example.com").comment
    link = signed(next(mail for mail in outbox(bench) if mail.key == f"confirm:{mine.id}"))
    assert [other.id for other in look(bench, link).others] == [theirs.id]
    follow(bench, link)
    assert [read(bench, each.id).state for each in (mine, theirs)] == ["published", "unconfirmed"]
    assert [read(bench, each.id).email_confirmed for each in (mine, theirs)] == [True, False]
    follow(bench, link, also=(theirs.id, strange.id))
    assert [read(bench, each.id).state for each in (theirs, strange)] == ["published", "unconfirmed"]
    assert look(bench, link).others == ()


def test_what_i_say_i_wrote_tells_me_of_replies_where_that_was_asked(bench: Bench) -> None:
    set_up(bench, confirm_address=True, moderation="none")
    other = post(bench, "This one asked to hear of replies to it.", email="ada@example.com", subscribe=True).comment
    post(bench, email="ada@example.com")
    link = signed(outbox(bench, "confirm:2")[0])
    follow(bench, link)
    with bench.services.sessions() as session:
        assert [one.running for one in subscriptions.subscriptions_of(session, "ada@example.com")] == [False]
    follow(bench, link, also=(other.id,))
    with bench.services.sessions() as session:
        assert [one.running for one in subscriptions.subscriptions_of(session, "ada@example.com")] == [True]


def test_a_flood_of_comments_is_no_flood_of_mail(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comment_mail, "MOST_AN_HOUR", 3)
    for number in range(5):
        post(bench, f"{number}: something quite different, {'abcde'[number] * 40}", name=f"N{number}")
    told = [mail for mail in outbox(bench, "held:") if mail.recipient == "grace@example.com"]
    assert ["This is the last of these" in mail.text for mail in told] == [False, False, True]
    bench.clock.move(hours=1, seconds=1)
    post(bench, "And one more, an hour later, of a kind of its own.", name="N6")
    assert len([mail for mail in outbox(bench, "held:") if mail.recipient == "grace@example.com"]) == 4


def test_nobody_is_asked_for_the_sake_of_spam(bench: Bench) -> None:
    comment = post(bench, email="victim@example.com", subscribe=True, honeypot="x").comment
    assert comment.state == "spam"
    assert outbox(bench) == []


def test_services_without_moderators_write_to_nobody(bench: Bench) -> None:
    bench.services = replace(bench.services, settings=bench.services.settings.model_copy(update={"moderators": ()}))
    post(bench)
    assert outbox(bench) == []
