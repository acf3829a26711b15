"""A walk says beside a step and a cause how many tips readers left, and leads to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.comments.commenting import Commented, make_commented


@pytest.fixture
def site(tmp_path: Path) -> Commented:
    return make_commented(tmp_path)


def links(html: str) -> list[tuple[str, str]]:
    """(anchor, words) of every link to tips."""
    found = re.findall(r'<p class="tips-link"><a href="/a/water/comments\?anchor=(\w+)".*?<span>([^<]+)', html)
    assert all('hx-boost="false"' in link for link in re.findall(r'<p class="tips-link"><a [^>]*>', html))
    return found


def begin(site: Commented) -> str:
    return str(site.client.post("/a/water/start").headers["location"])


def test_a_step_and_its_causes_lead_to_their_tips(site: Commented) -> None:
    site.write(anchor="look")
    first = site.write(anchor="loose")
    site.write(parent=str(first))
    assert links(site.get(begin(site))) == [("loose", "2 tips"), ("look", "1 tip")]


def test_a_page_that_is_kept_follows(site: Commented) -> None:
    walk = begin(site)
    for _ in range(2):
        assert links(site.get(walk)) == [("loose", "Leave a tip"), ("look", "Leave a tip")]
    site.write(anchor="look")
    for _ in range(2):
        assert links(site.get(walk)) == [("loose", "Leave a tip"), ("look", "1 tip")]


def test_a_cause_that_was_tried_keeps_its_tips(site: Commented) -> None:
    site.write(anchor="loose")
    walk = begin(site)
    site.client.post(walk, data={"_tried": "failed:loose", "_visit": "1", "_attempt": "1"})
    assert ("loose", "1 tip") in links(site.get(walk))


def test_a_site_without_comments_has_no_links(tmp_path: Path) -> None:
    site = make_commented(tmp_path, comments=False)
    assert links(site.get(begin(site))) == []
