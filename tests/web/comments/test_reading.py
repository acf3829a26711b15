"""Reading: threads, pages, permalinks, what only the writer sees, and documents that stay up to date."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.storage import comment_changes
from app.web.comments.writers import BROWSERS
from tests.web.comments.commenting import THREAD, Commented, make_commented

OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def site(tmp_path: Path) -> Commented:
    return make_commented(tmp_path)


def told(html: str) -> list[str]:
    return re.findall(r"(Tip \w+)\.", html)


def set_state(site: Commented, number: int, expected: str, state: str) -> None:
    """As another process would."""
    with site.services.sessions() as session:
        assert comment_changes.set_state(session, number, expected, state, site.clock())
        session.commit()


def look(site: Commented) -> None:
    site.client.app.state.board.refresh()  # type: ignore[attr-defined]


def test_newest_oldest_helpful(site: Commented) -> None:
    numbers = [site.write(text=f"Tip {name}.") for name in ("one", "two", "three")]
    site.client.post(f"/comments/{numbers[1]}/helpful")
    assert told(site.get(THREAD)) == ["Tip three", "Tip two", "Tip one"]
    assert told(site.get(f"{THREAD}?sort=oldest")) == ["Tip one", "Tip two", "Tip three"]
    assert told(site.get(f"{THREAD}?sort=helpful")) == ["Tip two", "Tip three", "Tip one"]
    assert told(site.get(f"{THREAD}?sort=nonsense")) == ["Tip three", "Tip two", "Tip one"]


def test_this_worked_for_me_counts_once(site: Commented) -> None:
    number = site.write(text="Tip one.")
    for _ in range(2):
        assert site.client.post(f"/comments/{number}/helpful").headers["location"] == f"/comments/{number}"
    assert "data-count>1<" in site.get(THREAD)
    other = site.somebody_else().post(
        f"/comments/{number}/helpful", headers={"accept": "application/json", "user-agent": "another"}
    )
    assert other.json() == {"helpful": 2}
    assert "data-count>2<" in site.get("/a/water")


def test_a_script_with_many_names_is_a_few_voters(site: Commented) -> None:
    number = site.write(text="Tip one.")
    for name in range(40):
        site.client.post(f"/comments/{number}/helpful", headers={"user-agent": f"Browser/{name}"})
    assert f"data-count>{BROWSERS}<" in site.get(THREAD)


def test_a_line_of_ipv6_is_one_however_many_addresses_it_takes(site: Commented) -> None:
    number = site.write(text="Tip one.")
    for device in range(9):
        lines = ("2001:db8:7:1::", "2001:db8:7:2::") if device == 0 else ("2001:db8:7:1::",)
        for line in lines:
            other = TestClient(site.client.app, headers=OWN, client=(f"{line}{device:x}", 50000))
            other.post(f"/comments/{number}/helpful", headers={"user-agent": "Firefox"})
    assert "data-count>2<" in site.get(THREAD)


def test_a_long_thread_comes_in_pages(site: Commented) -> None:
    site.services.settings.moderation = "none"
    with site.services.sessions() as session:
        first = site.write(text="Tip first.")
        _copies(site, first, 70)
        session.commit()
    page = site.get(THREAD)
    assert page.count('<article class="comment') == 50
    more = re.search(r'rel="next" href="([^"]+)"', page)
    assert more is not None
    rest = site.get(more[1].replace("&amp;", "&"))
    assert rest.count('<article class="comment') == 21
    assert 'rel="next"' not in rest
    assert "Tip first." in rest
    assert site.get(f"{THREAD}?after=nonsense").count('<article class="comment') == 50
    document = site.get("/a/water")
    assert document.count('<article class="comment') == 50
    assert 'rel="next"' in document


def _copies(site: Commented, number: int, count: int) -> None:
    """More comments like one, a minute apart, straight into the store."""
    from sqlalchemy import insert, select

    from app.storage.comment_rows import COMMENT

    with site.services.engine.begin() as connection:
        row = dict(connection.execute(select(COMMENT).where(COMMENT.c.id == number)).mappings().one())
        del row["id"]
        for at in range(count):
            later = {"fingerprint": f"copy {at}", "created_at": row["created_at"] + timedelta(minutes=at + 1)}
            connection.execute(insert(COMMENT).values({**row, **later, "html": f"<p>Copy {at}</p>"}))


def test_a_document_that_is_kept_follows_its_comments(site: Commented) -> None:
    before = site.get("/a/water")
    assert "Nobody left a tip yet." in before
    number = site.write(text="Tip one.")
    assert "Tip one." in site.get("/a/water")
    set_state(site, number, "published", "held")
    assert "Tip one." in site.get("/a/water"), "another process did it, and nobody looked yet"
    look(site)
    assert "Tip one." not in site.get("/a/water")


def test_only_the_article_that_changed_is_made_anew(site: Commented) -> None:
    site.get("/a/water")
    documents = site.client.app.state.documents  # type: ignore[attr-defined]
    kept = documents.find("/a/water", "en")
    look(site)
    assert documents.find("/a/water", "en") is kept
    site.write(text="Tip one.")
    assert documents.find("/a/water", "en") is None


def test_a_page_that_was_made_before_a_change_is_not_kept_after_it(site: Commented) -> None:
    site.get("/a/water")
    documents = site.client.app.state.documents  # type: ignore[attr-defined]
    page, drops = documents.find("/a/water", "en"), documents.drops("/a/water")
    documents.drop("water")
    documents.keep("/a/water", "en", page, ["en"], site.services.library.generation, drops)
    assert documents.find("/a/water", "en") is None


def test_what_waits_is_shown_to_its_writer_alone(tmp_path: Path) -> None:
    site = make_commented(tmp_path, moderation="all")
    number = site.write(text="Tip one.")
    mine = site.get(f"/comments/{number}")
    assert "Only you see this. It waits for a moderator." in mine
    assert "Tip one." in site.get(THREAD)
    assert "Tip one." not in site.get("/a/water")
    stranger = site.somebody_else()
    assert stranger.get(f"/comments/{number}").status_code == 404
    assert "Tip one." not in stranger.get(THREAD).text
    set_state(site, number, "held", "published")
    look(site)
    assert stranger.get(f"/comments/{number}").status_code == 200
    assert "Tip one." in site.get("/a/water")


def test_a_cookie_goes_to_no_walk(site: Commented) -> None:
    """A walk's forms do not say where they come from, so a cookie would have them refused."""
    answer = site.post()
    cookies = answer.headers.get_list("set-cookie")
    assert sorted(re.findall(r"Path=(\S+?);", "\n".join(cookies))) == ["/a", "/comments"]
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in cookies)
    begun = site.client.post("/a/water/start")
    del site.client.headers["sec-fetch-site"]  # over plain http browsers leave it out
    walk = site.client.post(begun.headers["location"], data={"_do": "solved"}, headers={"origin": "null"})
    assert walk.status_code == 303


