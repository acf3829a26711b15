"""Walks that expired, that we do not know, or whose article was changed or taken away meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.sample import MAIL
from tests.web.walk.site import HTMX, visitor

PATHS = ("", "/mx", "/check", "/transcript", "/transcript.txt", "/transcript.json")


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_token_has_a_page_that_leads_on(tmp_path: Path, path: str) -> None:
    someone = visitor(tmp_path)
    page = someone.get(f"/r/nothing{path}")
    assert page.status == 404
    assert "We do not know this walk" in page.text
    assert "Traceback" not in page.html


@pytest.mark.parametrize("path", PATHS)
def test_an_expired_walk_offers_to_start_again(tmp_path: Path, path: str) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.bench.clock.move(days=31)
    page = someone.get(f"/r/{someone.token}{path}")
    assert page.status == 410
    page = someone.press("Start again")
    assert page.status == 200
    assert page.form("Continue").fields["domain"] == [""]


def test_a_post_to_an_expired_walk_is_told_the_same(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.bench.clock.move(days=31)
    for button in ("Continue", "Run all"):
        action, fields = someone.filled(button)
        response = someone.client.post(action, data=fields, headers=HTMX)
        assert response.status_code == 410
        assert response.headers["hx-retarget"] == "#page"


def test_a_walk_goes_on_with_its_version_when_the_article_changes(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.bench.write(mail=MAIL.replace("The message is sent", "The message is written"))
    assert someone.get(f"/r/{someone.token}/sent").h1 == "The message is sent"
    assert someone.get(f"/r/{someone.token}").h1 == "The sender looks up example.com"


def test_a_walk_goes_on_when_its_article_is_taken_away(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    token = someone.token
    someone.bench.withdraw("mail")
    assert someone.get("/a/mail").status in (404, 410)
    someone.get(f"/r/{token}")
    assert someone.press("Continue").h1 == "What do you see"
    someone.bench.clock.move(days=31)
    assert "All articles" in someone.get(f"/r/{token}").links
