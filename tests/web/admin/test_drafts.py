"""A tip becomes a draft with a difference that can be read and downloaded, and an admin publishes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.ask_for_own import ask_for_own
from app.actions.comment_links import read_link
from app.actions.erase_writer import erase_writer
from tests.actions.commenting import TIP, post, published, read
from tests.actions.mailing import outbox, signed
from tests.actions.sample import MAIL
from tests.web.admin.desk import Desk, make_desk, words


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, mail=MAIL)


def test_from_tip_to_published_cause(desk: Desk) -> None:
    maria, otto, comment = desk.person(), desk.person("otto@example.com"), published(desk.bench, TIP)
    path = f"/admin/comments/{comment.id}"
    assert "Make a cause of it" in words(otto.get(path))
    made = otto.post(f"{path}/promote", {"expected": "", "title": "The provider closed port 25"})
    assert made.headers["location"] == "/admin/drafts/mail/2?said=promoted"
    draft = otto.get(made.headers["location"])
    assert "+### The provider closed port 25" in draft.text and 'class="added"' in draft.text
    assert f"comment {comment.id} by Ada" in words(draft)
    assert "An admin can publish it." in words(draft)
    assert "version 2" in words(otto.get("/admin/drafts"))
    assert "Made a cause" in words(otto.get(path)) and "Make a cause of it" not in words(otto.get(path))

    patch = otto.get("/admin/drafts/mail/2/patch")
    assert patch.headers["content-type"] == "text/x-diff; charset=utf-8"
    assert "attachment" in patch.headers["content-disposition"]
    assert patch.text.startswith("--- a/mail.md\n+++ b/mail.md\n@@ ")

    assert otto.post("/admin/drafts/mail/2").status_code == 403
    assert "The provider closed port 25" not in otto.get("/a/mail").text
    done = maria.post("/admin/drafts/mail/2")
    assert "The draft was published." in words(maria.get(done.headers["location"]))
    assert "The provider closed port 25" in maria.get("/a/mail").text
    assert read(desk.bench, comment.id).mark == "fixed"
    assert maria.post("/admin/drafts/mail/2").status_code == 404
    assert "published a draft (article mail" in words(maria.get("/admin/audit"))


def test_two_make_a_cause_of_it_at_once(desk: Desk) -> None:
    otto, comment = desk.person("otto@example.com"), published(desk.bench)
    path = f"/admin/comments/{comment.id}/promote"
    assert otto.post(path, {"expected": ""}).status_code == 303
    late = otto.post(path, {"expected": ""})
    assert late.status_code == 409 and "Somebody was quicker" in words(late)


def test_what_cannot_become_a_cause_says_why(desk: Desk) -> None:
    otto = desk.person("otto@example.com")
    waiting = post(desk.bench, "This one waits").comment
    assert "Make a cause of it" not in words(otto.get(f"/admin/comments/{waiting.id}"))
    late = otto.post(f"/admin/comments/{waiting.id}/promote", {"expected": ""})
    assert late.status_code == 409 and "Publish the comment first" in words(late)
    whole = published(desk.bench, "On the article as a whole, this", anchor="")
    path = f"/admin/comments/{whole.id}"
    assert '<select id="field-step" name="step">' in otto.get(path).text
    wrong = otto.post(f"{path}/promote", {"expected": ""})
    assert wrong.status_code == 422 and "Choose the step" in words(wrong)
    assert otto.post(f"{path}/promote", {"expected": "", "step": "mx"}).status_code == 303


def test_a_draft_older_than_what_is_served_is_not_published_by_mistake(desk: Desk) -> None:
    maria, comment = desk.person(), published(desk.bench)
    maria.post(f"/admin/comments/{comment.id}/promote", {"expected": ""})
    desk.bench.write(mail=MAIL.replace("Another server asks", "Each server asks"))
    assert "A newer version is served" in words(maria.get("/admin/drafts/mail/2"))
    refused = maria.post("/admin/drafts/mail/2")
    assert refused.status_code == 409 and "That was not done" in words(refused)
    assert maria.post("/admin/drafts/mail/2", {"stale": "yes"}).status_code == 303


def test_there_may_be_none(desk: Desk) -> None:
    maria = desk.person()
    assert "There is none." in words(maria.get("/admin/drafts"))
    for path in ("/admin/drafts/mail/1", "/admin/drafts/mail/x", "/admin/drafts/none/1", "/admin/drafts/mail/2/patch"):
        assert maria.get(path).status_code == 404


def test_an_article_that_names_somebody_who_is_erased_is_told_of(desk: Desk) -> None:
    maria = desk.person()
    comment = published(desk.bench, name="Ada Lovelace", email="ada@example.com")
    maria.post(f"/admin/comments/{comment.id}/promote", {"expected": ""})
    maria.post("/admin/drafts/mail/2")
    asked = ask_for_own(desk.services, "ada@example.com")
    assert asked
    erase_writer(desk.services, read_link(desk.services, signed(outbox(desk.bench, "mine:")[0])))
    for path in ("/admin/comments", "/admin/drafts"):
        told = words(maria.get(path))
        assert "An article names somebody who had all they wrote erased" in told
        assert f"look in its file for /comments/{comment.id}" in told
    assert "link to its writer is still named by an article (article mail" in words(maria.get("/admin/audit"))
