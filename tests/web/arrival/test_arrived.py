"""The page on which somebody says that a test message arrived."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.ledger import ledger_of
from app.checks.ledger import Posted
from app.core.codes import in_groups
from tests.actions.factories import make_bench
from tests.web.walk.site import Visitor


@pytest.fixture
def someone(tmp_path: Path) -> Visitor:
    return Visitor(make_bench(tmp_path))


def post(someone: Visitor) -> Posted:
    """A message that was sent 42 seconds ago."""
    ledger = ledger_of(someone.bench.services)
    posted = ledger.note(ledger.post("example.com", "sam@example.com"), "accepted")
    someone.bench.clock.move(seconds=42)
    return posted


def stands(someone: Visitor, posted: Posted) -> float | None:
    return ledger_of(someone.bench.services).look(posted).seconds


def test_the_link_shows_and_the_button_acts(someone: Visitor) -> None:
    posted = post(someone)
    page = someone.get(f"/arrived/{in_groups(posted.code)}")
    assert (page.status, page.h1) == (200, "Did the test message arrive?")
    assert "the mail of example.com" in page.text
    assert stands(someone, posted) is None
    page = someone.press("Yes, it is here")
    assert (page.status, page.h1) == (200, "The message is there")
    assert stands(someone, posted) == 42.0
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert page.headers["cache-control"] == "private, no-store"


def test_looking_again_and_again_changes_nothing(someone: Visitor) -> None:
    posted = post(someone)
    for method in ("get", "head", "options"):
        getattr(someone.client, method)(f"/arrived/{posted.code}")
    assert stands(someone, posted) is None


def test_the_code_may_be_typed(someone: Visitor) -> None:
    posted = post(someone)
    someone.get("/arrived")
    page = someone.press("Yes, it is here", code=f" {in_groups(posted.code).lower()} ")
    assert page.h1 == "The message is there"
    assert stands(someone, posted) == 42.0


@pytest.mark.parametrize("code", ["", "nonsense", "0000-0000-0000", "<script>alert(1)</script>" * 9])
def test_a_code_that_leads_nowhere_comes_back(someone: Visitor, code: str) -> None:
    someone.get("/arrived")
    page = someone.press("Yes, it is here", code=code)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "We know no message with this code." in page.text
    assert "<script>alert" not in page.html
    assert "error-summary" in page.ids


def test_a_link_that_leads_nowhere_offers_the_form(someone: Visitor) -> None:
    page = someone.get("/arrived/0000-0000-0000")
    assert page.status == 404
    assert page.form("Yes, it is here").fields["code"] == ["0000-0000-0000"]


def test_another_site_cannot_press_the_button(someone: Visitor) -> None:
    posted = post(someone)
    headers = {"sec-fetch-site": "cross-site"}
    assert someone.client.post("/arrived", data={"code": posted.code}, headers=headers).status_code == 403
    assert stands(someone, posted) is None


def test_it_speaks_the_language_of_the_browser(someone: Visitor) -> None:
    page = someone.get("/arrived", **{"accept-language": "de-AT, en;q=0.5"})
    assert page.h1 == "Ist die Testnachricht angekommen?"
    assert 'lang="de"' in page.html
    assert someone.get("/arrived?lang=en", **{"accept-language": "de"}).h1 == "Did the test message arrive?"
