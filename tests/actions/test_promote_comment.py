"""A tip becomes a draft, the draft is published, and its writer is told. Comments follow what they hang on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text as sql

from app.actions.mark_comment import mark_comment
from app.actions.post_comment import Form, NewComment, Sender, post_comment
from app.actions.promote_comment import promote_comment
from app.actions.publish_draft import publish_draft
from app.actions.read_draft import list_drafts, read_draft
from app.core.anchors import anchor_digest, current_ids, find_anchor, gathered
from app.core.errors import Conflict, NotFound, WrongUse
from app.storage import audit, comments
from tests.actions.commenting import MODERATOR, TIP, post, published, read
from tests.actions.factories import Bench, make_bench
from tests.actions.sample import MAIL


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return make_bench(tmp_path, mail=MAIL)


def told(bench: Bench) -> list[tuple[str, str, str]]:
    with bench.services.engine.connect() as connection:
        rows = connection.execute(sql("SELECT key, recipient, text FROM outgoing_mail ORDER BY id")).all()
    return [(row[0], row[1], row[2]) for row in rows]


def test_from_tip_to_published_cause(bench: Bench) -> None:
    comment = published(bench, email="ada@example.com")
    promoted = promote_comment(bench.services, MODERATOR, comment.id, expected="")
    assert (promoted.comment.mark, promoted.comment.mark_number, promoted.number) == ("promoted", 2, 2)
    served = bench.services.library.get("mail")
    assert served is not None and served.number == 1 and served.article.cause(promoted.cause_id) is None
    draft = read_draft(bench.services, "mail", 2)
    assert draft.patch == promoted.patch and "+### Our provider had closed port 25" in draft.patch
    assert not [line for line in draft.patch.splitlines() if line.startswith("-") and not line.startswith("---")]
    assert ([each.id for each in draft.comments], draft.newer) == ([comment.id], None)
    assert [each.number for each in list_drafts(bench.services)] == [2]
    assert told(bench) == []

    entry = publish_draft(bench.services, MODERATOR, "mail", 2)
    assert entry.number == 2 and entry.article.cause(promoted.cause_id) is not None
    assert read(bench, comment.id).mark == "fixed"
    ((key, recipient, text),) = told(bench)
    assert (key, recipient) == (f"fixed:{comment.id}", "ada@example.com")
    assert TIP in text and "Version 2" in text
    assert list_drafts(bench.services) == []
    with bench.services.sessions() as session:
        assert {each.action for each in audit.entries(session)} == {"publish", "promote"}
    with pytest.raises(NotFound):
        publish_draft(bench.services, MODERATOR, "mail", 2)


def test_only_one_draft_comes_of_two_clicks(bench: Bench) -> None:
    comment = published(bench)
    promote_comment(bench.services, MODERATOR, comment.id, expected="")
    with pytest.raises(Conflict):
        promote_comment(bench.services, MODERATOR, comment.id, expected="")
    assert len(list_drafts(bench.services)) == 1


def test_a_draft_that_is_older_than_what_is_served_is_not_published_by_mistake(bench: Bench) -> None:
    comment = published(bench)
    promote_comment(bench.services, MODERATOR, comment.id, expected="")
    bench.write(mail=MAIL.replace("Another server asks", "Each server asks"))
    assert read_draft(bench.services, "mail", 2).newer == 3
    with pytest.raises(Conflict):
        publish_draft(bench.services, MODERATOR, "mail", 2)
    assert read(bench, comment.id).mark == "promoted"
    assert publish_draft(bench.services, MODERATOR, "mail", 2, stale=True).number == 2


def test_what_cannot_be_promoted_is_said(bench: Bench) -> None:
    with pytest.raises(NotFound):
        promote_comment(bench.services, MODERATOR, post(bench).comment.id, expected="")
    whole = published(bench, "This is about all of the article.", anchor="")
    with pytest.raises(WrongUse) as caught:
        promote_comment(bench.services, MODERATOR, whole.id, expected="")
    assert caught.value.context["steps"] == ["sent", "mx", "firewall", "kind", "last", "solved", "escalate"]
    assert promote_comment(bench.services, MODERATOR, whole.id, expected="", step="mx").number == 2


def test_a_fix_that_is_marked_on_a_draft_is_told_when_it_is_published(bench: Bench) -> None:
    first, second = published(bench, email="a@example.com"), published(bench, "Port 587 it was.", email="b@example.com")
    promote_comment(bench.services, MODERATOR, first.id, expected="")
    mark_comment(bench.services, MODERATOR, second.id, "fixed", expected="", number=2)
    assert told(bench) == []
    publish_draft(bench.services, MODERATOR, "mail", 2)
    assert sorted(recipient for _, recipient, _ in told(bench)) == ["a@example.com", "b@example.com"]


def test_the_page_can_tell_that_a_step_changed_since(bench: Bench) -> None:
    comment = published(bench)
    old = bench.services.library.get("mail")
    bench.write(mail=MAIL.replace("Look at the firewall.", "Look at both firewalls."))
    new = bench.services.library.get("mail")
    assert old is not None and new is not None
    assert anchor_digest(new.article, "mx") == comment.anchor_digest, "another step changed"
    bench.write(mail=MAIL.replace("Another server asks", "Each server asks"))
    new = bench.services.library.get("mail")
    assert new is not None and anchor_digest(new.article, "mx") != comment.anchor_digest
    late = published(bench, "I still had the old page open then.", version_number=1)
    assert (late.version_number, late.anchor_digest) == (1, comment.anchor_digest)


def test_comments_follow_a_step_that_was_renamed_and_stay_with_the_article_when_it_goes(bench: Bench) -> None:
    first = published(bench)
    cause = published(bench, "My name servers were slow as well, all three.", anchor="slow")
    renamed = MAIL.replace("id: mx\n", "id: records\nwas: [mx]\n").replace("to: mx}", "to: records}")
    renamed = renamed.replace(
        "### The name servers are slow\n```yaml cause\nid: slow\nlikely: rarely\n```\nWait.\n\n", ""
    )
    renamed = renamed.replace("id: no-mx\n", "id: no-mx\nwas: [slow]\n")
    bench.write(mail=renamed)
    entry = bench.services.library.get("mail")
    assert entry is not None
    anchor = find_anchor(entry.article, "mx")
    assert anchor is not None and (anchor.id, anchor.ids) == ("records", ("records", "mx"))
    with bench.services.sessions() as session:
        shown = comments.thread(session, "mail", anchor=anchor.ids).comments
        assert [each.comment.id for each in shown] == [first.id]
        assert gathered(comments.counts(session, "mail"), entry.article) == {"records": 1, "no-mx": 1}
    again = published(bench, "Under its new name, from an old page.", anchor="mx", version_number=1)
    assert again.anchor == "mx"
    assert current_ids(entry.article)["slow"] == "no-mx"
    assert read(bench, cause.id).anchor == "slow"


def test_comments_of_a_renamed_article_are_those_of_its_heir(bench: Bench) -> None:
    comment = published(bench)
    (bench.content / "mail.md").unlink()
    bench.write(post=MAIL.replace("id: mail\n", "id: post\nwas: [mail]\n", 1))
    assert bench.services.library.resolve("mail") == "post"
    with bench.services.sessions() as session:
        assert [each.comment.id for each in comments.thread(session, "post").comments] == [comment.id]
        assert comments.generation_of(session, "post") > 0


def test_nobody_writes_on_a_draft(bench: Bench) -> None:
    comment = published(bench)
    promoted = promote_comment(bench.services, MODERATOR, comment.id, expected="")
    new = NewComment("mail", "mx", version_number=promoted.number, name="Eve", text="I was shown no such thing, was I?")
    kept = post_comment(bench.services, new, Sender("192.0.2.9"), Form(bench.clock())).comment
    assert kept.version_number == 1
