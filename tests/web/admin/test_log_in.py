"""Logging in and out on the pages: cookies, where one is led, and what is told to whoever has no account."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions import log_in as module
from app.actions.change_account import find_account
from app.actions.change_password import make_password_link
from app.actions.log_in import PER_ACCOUNT, WRONG
from app.actions.verify import digits_of
from app.storage.audit import COMMAND_LINE
from app.web.admin.addresses import own_path, page_before
from tests.actions.people import PASSWORD
from tests.web.admin.desk import Desk, make_desk, words


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_every_page_asks_for_a_log_in_and_leads_back(desk: Desk) -> None:
    visitor = desk.visitor()
    asked = visitor.get("/admin/audit?action=publish")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/admin/log-in?next=%2Fadmin%2Faudit%3Faction%3Dpublish"
    assert 'value="/admin/audit?action=publish"' in visitor.get(asked.headers["location"]).text
    entered = visitor.log_in(next="/admin/audit?action=publish")
    assert (entered.status_code, entered.headers["location"]) == (303, "/admin/audit?action=publish")
    assert "Audit log" in visitor.get("/admin/audit").text


def test_the_cookies_are_for_these_pages_alone(desk: Desk) -> None:
    for scheme, prefix in (("http", ""), ("https", "__Secure-")):
        cookies = SimpleCookie()
        for line in desk.visitor(scheme=scheme).log_in().headers.get_list("set-cookie"):
            cookies.load(line)
        assert set(cookies) == {f"{prefix}unsnag-session", f"{prefix}unsnag-device"}
        for morsel in cookies.values():
            assert (morsel["path"], morsel["samesite"].lower(), morsel["httponly"]) == ("/admin", "strict", True)
            assert bool(morsel["secure"]) is (scheme == "https")
            assert not morsel["domain"]


def test_behind_a_proxy_that_speaks_tls_the_cookies_are_secure(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    desk.services.settings.base_url = "https://help.example.com"
    assert "__Secure-unsnag-session" in desk.visitor().log_in().headers["set-cookie"]


def test_a_wrong_password_keeps_the_address_and_tells_nothing(desk: Desk) -> None:
    answers = [
        desk.visitor().log_in(email, "not the password") for email in ("maria@example.com", "nobody@example.com")
    ]
    pages = [answer.text.replace("maria@", "x@").replace("nobody@", "x@") for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert pages[0] == pages[1]
    assert WRONG in answers[0].text and 'value="maria@example.com"' in answers[0].text
    assert "not the password" not in answers[0].text
    assert answers[0].text.startswith("<!doctype html>") and "<title>Error: Log in" in answers[0].text
    assert "set-cookie" not in answers[0].headers


def test_too_many_failures_say_when_to_try_again(desk: Desk) -> None:
    stranger = desk.visitor("198.51.100.1")
    for _ in range(PER_ACCOUNT):
        stranger.log_in(password="not the password")
    limited = stranger.log_in()
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "900")
    assert "quarter of an hour" in words(limited)
    assert desk.visitor("192.0.2.7").log_in().status_code == 303


def test_a_browser_that_is_known_is_not_hindered_by_its_neighbour(desk: Desk) -> None:
    home, neighbour = desk.person(), desk.visitor("192.0.2.8")
    home.post("/admin/log-out")
    for _ in range(PER_ACCOUNT):
        neighbour.log_in(password="not the password")
    assert neighbour.log_in().status_code == 429
    assert home.log_in().status_code == 303


def test_what_others_fail_at_asks_for_a_verification_and_lets_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PER_NETWORK", 3)
    neighbour, mine = desk.visitor("198.51.100.1"), desk.visitor("198.51.100.2")
    assert "picture_answer" not in mine.get("/admin/log-in").text
    for number in range(3):
        neighbour.log_in(f"guess{number}@example.com")
    assert "So this one comes with a verification." in words(mine.get("/admin/log-in"))
    refused = mine.log_in()
    assert refused.status_code == 422 and 'value="maria@example.com"' in refused.text
    assert "Copy the digits from the picture" in words(refused)
    found = re.search(r'name="picture" value="([^"]+)"', refused.text)
    assert found is not None
    fields = {"email": "maria@example.com", "password": PASSWORD, "picture": found[1]}
    answer = digits_of(desk.services, found[1]) or ""
    assert mine.post("/admin/log-in", fields | {"picture_answer": answer}).status_code == 303


def test_who_chose_a_password_by_a_link_is_not_held_up_at_the_first_log_in(desk: Desk) -> None:
    otto = find_account(desk.services.sessions, "otto@example.com")
    link = make_password_link(desk.services, otto, COMMAND_LINE)
    mine, neighbour = desk.visitor("198.51.100.1"), desk.visitor("198.51.100.2")
    new = "another four words entirely"
    assert mine.post(f"/admin/password/{link}", {"password": new, "again": new}).status_code == 303
    for _ in range(PER_ACCOUNT):
        neighbour.log_in("otto@example.com")
    assert neighbour.log_in("otto@example.com", new).status_code == 429
    assert mine.log_in("otto@example.com", new).status_code == 303


def test_logging_in_again_gives_a_new_token_and_logging_out_ends_it(desk: Desk) -> None:
    visitor = desk.person()
    before = visitor.client.cookies["unsnag-session"]
    visitor.log_in()
    after = visitor.client.cookies["unsnag-session"]
    assert before != after
    visitor.client.cookies["unsnag-session"] = before
    assert visitor.get("/admin/sessions").status_code == 303
    visitor = desk.person()
    token = visitor.client.cookies["unsnag-session"]
    left = visitor.post("/admin/log-out")
    assert left.headers["location"] == "/admin/log-in?said=out"
    assert 'unsnag-session=""' in left.headers["set-cookie"] and "Max-Age=0" in left.headers["set-cookie"]
    assert "You are logged out" in visitor.get("/admin/log-in?said=out").text
    visitor.client.cookies.set("unsnag-session", token, domain="testserver.local", path="/admin")
    assert visitor.get("/admin/sessions").status_code == 303


def test_who_is_logged_in_needs_no_log_in_page(desk: Desk) -> None:
    assert desk.person().get("/admin/log-in?next=/admin/audit").headers["location"] == "/admin/audit"


def test_a_form_of_a_session_that_ended_leads_back_to_its_page(desk: Desk) -> None:
    visitor = desk.visitor()
    answer = visitor.post("/admin/sessions", {}, referer="http://testserver/admin/sessions?x=1")
    assert answer.headers["location"] == "/admin/log-in?next=%2Fadmin%2Fsessions%3Fx%3D1"


def test_nothing_is_done_with_an_accounts_authority_unless_it_is_known_where_it_came_from(desk: Desk) -> None:
    visitor = desk.person()
    for headers in ({}, {"origin": "null"}, {"sec-fetch-site": "none"}, {"sec-fetch-site": "same-site"}):
        assert visitor.client.post("/admin/log-out", headers=headers).status_code == 403
    assert visitor.get("/admin/sessions").status_code == 200
    assert visitor.client.post("/admin/log-out", headers={"origin": "http://testserver"}).status_code == 303


def test_a_link_from_elsewhere_is_led_here_once_more(desk: Desk) -> None:
    visitor = desk.visitor()
    arrived = visitor.get("/admin/audit?action=x&who=1", sec_fetch_site="cross-site")
    assert arrived.status_code == 200
    assert 'content="0; url=/admin/audit?action=x&amp;who=1"' in arrived.text
    assert visitor.get("/admin/audit", sec_fetch_site="same-origin").status_code == 303
    assert desk.person().get("/admin/audit", sec_fetch_site="cross-site").status_code == 200


def test_every_answer_is_kept_by_nobody(desk: Desk) -> None:
    visitor = desk.person()
    for path in ("/admin", "/admin/sessions", "/admin/users", "/admin/audit", "/admin/password", "/admin/nothing"):
        answer = visitor.get(path)
        assert "no-store" in answer.headers["cache-control"], path
        assert "noindex" in answer.headers["x-robots-tag"], path
        assert answer.headers["referrer-policy"] == "same-origin", path


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/admin/audit?who=1", "/admin/audit?who=1"),
        ("/comments/7", "/comments/7"),
        ("", "/admin"),
        ("admin", "/admin"),
        ("//evil.example", "/admin"),
        ("/\\evil.example", "/admin"),
        ("/\t/evil.example", "/admin"),
        ("https://evil.example/admin", "/admin"),
        ("javascript:alert(1)", "/admin"),
        ("/admin/log-in?next=/admin", "/admin"),
        ("/admin/log-out", "/admin"),
        ("/a\r\nSet-Cookie: x=y", "/admin"),
    ],
)
def test_one_is_led_to_own_paths_only(desk: Desk, wanted: str, led: str) -> None:
    assert own_path(wanted) == led
    assert desk.visitor().log_in(next=wanted).headers["location"] == led


@given(st.text())
def test_wherever_one_is_led_it_is_here(wanted: str) -> None:
    path = own_path(wanted)
    assert path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()


@given(st.text())
def test_whatever_a_referer_says_one_is_led_to_a_page_for_moderators(referer: str) -> None:
    assert page_before(referer).startswith("/admin")


def test_the_password_is_nowhere_in_the_log(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.visitor().log_in()
    desk.visitor().log_in(password="my other password")
    said = capsys.readouterr()
    assert PASSWORD not in said.out + said.err and "my other password" not in said.out + said.err
