"""The short way of a comment: the same answer as by the route, and the route's own where anything is not ordinary."""

from __future__ import annotations

from pathlib import Path

import pytest
from httpx2 import Response

from app.storage import comments
from tests.web.comments.commenting import THREAD, Commented, make_commented


@pytest.fixture
def site(tmp_path: Path) -> Commented:
    return make_commented(tmp_path)


def _worked(site: Commented, **given: str) -> dict[str, str]:
    """A form with the work of a script in place of a picture."""
    form = site.form(**given)
    del form["picture"], form["picture_answer"]
    return form | {"verification": site.proof()}


def _told(answer: Response) -> list[tuple[str, str]]:
    """Headers without what is different each time."""
    return sorted((name, _constant(name, value)) for name, value in answer.headers.multi_items())


def _constant(name: str, value: str) -> str:
    if name == "location":
        return value.rpartition("/")[0]
    return value.partition("; ")[2] if name == "set-cookie" else value


def _count(site: Commented) -> int:
    with site.services.engine.connect() as connection:
        return comments.last_id(connection)


def test_it_answers_as_the_route_does(site: Commented) -> None:
    by_route = site.post(text="The first.")
    by_short_way = site.client.post(THREAD, data=_worked(site, text="The second."))
    assert by_route.status_code == by_short_way.status_code == 303
    assert _told(by_route) == _told(by_short_way)
    number = _count(site)
    assert by_short_way.headers["location"] == f"/comments/{number}"
    assert "The second." in site.client.get(f"/comments/{number}").text


def test_a_form_that_is_sent_twice_counts_once(site: Commented) -> None:
    form = _worked(site)
    first, second = (site.client.post(THREAD, data=form) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert _count(site) == 1


def test_a_verification_works_once(site: Commented) -> None:
    form = _worked(site)
    site.client.post(THREAD, data=form)
    again = site.client.post(THREAD, data=form | {"text": "Something else entirely."})
    assert again.status_code == 422
    assert "Something else entirely." in again.text
    assert _count(site) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [({"name": ""}, "Enter a name"), ({"text": "x" * 1001}, "Shorten"), ({"verification": "bm8="}, "did not arrive")],
)
def test_what_was_typed_survives_every_error(site: Commented, given: dict[str, str], said: str) -> None:
    form = _worked(site, text="Turn it by hand.") | given
    answer = site.client.post(THREAD, data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert form["text"] in answer.text
    assert _count(site) == 0


def test_a_preview_keeps_nothing(site: Commented) -> None:
    answer = site.client.post(THREAD, data=_worked(site, text="**Bold**") | {"preview": ""})
    assert "<strong>Bold</strong>" in answer.text
    assert _count(site) == 0


def test_other_sites_cannot_post(site: Commented) -> None:
    answer = site.client.post(THREAD, data=_worked(site), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert _count(site) == 0


def test_an_unknown_article_is_told_of(site: Commented) -> None:
    assert site.client.post("/a/nothing/comments", data=_worked(site)).status_code == 404
