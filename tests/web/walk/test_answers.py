"""Answering a question and going on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.walk.site import HTMX, visitor


def test_nothing_is_chosen_on_the_first_visit(tmp_path: Path) -> None:
    page = visitor(tmp_path).reach("sent")
    assert "_answer" not in page.form("Continue").fields
    assert page.form("Continue").offered["_answer"] == ["yes", "no", "unsure"]


def test_continue_without_an_answer_asks_for_one(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    page = someone.press("Continue")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "#field-_answer" in page.links.values()
    assert "Choose one of the answers." in page.text


def test_an_answer_leads_where_its_option_leads(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("last")
    assert someone.page.h1 == "Does it work now"
    page = someone.press("Continue", _answer="no")
    assert page.h1 == "Hand over to the mail team"


def test_a_post_redirects_with_303_to_the_address_of_the_step(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    action, fields = someone.filled("Continue", _answer="yes")
    response = someone.client.post(action, data=fields, follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"] == f"/r/{someone.token}/mx"


def test_htmx_gets_the_next_step_at_once_with_its_address(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    token = someone.token
    page = someone.press("Continue", HTMX, _answer="yes")
    assert page.status == 200
    assert page.headers["hx-push-url"] == f"/r/{token}/mx"
    assert page.html.startswith("<title>")
    assert "HX-Request" in page.headers["vary"]


def test_several_answers_may_be_given_where_several_are_asked(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("kind")
    someone.press("Continue", mode="alone")
    page = someone.press("Continue", _answer=["bounce", "delay"])
    assert page.h1 == "Does it work now"
    assert "A bounce, A delay" in page.text


def test_an_answer_that_stands_alone_is_not_taken_beside_others(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("kind")
    someone.press("Continue", mode="alone")
    page = someone.press("Continue", _answer=["bounce", "nothing"])
    assert page.status == 422
    assert "cannot stand beside other answers" in page.text
    assert page.form("Continue").fields["_answer"] == ["bounce", "nothing"]


@pytest.mark.parametrize("answer", ["maybe", "", "<b>", "\x00"])
def test_an_answer_that_was_not_offered_is_asked_again(tmp_path: Path, answer: str) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    action, fields = someone.filled("Continue")
    response = someone.client.post(action, data={**fields, "_answer": answer})
    assert response.status_code == 422


def test_a_button_nobody_knows_changes_nothing(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    response = someone.client.post(f"/r/{someone.token}/sent", data={"_do": "explode", "_visit": "1"})
    assert response.status_code == 422
    assert someone.get(f"/r/{someone.token}").h1 == "The message is sent"


def test_a_form_sent_as_something_else_is_refused(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    response = someone.client.post(f"/r/{someone.token}/sent", json={"_do": "continue"})
    assert response.status_code == 415