def test_a_cookie_of_ones_own_making_is_worth_nothing(site: Commented) -> None:
    number = site.write()
    stranger = site.somebody_else()
    stranger.cookies.set("unsnag-comments", "WzEsIHsiaWRzIjpbMV19XQ.AAAA")
    assert stranger.get(f"/comments/{number}/edit").status_code == 403


def test_its_writer_changes_it_for_fifteen_minutes(site: Commented) -> None:
    number = site.write(text="Tip one.")
    edit = site.get(f"/comments/{number}/edit")
    assert "Tip one.</textarea>" in edit
    preview = site.client.post(f"/comments/{number}/edit", data={"name": "M.", "text": "Tip *two*.", "preview": "yes"})
    assert "<em>two</em>" in preview.text
    assert "Tip one." in site.get("/a/water")
    wrong = site.client.post(f"/comments/{number}/edit", data={"name": "M.", "text": " "})
    assert wrong.status_code == 422
    assert "Write your comment." in wrong.text
    done = site.client.post(f"/comments/{number}/edit", data={"name": "M.", "text": "Tip two."})
    assert done.status_code == 303
    page = site.get("/a/water")
    assert told(page) == ["Tip two"]
    assert '<span class="comment-edited">changed <time' in page
    site.clock.now += timedelta(minutes=16)
    assert site.client.get(f"/comments/{number}/edit").status_code == 403
    assert "You may change" not in site.get(f"/comments/{number}")


def test_its_writer_withdraws_it(site: Commented) -> None:
    number = site.write(text="Tip one.")
    assert site.somebody_else().post(f"/comments/{number}/withdraw").status_code == 403
    assert site.client.post(f"/comments/{number}/withdraw").headers["location"] == THREAD
    assert site.client.get(f"/comments/{number}").status_code == 410
    assert "Tip one." not in site.get("/a/water") + site.get(THREAD)


def test_replies_stay_when_the_first_is_withdrawn(site: Commented) -> None:
    number = site.write(text="Tip one.")
    site.write(text="Tip two.", parent=str(number))
    site.client.post(f"/comments/{number}/withdraw")
    page = site.get("/a/water")
    assert told(page) == ["Tip two"]
    assert "This tip was taken away." in page


def test_it_says_when_the_step_changed_since(site: Commented) -> None:
    on_step = site.write(text="Tip one.", anchor="look")
    on_cause = site.write(text="Tip two.", anchor="loose")
    folder = Path(site.services.settings.content)
    text = (folder / "water.md").read_text(encoding="utf-8")
    (folder / "water.md").write_text(text.replace("Push it in.", "Push it in, firmly."), encoding="utf-8")
    with site.services.sessions() as session:
        site.services.library.import_folder(session, folder, site.clock())
    earlier = "Written for an earlier version of this step (version 1)."
    assert earlier in site.get(f"/comments/{on_cause}")
    assert earlier not in site.get(f"/comments/{on_step}")
    assert site.get("/a/water").count(earlier) == 1


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999"])
def test_a_comment_that_never_was(site: Commented, number: str) -> None:
    assert site.client.get(f"/comments/{number}").status_code == 404


def test_a_name_from_right_to_left_and_times_for_machines(site: Commented) -> None:
    site.write(name="عبد الله", text="Tip one.")
    page = site.get("/a/water")
    assert "<bdi>عبد الله</bdi>" in page
    assert re.search(r'<time datetime="2026-04-05T12:01:00\+00:00">', page)


def test_pages_of_comments_are_not_for_search_engines(site: Commented) -> None:
    number = site.write()
    for path in (THREAD, f"/comments/{number}"):
        assert '<meta name="robots" content="noindex">' in site.get(path)
    assert "noindex" not in site.get("/a/water")


def test_counts_are_read_once(site: Commented, monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk shows them with every click."""
    site.write(anchor="look")
    board = site.client.app.state.board  # type: ignore[attr-defined]
    entry = site.services.library.get("water")
    assert entry is not None
    assert board.counts(entry) == {"look": 1}
    monkeypatch.setattr("app.web.board.comments.counts", None)
    assert board.counts(entry) == {"look": 1}
