"""Going back, changing what was said, two tabs, a double click: nothing said is ever lost."""

from __future__ import annotations

from pathlib import Path

from app.actions.read_run import read_events, read_run
from tests.web.walk.site import Page, Visitor, visitor


def count(someone: Visitor) -> int:
    services = someone.bench.services
    return len(read_events(services, read_run(services, someone.token)))


def test_back_leads_to_the_step_before_with_the_answer_filled_in(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = someone.reach("mx")
    assert page.links["Back"] == f"/r/{someone.token}/sent"
    page = someone.get(page.links["Back"])
    assert page.form("Continue").fields["_answer"] == ["no"]
    assert page.links["Back"] == f"/r/{someone.token}?change=inputs"
    assert "You are looking back" in page.text


def test_the_first_page_leads_back_to_the_article(tmp_path: Path) -> None:
    assert visitor(tmp_path).start().links["Back"] == "/a/mail"


def test_the_trail_says_what_was_given_and_answered_each_with_change(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = someone.reach("last")
    assert page.links["Change Your mail domain"] == f"/r/{someone.token}?change=inputs"
    assert page.links["Change The message is sent"] == f"/r/{someone.token}/sent"
    assert page.links["Change How the server runs"] == f"/r/{someone.token}/kind?change=inputs"
    assert "A bounce" in page.text


def test_changing_an_answer_returns_to_where_one_was_and_keeps_later_answers(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = someone.reach("last")
    someone.get(page.links["Change The message is sent"])
    page = someone.press("Continue", _answer="yes")
    assert page.h1 == "Does it work now"
    assert "A bounce" in page.text
    assert someone.get(f"/r/{someone.token}/sent").form("Continue").fields["_answer"] == ["yes"]


def test_changing_an_input_keeps_the_answers_and_refreshes_the_texts(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = someone.reach("last")
    page = someone.get(page.links["Change Your mail domain"])
    assert page.form("Continue").fields["domain"] == ["example.com"]
    page = someone.press("Continue", domain="example.org")
    assert page.h1 == "Does it work now"
    assert someone.get(f"/r/{someone.token}/mx").h1 == "The sender looks up example.org"


def test_a_double_click_is_one_answer(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    action, fields = someone.filled("Continue", _answer="no")
    first = Page(someone.client.post(action, data=fields))
    events = count(someone)
    second = Page(someone.client.post(action, data=fields))
    assert (first.h1, second.h1) == ("The sender looks up example.com",) * 2
    assert count(someone) == events


def test_two_tabs_at_the_same_step_the_later_answer_counts_and_the_walk_goes_on(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    here = someone.filled("Continue", _answer="no")
    there = someone.filled("Continue", _answer="yes")
    Page(someone.client.post(here[0], data=here[1]))
    page = Page(someone.client.post(there[0], data=there[1]))
    assert page.h1 == "The sender looks up example.com"
    assert someone.get(f"/r/{someone.token}/sent").form("Continue").fields["_answer"] == ["yes"]


def test_an_old_tab_posts_after_the_walk_went_on_and_nothing_breaks(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    old = someone.filled("Continue", _answer="unsure")
    someone.press("Continue", _answer="no")
    someone.press("Continue")
    page = Page(someone.client.post(old[0], data=old[1]))
    assert page.status == 200
    assert page.h1 == "What do you see"
    assert someone.get(f"/r/{someone.token}/sent").form("Continue").fields["_answer"] == ["unsure"]


def test_every_address_of_the_walk_renders_whole(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("last")
    token = someone.token
    for step in ("", "/sent", "/mx", "/kind", "/last", "/check", "/transcript"):
        page = someone.get(f"/r/{token}{step}")
        assert page.status == 200
        assert page.html.startswith("<!doctype html>")


def test_a_step_that_is_not_on_the_path_leads_to_where_the_walk_stands(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    assert someone.get(f"/r/{someone.token}/last").h1 == "The sender looks up example.com"
    assert someone.get(f"/r/{someone.token}/mx?visit=7").h1 == "The sender looks up example.com"
    assert someone.get(f"/r/{someone.token}/nowhere").status == 404


def test_a_history_restore_gets_the_whole_page(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    page = someone.get(f"/r/{someone.token}/mx", **headers)
    assert page.html.startswith("<!doctype html>")
