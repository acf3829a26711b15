"""The queue of moderators: lists, verdicts one by one and in bulk, undo, and two moderators at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from app.actions.edit_comment import edit_comment
from app.actions.moderate_comment import moderate_comment
from app.storage import audit, comments
from app.storage.comment_rows import Comment
from app.web.admin.cards import VERDICTS, ids_in
from app.web.admin.queue import PAGE
from tests.actions.commenting import MODERATOR, post, published, read
from tests.actions.sample import MAIL
from tests.web.admin.desk import Desk, Visitor, make_desk, words


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, mail=MAIL)


def held(desk: Desk, text: str = "", **changes: Any) -> Comment:
    """A comment that waits, with a text of its own."""
    made = post(desk.bench, text or f"Tip number {len(numbers(desk))}: look at the cable first", **changes).comment
    return made


def numbers(desk: Desk) -> list[int]:
    with desk.services.sessions() as session:
        return [row.id for state in VERDICTS for row in comments.queue(session, state, limit=500)[0]]


def state(desk: Desk, comment: Comment) -> str:
    return read(desk.bench, comment.id).state


def buttons(text: str) -> set[str]:
    return set(re.findall(r'name="do" value="([^"]+)"', text))


def done(visitor: Visitor, fields: dict[str, object]) -> str:
    """Posts, follows, and gives what the next page says."""
    answer = visitor.post("/admin/comments", fields)
    assert answer.status_code == 303, words(answer)
    return visitor.get(answer.headers["location"].partition("#")[0]).text


def test_the_queue_shows_what_waits_and_why(desk: Desk) -> None:
    comment = held(desk, "See **this** https://shop.example/x for it", email="ada@example.com")
    page = desk.person("otto@example.com").get("/admin/comments")
    said = words(page)
    for told in (
        "Ada",
        "Waiting 1",
        "Its writer had no comment published before.",
        "A first-time writer links to shop.example.",
        "ada@example.com (hidden)",
        f"from {comment.address}",
        "version 1",
    ):
        assert told in said, told
    assert "<strong>" in page.text and "nofollow" in page.text
    assert f'href="/a/mail#{comment.anchor}"' in page.text
    assert buttons(page.text) >= {f"{verdict}:{comment.id}:held" for verdict in ("publish", "reject", "spam")}


@pytest.mark.parametrize(
    ("verdict", "after", "told"),
    [
        ("publish", "published", "was published"),
        ("reject", "rejected", "was rejected"),
        ("spam", "spam", "called spam"),
    ],
)
def test_a_verdict_and_its_undo(desk: Desk, verdict: str, after: str, told: str) -> None:
    otto, comment = desk.person("otto@example.com"), held(desk)
    page = done(otto, {"do": f"{verdict}:{comment.id}:held", "state": "held"})
    assert told in page and state(desk, comment) == after
    back = re.findall(r'name="back" value="([^"]+)"', page)
    assert back == [f"{comment.id}:{after}:held"]
    page = done(otto, {"do": "undo", "back": back, "state": "held"})
    assert "as it was before" in page and state(desk, comment) == "held"
    with desk.services.sessions() as session:
        entries = audit.entries(session, subject_kind="comment", subject_id=str(comment.id))
    assert [(entry.actor, entry.action) for entry in entries] == [("Otto", "undo"), ("Otto", verdict)]


def test_what_was_decided_last_can_be_undone_later_too(desk: Desk) -> None:
    otto, comment = desk.person("otto@example.com"), held(desk)
    done(otto, {"do": f"spam:{comment.id}:held"})
    page = otto.get("/admin/comments").text
    assert re.findall(r'name="back" value="([^"]+)"', page) == [f"{comment.id}:spam:held"]
    assert "back" not in re.findall(r'name="(\w+)"', desk.person().get("/admin/comments").text)  # Maria did nothing
    done(otto, {"do": "undo", "back": f"{comment.id}:spam:held"})
    assert 'name="back"' not in otto.get("/admin/comments").text


def test_many_at_once_and_back(desk: Desk) -> None:
    otto = desk.person("otto@example.com")
    one, two, three = held(desk), held(desk, "A second one"), held(desk, "And a third")
    page = done(otto, {"do": "reject", "chosen": [f"{one.id}:held", f"{three.id}:held"], "state": "held"})
    assert "2 comments were rejected." in page
    assert [state(desk, each) for each in (one, two, three)] == ["rejected", "held", "rejected"]
    done(otto, {"do": "undo", "back": re.findall(r'name="back" value="([^"]+)"', page)})
    assert [state(desk, each) for each in (one, two, three)] == ["held", "held", "held"]
    assert "no comment was chosen" in done(otto, {"do": "reject"})


def test_two_moderators_at_once_get_one_result_and_a_clear_message(desk: Desk) -> None:
    maria, otto, comment = desk.person(), desk.person("otto@example.com"), held(desk)
    for visitor in (maria, otto):
        assert f"publish:{comment.id}:held" in visitor.get("/admin/comments").text
    done(maria, {"do": f"spam:{comment.id}:held"})
    late = otto.post("/admin/comments", {"do": f"publish:{comment.id}:held", "state": "held"})
    assert late.status_code == 409
    assert f"Comment {comment.id} : Maria was quicker: this comment was marked as spam. Nothing was changed." in words(
        late
    )
    assert state(desk, comment) == "spam"
    same = otto.post("/admin/comments", {"do": f"spam:{comment.id}:held"})
    assert same.status_code == 303
    with desk.services.sessions() as session:
        assert len(audit.entries(session, subject_kind="comment", subject_id=str(comment.id))) == 1


def test_a_text_that_its_writer_changed_meanwhile_is_not_published(desk: Desk) -> None:
    otto, one, two = desk.person("otto@example.com"), held(desk), held(desk, "A second one")
    seen = re.findall(r'name="seen" value="([^"]+)"', otto.get("/admin/comments").text)
    assert sorted(seen) == [f"{one.id}:", f"{two.id}:"]
    edit_comment(desk.services, one.id, "Words that no moderator has read.")
    sent = {"do": "publish", "chosen": [f"{one.id}:held", f"{two.id}:held"], "seen": seen}
    answer = otto.post("/admin/comments", sent)
    assert answer.status_code == 409 and "Its writer changed this comment meanwhile. Read it again." in words(answer)
    assert (state(desk, one), state(desk, two)) == ("held", "published")
    seen = re.findall(r'name="seen" value="([^"]+)"', answer.text)
    assert otto.post("/admin/comments", {**sent, "seen": seen}).status_code == 303
    assert state(desk, one) == "published"


def test_of_many_those_that_somebody_else_decided_are_left_and_named(desk: Desk) -> None:
    otto, one, two = desk.person("otto@example.com"), held(desk), held(desk, "A second one")
    moderate_comment(desk.services, MODERATOR, one.id, "publish", expected="held")
    answer = otto.post("/admin/comments", {"do": "spam", "chosen": [f"{one.id}:held", f"{two.id}:held"]})
    assert answer.status_code == 409
    assert "One comment was called spam." in words(answer) and "Grace was quicker" in words(answer)
    assert (state(desk, one), state(desk, two)) == ("published", "spam")


def test_an_undo_that_comes_too_late_changes_nothing(desk: Desk) -> None:
    otto, comment = desk.person("otto@example.com"), held(desk)
    done(otto, {"do": f"publish:{comment.id}:held"})
    moderate_comment(desk.services, MODERATOR, comment.id, "spam", expected="published")
    answer = otto.post("/admin/comments", {"do": "undo", "back": f"{comment.id}:published:held"})
    assert answer.status_code == 409 and "Grace was quicker" in words(answer)
    assert state(desk, comment) == "spam"


def test_the_eye_goes_on_to_the_next(desk: Desk) -> None:
    otto = desk.person("otto@example.com")
    one, two, three = held(desk), held(desk, "A second one"), held(desk, "And a third")
    shown = [three.id, two.id, one.id]
    answer = otto.post("/admin/comments", {"do": f"spam:{three.id}:held", "shown": shown})
    assert answer.headers["location"].endswith(f"#comment-{two.id}")
    answer = otto.post("/admin/comments", {"do": f"spam:{one.id}:held", "shown": shown[1:]})
    assert answer.headers["location"].endswith(f"#comment-{two.id}")


def test_states_articles_and_pages(desk: Desk) -> None:
    otto = desk.person("otto@example.com")
    for number in range(PAGE + 2):
        desk.bench.clock.move(minutes=10)
        held(desk, f"Tip {number}: " + "word " * number)
    first = otto.get("/admin/comments?state=held&article=mail")
    assert first.text.count("data-card") == PAGE
    older = re.search(r'href="([^"]+)" rel="next"', first.text)
    assert older is not None
    second = otto.get(older[1].replace("&amp;", "&"))
    assert second.text.count("data-card") == 2 and "To the newest" in second.text
    assert "No comment waits" not in words(otto.get("/admin/comments?state=dance"))
    assert otto.get("/admin/comments?article=other").text.count("data-card") == 0
    assert "There is none." in words(otto.get("/admin/comments?state=withdrawn"))
    moderate_comment(desk.services, MODERATOR, numbers(desk)[0], "publish", expected="held")
    assert "Hold" in words(otto.get("/admin/comments?state=published"))


def test_a_reply_stands_beside_what_it_answers(desk: Desk) -> None:
    first = published(desk.bench, "The first word of all")
    reply = held(desk, "Not with us, sadly", parent_id=first.id)
    page = words(desk.person().get("/admin/comments"))
    assert f"In reply to Ada (comment {first.id}, published)" in page and "The first word of all" in page
    assert reply.parent_id == first.id


def test_a_place_that_changed_since_says_so(desk: Desk) -> None:
    held(desk)
    assert "changed since" not in words(desk.person().get("/admin/comments"))
    desk.bench.write(mail=MAIL.replace("## ", "## New: "))
    assert "this place changed since" in words(desk.person().get("/admin/comments"))


def test_what_a_visitor_wrote_cannot_break_the_page(desk: Desk) -> None:
    held(desk, "<script>alert(1)</script> <img src=x onerror=alert(1)>", name='<b onclick="x">Ada</b>')
    page = desk.person().get("/admin/comments").text
    assert "<script>alert" not in page and "<img" not in page and "<b onclick" not in page


def test_nonsense_is_refused(desk: Desk) -> None:
    otto, comment = desk.person("otto@example.com"), held(desk)
    assert otto.post("/admin/comments", {"do": "dance"}).status_code == 422
    assert otto.post("/admin/comments", {"do": f"publish:{comment.id}"}).status_code == 303
    assert otto.post("/admin/comments", {"do": "publish:99:held"}).status_code == 409
    assert (
        otto.post("/admin/comments", {"do": "undo", "back": [f"{comment.id}:held:gone", "x", "::"]}).status_code == 303
    )
    assert otto.get("/admin/comments?done=forged").status_code == 200
    assert state(desk, comment) == "held"


def test_only_who_is_logged_in_may_decide(desk: Desk) -> None:
    comment = held(desk)
    answer = desk.visitor().post("/admin/comments", {"do": f"publish:{comment.id}:held"})
    assert answer.headers["location"].startswith("/admin/log-in")
    assert state(desk, comment) == "held"


def test_ids_in_forms() -> None:
    assert ids_in(["7:held", "7:held", "8:spam", "x:held", "7", "9:dance", "٣:held"]) == [(7, "held"), (8, "spam")]
