"""Starting a walk: the button on the article leads to a walk with a token, whose first page asks what no step asks."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from tests.web.walk.site import Page, visitor


def test_the_start_button_makes_a_walk_and_redirects_to_it(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    response = someone.client.post("/a/mail/start", follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/r/")


def test_reading_makes_no_walk(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    response = someone.client.get("/a/mail/start")
    assert response.status_code == 405
    with someone.bench.services.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM run").scalar() == 0


def test_the_first_page_asks_for_the_inputs_that_no_step_asks(tmp_path: Path) -> None:
    page = visitor(tmp_path).start()
    assert page.status == 200
    assert list(page.form("Continue").fields) == ["_visit", "_attempt", "_was_domain", "domain"]
    assert "The part" not in page.text
    assert "After the @" in page.text


def test_walks_are_kept_from_search_engines_and_from_referrers(tmp_path: Path) -> None:
    page = visitor(tmp_path).start()
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["referrer-policy"] == "no-referrer"


def test_an_unknown_article_is_not_found(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    assert Page(someone.client.post("/a/nothing/start")).status == 404


def test_inputs_given_with_the_start_are_taken_and_bad_ones_are_asked_for(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = Page(someone.client.post("/a/mail/start", data={"domain": "example.org"}))
    assert page.form("Continue").fields["domain"] == ["example.org"]
    page = Page(someone.client.post("/a/mail/start", data={"domain": "not a domain"}))
    assert page.status == 200
    assert page.form("Continue").fields["domain"] == [""]


def test_a_network_that_starts_very_many_walks_is_told_when_to_go_on(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    limit = someone.bench.services.settings.walks_per_minute
    busy = TestClient(someone.client.app, client=("192.0.2.7", 1), follow_redirects=False)
    started, refused = 0, busy.post("/a/mail/start", headers={"accept-language": "de"})
    while refused.status_code == 303 and started < 2 * limit:
        started, refused = started + 1, busy.post("/a/mail/start", headers={"accept-language": "de"})
    assert limit <= started <= limit + 2  # a window that slides may let one or two more in at its edge
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 61
    assert f"In {refused.headers['retry-after']} Sekunden können Sie weitermachen" in refused.text
    with someone.bench.services.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM run").scalar() == started
    problem = busy.post("/api/v1/runs", json={"article": "mail"})  # the same limit for programs
    assert problem.status_code == 429
    assert problem.json()["type"] == "/problems/limit-reached"
    other = TestClient(someone.client.app, client=("192.0.2.8", 1), follow_redirects=False)
    assert other.post("/a/mail/start").status_code == 303
