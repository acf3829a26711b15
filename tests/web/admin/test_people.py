"""Sessions, passwords, accounts and the audit log on the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.storage import audit
from app.storage.audit import COMMAND_LINE
from app.web.admin.agents import agent_in_words
from app.web.admin.audit_page import PAGE
from tests.actions.people import PASSWORD
from tests.web.admin.desk import Desk, make_desk, words

NEW = "another four words entirely"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def sessions_on(text: str) -> list[str]:
    return re.findall(r'name="session" value="(\d+)"', text)


def test_ones_own_sessions_are_listed_and_ended(desk: Desk) -> None:
    home, phone = desk.person(), desk.person(address="198.51.100.9", agent="Mozilla/5.0 (iPhone) Safari/1")
    shown = words(home.get("/admin/sessions"))
    assert "Firefox on Linux this browser from 192.0.2.0/24" in shown
    assert "Safari on iPhone" in shown and "198.51.100.0/24" in shown
    (other,) = sessions_on(home.get("/admin/sessions").text)
    ended = home.post("/admin/sessions", {"session": other})
    assert "The log-in was ended" in words(home.get(ended.headers["location"]))
    assert phone.get("/admin/sessions").status_code == 303
    again = home.post("/admin/sessions", {"session": other})
    assert "ended already" in words(home.get(again.headers["location"]))


def test_all_others_end_at_once(desk: Desk) -> None:
    home, phone, otto = desk.person(), desk.person(), desk.person("otto@example.com")
    home.post("/admin/sessions", {"do": "end-others"})
    assert [v.get("/admin/sessions").status_code for v in (home, phone, otto)] == [200, 303, 200]


def test_a_moderator_sees_and_ends_only_their_own(desk: Desk) -> None:
    maria, otto = desk.person(), desk.person("otto@example.com")
    page = otto.get("/admin/sessions")
    assert "Maria" not in words(page) and "Everybody else" not in words(page) and not sessions_on(page.text)
    (ottos,) = sessions_on(maria.get("/admin/sessions").text)
    otto.post("/admin/sessions", {"session": int(ottos) - 1})
    assert maria.get("/admin/sessions").status_code == 200
    assert "Otto" in words(maria.get("/admin/sessions"))
    maria.post("/admin/sessions", {"session": ottos})
    assert otto.get("/admin/sessions").status_code == 303


def test_changing_the_password(desk: Desk) -> None:
    home, phone = desk.person(), desk.person()
    fields = {"current": PASSWORD, "password": NEW, "again": NEW}
    wrong = home.post("/admin/password", {**fields, "current": "x"})
    assert wrong.status_code == 422 and "not your password of today" in words(wrong)
    wrong = home.post("/admin/password", {**fields, "again": "x"})
    assert wrong.status_code == 422 and "not the same" in words(wrong)
    wrong = home.post("/admin/password", {**fields, "password": "short", "again": "short"})
    assert wrong.status_code == 422 and "at least 12" in words(wrong)
    assert 'value="short"' not in wrong.text
    done = home.post("/admin/password", fields)
    assert "Your password was changed" in words(home.get(done.headers["location"]))
    assert phone.get("/admin/sessions").status_code == 303
    assert desk.visitor().log_in(password=NEW).status_code == 303


def test_somebody_is_added_and_chooses_their_password(desk: Desk) -> None:
    maria, rosa = desk.person(), desk.visitor("203.0.113.5")
    added = maria.post("/admin/users", {"do": "add", "email": "Rosa@example.com", "name": "Rosa", "role": "moderator"})
    link = re.search(r'value="http://testserver(/admin/password/[^"]+)"', added.text)
    assert link is not None
    assert "no password yet" in words(maria.get("/admin/users"))
    assert "rosa@example.com" in rosa.get(link[1]).text
    assert rosa.post(link[1], {"password": "short", "again": "short"}).status_code == 422
    assert rosa.post(link[1], {"password": NEW, "again": NEW}).headers["location"] == "/admin/log-in?said=password"
    used = rosa.get(link[1])
    assert used.status_code == 410 and "Ask an admin for another" in words(used)
    assert rosa.post(link[1], {"password": NEW, "again": NEW}).status_code == 410
    assert rosa.log_in("rosa@example.com", NEW).status_code == 303
    assert rosa.get("/admin/password/made-up").status_code == 410


def test_what_was_typed_survives_an_error(desk: Desk) -> None:
    maria = desk.person()
    for email, status in (("rosa", 422), ("otto@example.com", 409)):
        answer = maria.post("/admin/users", {"do": "add", "email": email, "name": "Rosa", "role": "admin"})
        assert answer.status_code == status
        assert f'value="{email}"' in answer.text and 'value="Rosa"' in answer.text
        assert re.search(r'value="admin"[^>]* checked', answer.text)
        assert 'href="#field-email"' in answer.text


def account_id(desk: Desk, email: str) -> int:
    from app.storage.accounts import account_by_email

    with desk.services.sessions() as session:
        found = account_by_email(session, email)
    assert found is not None
    return found.id


def test_accounts_are_disabled_enabled_and_given_another_role(desk: Desk) -> None:
    maria, otto = desk.person(), desk.person("otto@example.com")
    number = account_id(desk, "otto@example.com")
    maria.post("/admin/users", {"do": "disable", "account": number})
    assert otto.get("/admin/sessions").status_code == 303
    assert "disabled" in words(maria.get("/admin/users"))
    maria.post("/admin/users", {"do": "enable", "account": number})
    maria.post("/admin/users", {"do": "role", "account": number, "role": "admin"})
    assert desk.person("otto@example.com").get("/admin/users").status_code == 200


def test_nobody_changes_their_own_account_here(desk: Desk) -> None:
    maria, number = desk.person(), account_id(desk, "maria@example.com")
    for deed in ({"do": "disable"}, {"do": "role", "role": "moderator"}):
        answer = maria.post("/admin/users", {**deed, "account": number})
        assert answer.status_code == 409 and "Ask another admin" in words(answer)
    assert maria.get("/admin/users").status_code == 200
    assert maria.post("/admin/users", {"do": "disable", "account": 99}).status_code == 404
    assert maria.post("/admin/users", {"do": "disable", "account": "x"}).status_code == 404
    otto = account_id(desk, "otto@example.com")
    assert maria.post("/admin/users", {"do": "dance", "account": otto}).status_code == 422


def test_accounts_are_for_admins(desk: Desk) -> None:
    otto = desk.person("otto@example.com")
    assert otto.get("/admin/users").status_code == 403
    assert "Only admins can do this" in words(otto.get("/admin/users"))
    answer = otto.post("/admin/users", {"do": "role", "account": account_id(desk, "otto@example.com"), "role": "admin"})
    assert answer.status_code == 403
    assert otto.get("/admin/users").status_code == 403
    assert "/admin/users" not in otto.get("/admin/sessions").text


def test_the_audit_log_is_filtered_and_paged(desk: Desk) -> None:
    maria = desk.person()
    desk.person("otto@example.com")
    with desk.services.sessions() as session:
        for subject in range(1, 2 * PAGE):
            audit.record(
                session,
                account=COMMAND_LINE,
                action="publish",
                subject_kind="comment",
                subject_id=subject,
                details={"from": "held", "to": "published", "rules": ["a", "b"]},
                now=desk.services.clock(),
            )
        session.commit()
    first = maria.get("/admin/audit")
    assert f"(comment {2 * PAGE - 1} ; held → published, rules: a, b )" in words(first)
    older = re.search(r'href="([^"]+)" rel="next"', first.text)
    assert older is not None
    second = maria.get(older[1].replace("&amp;", "&"))
    assert f"comment {PAGE - 1} ;" in words(second) and f"comment {PAGE} ;" not in words(second)
    assert "To the newest" in second.text
    mine = words(maria.get(f"/admin/audit?who={account_id(desk, 'otto@example.com')}"))
    assert "Otto logged in" in mine and "Maria logged in" not in mine
    one = maria.get("/admin/audit?kind=comment&id=7")
    assert one.text.count('<li class="row">') == 1 and "comment 7 ;" in words(one)
    by_hand = words(maria.get("/admin/audit?who=-command+line&action=add-account"))
    assert by_hand.count("command line added an account") == 2 and "Maria logged in" not in by_hand
    assert "Nothing like that" in words(maria.get("/admin/audit?action=dance"))
    assert maria.get("/admin/audit?before=x&who=y").status_code == 200


def test_names_cannot_break_a_page(desk: Desk) -> None:
    maria = desk.person()
    name = '<b>"x"</b>'
    maria.post("/admin/users", {"do": "add", "email": "b@example.com", "name": name, "role": "moderator"})
    for path in ("/admin/users", "/admin/audit"):
        assert name not in maria.get(path).text


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "curl/8.0"),
        ("", "a browser without a name"),
    ],
)
def test_browsers_in_words(agent: str, said: str) -> None:
    assert agent_in_words(agent) == said
