"""Whatever somebody with an account sends, the pages answer, and never with an error of their own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.actions.commenting import post, published
from tests.actions.sample import MAIL
from tests.web.admin.desk import OURS, Desk, Visitor, make_desk


@dataclass(frozen=True)
class Logged:
    desk: Desk
    visitor: Visitor


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Logged:
    desk = make_desk(tmp_path_factory.mktemp("desk"), mail=MAIL)
    published(desk.bench, "A first tip, about ports")
    post(desk.bench, "See https://shop.example/x", email="ada@example.com")
    return Logged(desk, desk.person())


PATHS = (
    *("/admin", "/admin/sessions", "/admin/users", "/admin/audit", "/admin/rules", "/admin/options", "/admin/drafts"),
    *["/admin/comments", "/admin/comments/1", "/admin/comments/2", "/admin/comments/{odd}"] * 2,
    *("/admin/comments/1/edit", "/admin/comments/2/block", "/admin/comments/1/promote", "/admin/comments/{odd}/edit"),
    *("/admin/drafts/mail/2", "/admin/drafts/mail/2/patch", "/admin/drafts/{odd}/2", "/admin/drafts/mail/{odd}"),
)
NAMES = (
    "do chosen back shown state article after done said back_to name text seen what word verdict also note mark "
    "expected number step title kind value remove moderation confirm_address comment_links email role account session "
    "who action id before stale"
)
SENSE = (
    "publish:1:held reject:2:held undo publish spam hold 1:published 2:held 1:published:held held published 1 2 3 99 "
    "host|shop.example network|203.0.113.0/24 word address hold open fixed declined add link disable enable role admin "
    "yes no all none mx first-time 203.0.113.0/24 rosa@example.com Rosa end-others log-in comment"
)
odd = st.one_of(st.text(max_size=30), st.sampled_from(["\0", "%00", "\u202e", "'", "\\", "x" * 3000, "٣", "1" * 30]))
pairs = st.lists(st.tuples(st.sampled_from(NAMES.split()), st.one_of(odd, st.sampled_from(SENSE.split()))), max_size=7)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["GET", "POST", "POST"]), st.sampled_from(PATHS), odd, pairs, pairs)
def test_nothing_breaks_the_pages(
    logged: Logged, method: str, path: str, within: str, query: list[tuple[str, str]], body: list[tuple[str, str]]
) -> None:
    address = path.format(odd=quote(within, safe="", errors="replace"))
    whole = address + ("?" + urlencode(query, errors="replace") if query else "")
    headers = {**OURS, "content-type": "application/x-www-form-urlencoded"}
    content = urlencode(body, errors="replace").encode() if method == "POST" else b""
    answer = logged.visitor.client.request(method, whole, content=content, headers=headers)
    assert answer.status_code < 500, (method, whole, body)
    assert "Traceback" not in answer.text


def test_who_sent_all_that_is_still_logged_in(logged: Logged) -> None:
    assert logged.visitor.get("/admin/comments").status_code == 200
