"""All that one address wrote: asked for, shown, and erased so that nothing personal is left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from app.actions.ask_for_own import MOST_A_DAY, ask_for_own
from app.actions.comment_links import Link, read_link
from app.actions.erase_writer import Erased, erase_writer
from app.actions.export_writer import export_writer
from app.actions.left_credits import left_credits
from app.actions.promote_comment import promote_comment
from app.actions.publish_draft import publish_draft
from app.actions.read_draft import list_drafts
from app.core.errors import Gone
from app.storage import audit, comments
from app.storage.audit import Actor
from tests.actions.commenting import post, published, read
from tests.actions.factories import Bench, make_bench
from tests.actions.mailing import outbox, set_up, signed
from tests.actions.sample import MAIL

ADA = "Ada.Lovelace@example.com"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return set_up(make_bench(tmp_path, mail=MAIL), moderators=("grace@example.com",))


def link_for(bench: Bench, email: str = ADA) -> Link:
    assert ask_for_own(bench.services, email)
    return read_link(bench.services, signed(outbox(bench, "mine:")[-1]))


def test_who_wrote_nothing_gets_no_mail(bench: Bench) -> None:
    post(bench, email=ADA)
    assert not ask_for_own(bench.services, "eve@example.com")
    assert outbox(bench, "mine:") == []


def test_the_link_goes_to_the_address_and_does_not_tell_it(bench: Bench) -> None:
    post(bench, email=ADA)
    assert ask_for_own(bench.services, ADA.lower())
    (mail,) = outbox(bench, "mine:")
    assert mail.recipient == ADA.lower()
    assert bench.services.signer.read("comment-link", signed(mail), 10) == {"do": "mine", "mail": mail.key}


def test_an_address_is_written_to_no_more_than_three_times_a_day(bench: Bench) -> None:
    post(bench, email=ADA)
    asked = [ask_for_own(bench.services, address) for address in (ADA, ADA.lower(), ADA.upper(), ADA, ADA)]
    assert asked == [True] * MOST_A_DAY + [False] * 2
    bench.clock.move(days=1, seconds=1)
    assert ask_for_own(bench.services, ADA)


def test_the_copy_has_all_and_nothing_of_others(bench: Bench) -> None:
    set_up(bench, moderation="all")
    first = published(bench, email=ADA, subscribe=True)
    post(bench, "A second one, of another kind altogether, about DNS.", email=ADA.lower(), address="192.0.2.7")
    post(bench, "This one is somebody else's and tells of spam filters.", email="eve@example.com", name="Eve")
    told = export_writer(bench.services, link_for(bench))
    assert json.loads(json.dumps(told)) == told
    written = told["comments"]
    assert isinstance(written, list)
    assert [(one["state"], one["reply_to"]) for one in written] == [("published", None), ("not published", None)]
    assert written[0]["text"] == first.text
    assert written[1]["network_address"] == "192.0.2.7"
    assert len(told["replies_told"]) == 1  # type: ignore[arg-type]
    assert "eve@" not in json.dumps(told)


def test_nobody_learns_that_a_comment_was_taken_for_spam(bench: Bench) -> None:
    post(bench, email=ADA, honeypot="x")
    assert "spam" not in json.dumps(export_writer(bench.services, link_for(bench)))


def test_what_is_erased_is_nowhere(bench: Bench) -> None:
    first = published(
        bench, email=ADA, subscribe=True, name="Ada Lovelace", text="The secret word is xylophone, always."
    )
    reply = published(bench, "That was it, thank you from all of us here.", parent_id=first.id, name="Bob")
    own = published(
        bench, "Xylophone it is, I say it once more for you.", parent_id=first.id, name="Ada Lovelace", email=ADA
    )
    waiting = post(bench, "A xylophone that waits for somebody to look at it.", email=ADA, name="Ada Lovelace")
    link = link_for(bench)
    assert erase_writer(bench.services, link) == Erased(comments=3, subscriptions=1)
    with bench.services.engine.connect() as connection:
        for table in ("comment", "comment_subscription", "comment_vote", "outgoing_mail", "audit_entry"):
            kept = repr(connection.execute(text(f"SELECT * FROM {table}")).all()).lower()
            assert "xylophone" not in kept, table
            assert "lovelace" not in kept, table
    assert read(bench, reply.id).state == "published"
    with bench.services.sessions() as session:
        (shown,) = comments.thread(session, "mail").comments
        assert (shown.comment.id, shown.comment.erased) == (first.id, True)
        assert [one.id for one in shown.replies] == [reply.id]
        assert comments.counts(session, "mail") == {"mx": 1}
        assert bench.services.recent_comments.nearest(session, "Xylophone it is, I say it once more for you.") is None
    assert read(bench, own.id).erased
    assert read(bench, waiting.comment.id).erased
    for again in (export_writer, erase_writer):
        with pytest.raises(Gone):
            again(bench.services, link)
    assert not ask_for_own(bench.services, ADA)


def test_a_draft_that_was_made_of_it_goes_too(bench: Bench) -> None:
    mine = published(bench, email=ADA, name="Ada Lovelace", text="The xylophone had closed port 25, we found.")
    theirs = published(bench, "Our provider had closed port 25, it turned out.", name="Bob")
    for comment in (mine, theirs):
        promote_comment(bench.services, Actor(None, "grace"), comment.id, expected="")
    erase_writer(bench.services, link_for(bench))
    assert [draft.number for draft in list_drafts(bench.services)] == [3]
    assert (read(bench, mine.id).mark, read(bench, theirs.id).mark) == ("", "promoted")
    with bench.services.sessions() as session:
        assert "xylophone" not in repr(audit.entries(session)), "the log is for good"


def test_erasing_tells_every_worker(bench: Bench) -> None:
    published(bench, email=ADA)
    with bench.services.sessions() as session:
        before = comments.generation_of(session, "mail")
    erase_writer(bench.services, link_for(bench))
    with bench.services.sessions() as session:
        assert comments.generation_of(session, "mail") > before


def test_an_article_that_names_the_writer_is_told_of_until_a_version_without_it_is_served(bench: Bench) -> None:
    mine = published(bench, email=ADA, name="Ada Lovelace", text="The provider had closed port 25, we found.")
    theirs = published(bench, "Our provider had closed port 25, it turned out.", name="Bob")
    for comment in (mine, theirs):
        draft = promote_comment(bench.services, Actor(None, "grace"), comment.id, expected="")
        publish_draft(bench.services, Actor(None, "grace"), "mail", draft.number)
    assert left_credits(bench.services) == []
    erase_writer(bench.services, link_for(bench))
    (left,) = left_credits(bench.services)
    assert (left.article_id, left.comments) == ("mail", (mine.id,))
    with bench.services.sessions() as session:
        (entry,) = audit.entries(session, action="credit-left")
        assert "ovelace" not in repr(audit.entries(session))
    assert (entry.subject_id, entry.details) == ("mail", {"comments": [mine.id], "number": 3})
    served = bench.services.library.get("mail")
    assert served is not None and "Ada Lovelace" in served.source
    bench.write(mail=served.source.replace(f"[Ada Lovelace](/comments/{mine.id})", "A reader"))
    assert len(left_credits(bench.services)) == 1, "it was changed here, so the file waits as a draft"
    publish_draft(bench.services, Actor(None, "grace"), "mail", 4)
    assert left_credits(bench.services) == []
