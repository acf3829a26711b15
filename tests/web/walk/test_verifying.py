"""Past a threshold a verification comes before the checks, and nothing is lost on the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.actions.verify import digits_of, make_challenge
from tests.actions.factories import make_bench
from tests.actions.sample import MAIL
from tests.actions.verifying import solve
from tests.web.walk.site import STREAM, Page, Visitor

AGAIN = "Run all checks again"


@pytest.fixture
def busy(tmp_path: Path) -> Visitor:
    """Somebody at the step `mx`, whose two checks were run so often that more need a proof."""
    someone = Visitor(make_bench(tmp_path, 12, mail=MAIL))
    someone.reach("mx")
    someone.press("Run all checks of this step")
    while not someone.press(AGAIN).h1.startswith("One moment"):
        pass
    return someone


def digits(someone: Visitor, page: Page) -> str:
    picture = re.search(r'name="picture" value="([^"]+)"', page.html)
    assert picture is not None
    return digits_of(someone.bench.services, picture[1]) or ""


def test_without_a_script_digits_go_on_with_the_checks(busy: Visitor) -> None:
    busy.bench.laboratory.says("dns.mx", "none")
    page = busy.press("Go on with the checks", picture_answer=digits(busy, busy.page))
    assert page.h1 == "The sender looks up example.com"
    assert 'class="finding fail"' in page.html, "the checks ran"
    assert busy.press(AGAIN).h1 == "The sender looks up example.com", "trusted for a while"


def test_with_a_script_a_proof_does(busy: Visitor) -> None:
    proof = solve(make_challenge(busy.bench.services)).payload
    assert busy.press("Go on with the checks", verification=proof).h1 == "The sender looks up example.com"


def test_wrong_digits_are_asked_for_again(busy: Visitor) -> None:
    page = busy.press("Go on with the checks", picture_answer="111111")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "Those were not the digits." in page.text
    again = busy.press("Go on with the checks", picture_answer=digits(busy, page))
    assert again.h1 == "The sender looks up example.com"


def test_the_form_that_led_here_is_kept(busy: Visitor) -> None:
    busy.page = page = Page(busy.client.post(f"/r/{busy.token}/check", data={"domain": "example.org"}))
    assert page.h1 == "One moment before more checks"
    assert page.forms[-1].fields["domain"] == ["example.org"]
    done = busy.press("Go on with the checks", picture_answer=digits(busy, page))
    assert done.h1 == "Check everything"


def test_htmx_gets_the_page_in_place_of_rows(busy: Visitor) -> None:
    action, fields = busy.filled("Go on with the checks")
    answer = busy.client.post(action, data=fields | {"picture_answer": [""]}, headers=STREAM)
    assert answer.headers["hx-retarget"] == "#page"
    assert answer.headers["content-type"].startswith("text/html")
    assert "Go on with the checks" in answer.text
