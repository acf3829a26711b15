"""A kept page is sent only as long as it is what the walk shows now."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.submit_step import submit_answer
from app.web.bodies import Fields
from app.web.walk import routes
from tests.web.walk.site import HTMX, visitor


def test_the_same_page_comes_again_with_the_same_headers(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    first = someone.client.get(f"/r/{someone.token}/mx")
    again = someone.client.get(f"/r/{someone.token}/mx")
    assert again.text == first.text
    assert dict(again.headers) == dict(first.headers)
    assert "content-security-policy" in again.headers
    assert again.headers["referrer-policy"] == "no-referrer"


def test_a_walk_that_moved_elsewhere_shows_what_is_now(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    token = someone.token
    assert someone.get(f"/r/{token}").h1 == "The message is sent"
    submit_answer(someone.bench.services, token, "sent", "no")
    assert someone.get(f"/r/{token}").h1 == "The sender looks up example.com"


def test_htmx_gets_its_fragment_all_the_same(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.get(f"/r/{someone.token}/mx")
    assert someone.get(f"/r/{someone.token}/mx", **HTMX).html.startswith("<title>")


def test_an_expired_walk_is_gone_though_its_page_is_kept(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    someone.get(f"/r/{someone.token}/mx")
    someone.bench.clock.move(days=31)
    assert someone.get(f"/r/{someone.token}/mx").status == 410


def test_another_day_makes_another_page(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    path = f"/r/{someone.token}/mx"
    someone.get(path)
    kept = someone.client.app.state.walk_pages.ready(path)  # type: ignore[attr-defined]
    someone.bench.clock.move(days=1)
    someone.get(path)
    assert someone.client.app.state.walk_pages.ready(path).moment.day > kept.moment.day  # type: ignore[attr-defined]


def test_what_is_out_of_the_ordinary_is_answered_by_the_routes(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    token, client = someone.token, someone.client
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.get("/r/unknown/mx").status_code == 404
    assert client.get(f"/r/{token}/no-such-step").status_code == 404
    assert client.head(f"/r/{token}/mx").status_code == 200
    assert client.put(f"/r/{token}/mx").status_code == 405
    assert (
        client.post(
            f"/r/{token}/mx", content="_do=continue", headers={"sec-fetch-site": "cross-site", **form}
        ).status_code
        == 403
    )
    assert client.post(f"/r/{token}/mx", content="a=b&" * 600, headers=form).status_code == 422
    assert client.post(f"/r/{token}/mx", content="a" * 70_000, headers=form).status_code == 413
    assert client.post(f"/r/{token}/mx", json={"_do": "continue"}).status_code == 415
    assert client.post(f"/r/{token}/mx", content="_do=dance", headers=form).status_code == 422


def test_a_form_that_the_routes_answer_is_read_whole(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    client, form = someone.client, {"content-type": "application/x-www-form-urlencoded"}
    answer = client.post(f"/r/{someone.token}/mx", content="_check=*&_visit=1", headers=form, follow_redirects=False)
    assert answer.headers["location"] == f"/r/{someone.token}/mx#checks-title"


@pytest.mark.parametrize(("accept", "encoding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_pages_and_clicks_come_compressed_as_the_browser_takes_them(
    tmp_path: Path, accept: str, encoding: str | None
) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    client, path = someone.client, f"/r/{someone.token}/sent"
    plain = client.get(path, headers={"accept-encoding": "identity"})
    for answer in (client.get(path, headers={"accept-encoding": accept}) for _ in range(2)):
        assert answer.text == plain.text
        assert answer.headers.get("content-encoding") == encoding
        assert "Accept-Encoding" in answer.headers["vary"]
        assert "content-security-policy" in answer.headers
    form = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8", "accept-encoding": accept, **HTMX}
    click = client.post(path, content="_do=continue&_visit=1&_answer=yes", headers=form)
    assert click.status_code == 200
    assert click.headers.get("content-encoding") == encoding
    assert click.text.startswith("<title>")


def test_a_click_of_htmx_takes_the_short_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")

    async def unreached(request: object) -> Fields:
        raise AssertionError("the routes were asked")

    monkeypatch.setattr(routes, "read_fields", unreached)
    form = {"content-type": "application/x-www-form-urlencoded;charset=UTF-8", **HTMX}
    answer = someone.client.post(f"/r/{someone.token}/sent", content="_do=continue&_visit=1&_answer=yes", headers=form)
    assert answer.status_code == 200
