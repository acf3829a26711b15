"""What readers wrote, for programs: pages of JSON, a feed, and no address in either."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.actions.moderate_comment import moderate_comment
from app.actions.post_comment import Form, NewComment, Sender, post_comment
from app.actions.services import Services
from app.core.xml_elements import read_elements
from app.storage.audit import Actor
from app.web.comments import feeds
from tests.web.site import article, make_site


def publish(site: TestClient, text: str, article_id: str = "mail") -> int:
    app: Any = site.app
    services: Services = app.state.services
    new = NewComment(article_id=article_id, name="Ada", email="ada@example.com", email_shown=True, text=text)
    comment = post_comment(services, new, Sender(), Form()).comment
    if not comment.public:
        moderate_comment(services, Actor(None, "Grace"), comment.id, "publish", expected=comment.state)
    return comment.id


@pytest.fixture
def site(tmp_path: Path) -> TestClient:
    files = {"mail.md": article("mail", "Mail", "was: [post]"), "web.md": article("web", "Web")}
    return make_site(tmp_path, files, base_url="https://help.example.com")


def test_json_of_all_and_of_one_article(site: TestClient) -> None:
    first, second = publish(site, "About mail & more."), publish(site, "About the web.", "web")
    told = site.get("/comments.json")
    assert told.headers["content-type"] == "application/json"
    assert [one["id"] for one in told.json()["comments"]] == [first, second]
    assert told.json()["next"] is None
    (one,) = site.get("/a/mail/comments.json").json()["comments"]
    assert (one["address"], one["title"], one["text"]) == (
        f"https://help.example.com/comments/{first}",
        "Mail",
        "About mail & more.",
    )
    assert "@example.com" not in told.text


def test_pages_follow_one_another(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "PAGE", 2)
    ids = [publish(site, f"Number {number}, and {'abcde'[number] * 30}.") for number in range(5)]
    seen, at = [], "/comments.json"
    while at:
        told = site.get(at.removeprefix("https://help.example.com")).json()
        seen += [one["id"] for one in told["comments"]]
        at = told["next"]
    assert seen == ids
    assert site.get("/comments.json?after=nonsense").status_code == 200


def test_a_feed(site: TestClient) -> None:
    number = publish(site, "A tip with `code` & <b>.")
    told = site.get("/a/mail/comments.atom")
    assert told.headers["content-type"].startswith("application/atom+xml")
    (entry,) = read_elements([told.content], ("entry",))
    assert entry.said("id") == f"https://help.example.com/comments/{number}"
    assert "<code>code</code>" in entry.said("content")
    assert "@example.com" not in told.text
    assert len(list(read_elements([site.get("/comments.atom").content], ("entry",)))) == 1
    assert list(read_elements([site.get("/a/web/comments.atom").content], ("entry",))) == []


@pytest.mark.parametrize("kind", ["json", "atom"])
def test_nothing_is_sent_where_nothing_changed(site: TestClient, kind: str) -> None:
    publish(site, "The first of them.")
    tag = site.get(f"/comments.{kind}").headers["etag"]
    assert site.get(f"/comments.{kind}", headers={"if-none-match": tag}).status_code == 304
    publish(site, "And a second one, quite different.")
    assert site.get(f"/comments.{kind}", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("kind", ["json", "atom"])
def test_earlier_ids_lead_on_and_unknown_ones_nowhere(site: TestClient, kind: str) -> None:
    moved = site.get(f"/a/post/comments.{kind}")
    assert (moved.status_code, moved.headers["location"]) == (301, f"/a/mail/comments.{kind}")
    assert site.get(f"/a/nothing/comments.{kind}").status_code == 404
