"""One comment for moderators: edit it, block what it came from, say what the author makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.storage import audit, comment_rules
from tests.actions.commenting import post, published, read
from tests.actions.sample import MAIL
from tests.web.admin.desk import Desk, make_desk, words


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, mail=MAIL)


def rules(desk: Desk) -> set[tuple[str, str, str]]:
    with desk.services.sessions() as session:
        return {(rule.kind, rule.value, rule.verdict) for rule in comment_rules.list_rules(session)}


def test_a_comment_with_its_thread_and_its_history(desk: Desk) -> None:
    first = published(desk.bench, "The first word of all")
    published(desk.bench, "An answer to it", parent_id=first.id)
    page = words(desk.person().get(f"/admin/comments/{first.id}"))
    assert "The first word of all" in page and "An answer to it" in page
    assert "Grace published a comment (held → published)" in page
    assert desk.person().get("/admin/comments/99").status_code == 404
    assert desk.person().get("/admin/comments/x").status_code == 404


def test_deciding_there_leads_back_there(desk: Desk) -> None:
    otto, comment = desk.person("otto@example.com"), post(desk.bench).comment
    answer = otto.post("/admin/comments", {"do": f"publish:{comment.id}:held", "back_to": comment.id})
    assert answer.headers["location"].startswith(f"/admin/comments/{comment.id}?done=")
    page = otto.get(answer.headers["location"])
    assert "One comment was published." in words(page) and 'value="undo"' in page.text


def test_editing_keeps_what_was_typed_and_minds_the_other_moderator(desk: Desk) -> None:
    otto, comment = desk.person("otto@example.com"), post(desk.bench, "My mail is ada@example.com, ask me").comment
    path = f"/admin/comments/{comment.id}/edit"
    assert "My mail is ada@example.com, ask me" in otto.get(path).text
    fields = {"name": "Ada", "text": "Ask *me*", "seen": comment.text}
    assert otto.post(path, {**fields, "text": ""}).status_code == 422
    done = otto.post(path, fields)
    assert "The comment was changed." in words(otto.get(done.headers["location"]))
    assert "<em>me</em>" in read(desk.bench, comment.id).html
    late = otto.post(path, {**fields, "text": "Something else"})
    assert late.status_code == 409
    assert "changed meanwhile" in words(late) and "Something else" in late.text
    assert "<em>me</em>" in late.text  # as it is now
    with desk.services.sessions() as session:
        assert [e.actor for e in audit.entries(session, action="edit")] == ["Otto"]


def test_blocking_what_it_came_from(desk: Desk) -> None:
    otto = desk.person("otto@example.com")
    comment = post(desk.bench, "See https://shop.example/x", email="ada@example.com", address="203.0.113.9").comment
    path = f"/admin/comments/{comment.id}/block"
    page = otto.get(path)
    for value in ("host|shop.example", "address|ada@example.com", "address|203.0.113.9", "network|203.0.113.0/24"):
        assert f'value="{value}"' in page.text
    done = otto.post(
        path,
        {
            "what": ["host|shop.example", "network|203.0.113.0/24"],
            "word": " cheap  pills ",
            "verdict": "spam",
            "also": "spam",
            "state": "held",
            "note": "seen often",
        },
    )
    page = otto.get(done.headers["location"])
    assert "The rules were added." in words(page) and "One comment was called spam." in words(page)
    assert f'name="back" value="{comment.id}:spam:held"' in page.text
    assert rules(desk) == {
        ("host", "shop.example", "spam"),
        ("network", "203.0.113.0/24", "spam"),
        ("word", "cheap pills", "spam"),
    }
    assert read(desk.bench, comment.id).state == "spam"
    again = post(desk.bench, "Just a tip, no links at all", address="203.0.113.77")
    assert again.comment.state == "spam"
    with desk.services.sessions() as session:
        noted = audit.entries(session, action="add-rule")
    assert len(noted) == 3
    assert "203.0.113" not in repr(noted) and "shop.example" not in repr(noted)  # the log is never erased


def test_a_comment_that_stays_as_it_is_is_shown_again(desk: Desk) -> None:
    otto, comment = desk.person("otto@example.com"), post(desk.bench).comment
    done = otto.post(f"/admin/comments/{comment.id}/block", {"word": "pills", "verdict": "hold", "also": ""})
    assert done.headers["location"] == f"/admin/comments/{comment.id}?said=blocked"
    assert read(desk.bench, comment.id).state == "held"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"verdict": "spam"}, "Choose what to block"),
        ({"word": "x", "verdict": "dance"}, "Choose what happens"),
        ({"what": "network|10.0.0.0/4", "verdict": "spam"}, "smaller network"),
        ({"what": "moon|x", "verdict": "spam"}, "Choose what to look at"),
        ({"word": "x", "verdict": "spam", "note": "n" * 300}, "at most 200"),
    ],
)
def test_a_block_that_cannot_be_taken_changes_nothing(desk: Desk, fields: dict[str, str], reason: str) -> None:
    otto, comment = desk.person("otto@example.com"), post(desk.bench).comment
    answer = otto.post(f"/admin/comments/{comment.id}/block", {"also": "spam", "state": "held", **fields})
    assert answer.status_code == 422 and reason in words(answer)
    assert rules(desk) == set()
    assert read(desk.bench, comment.id).state == "held"


def test_what_the_author_makes_of_it(desk: Desk) -> None:
    otto, comment = desk.person("otto@example.com"), published(desk.bench)
    path = f"/admin/comments/{comment.id}"
    otto.post(path, {"mark": "open", "expected": "", "note": "look at it"})
    assert (read(desk.bench, comment.id).mark, read(desk.bench, comment.id).mark_note) == ("open", "look at it")
    late = otto.post(path, {"mark": "declined", "expected": ""})
    assert late.status_code == 409 and "Somebody was quicker" in words(late)
    wrong = otto.post(path, {"mark": "fixed", "expected": "open", "number": "9"})
    assert wrong.status_code == 422 and "no version 9" in words(wrong)
    assert otto.post(path, {"mark": "dance", "expected": "open"}).status_code == 422
    done = otto.post(path, {"mark": "fixed", "expected": "open", "number": "1"})
    page = words(otto.get(done.headers["location"]))
    assert "The mark was saved." in page and "Fixed in version 1" in page


def test_rules_are_listed_added_and_removed(desk: Desk) -> None:
    otto = desk.person("otto@example.com")
    assert "There is none yet." in words(otto.get("/admin/rules"))
    for kind, value, kept in (
        ("word", "Cheap  Pills", "Cheap Pills"),
        ("address", "Bad@Example.COM", "bad@example.com"),
        ("address", "@Example.com", "@example.com"),
        ("address", "2001:DB8:0::1", "2001:db8::1"),
        ("network", "192.0.2.7/24", "192.0.2.0/24"),
        ("host", "https://Shop.Example/path", "shop.example"),
    ):
        answer = otto.post("/admin/rules", {"kind": kind, "value": value, "verdict": "hold", "note": "why"})
        assert answer.status_code == 303, words(answer)
        assert (kind, kept, "hold") in rules(desk)
    page = otto.get("/admin/rules")
    assert "bad@example.com waits" in words(page) and "why · Otto" in words(page)
    with desk.services.sessions() as session:
        number = comment_rules.list_rules(session)[0].id
    for _ in range(2):
        assert otto.post("/admin/rules", {"remove": number}).headers["location"] == "/admin/rules?said=rule-gone"
    assert len(rules(desk)) == 5


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("word", " "),
        ("address", "nothing"),
        ("network", "192.0.2"),
        ("network", "::/3"),
        ("host", "no host!"),
        ("moon", "x"),
        ("word", "x" * 201),
        ("word", "zero\u200bwidth"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told_and_kept_in_the_form(desk: Desk, kind: str, value: str) -> None:
    answer = desk.person().post("/admin/rules", {"kind": kind, "value": value, "verdict": "hold"})
    assert answer.status_code == 422 and "error-summary" in answer.text
    assert f'name="value" type="text" value="{value}"' in answer.text
    assert rules(desk) == set()


def test_options_win_over_settings_at_once(desk: Desk) -> None:
    maria = desk.person()
    assert post(desk.bench, "A first tip").comment.state == "held"
    saved = maria.post("/admin/options", {"moderation": "none", "confirm_address": "", "comment_links": ""})
    assert "The options were saved." in words(maria.get(saved.headers["location"]))
    assert post(desk.bench, "Another tip altogether, of other words").comment.state == "published"
    maria.post("/admin/options", {"moderation": "all", "confirm_address": "yes", "comment_links": "5"})
    waiting = post(desk.bench, "A third one, about ports", email="ada@example.com").comment
    assert waiting.state == "unconfirmed"
    maria.post("/admin/options", {"moderation": "", "confirm_address": "", "comment_links": ""})
    assert post(desk.bench, "And a fourth that says nothing new").comment.state == "held"
    with desk.services.sessions() as session:
        changes = [
            (e.subject_id, e.details["before"], e.details["after"]) for e in audit.entries(session, action="set-option")
        ]
    assert changes[-1] == ("moderation", "", "none") and len(changes) == 7


def test_options_that_cannot_be_taken(desk: Desk) -> None:
    maria = desk.person()
    for name, value in (("moderation", "some"), ("confirm_address", "maybe"), ("comment_links", "many")):
        answer = maria.post("/admin/options", {name: value})
        assert answer.status_code == 422 and "error-summary" in answer.text
    assert desk.person("otto@example.com").get("/admin/options").status_code == 403
    assert desk.person("otto@example.com").post("/admin/options", {"moderation": "none"}).status_code == 403
