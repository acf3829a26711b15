"""The pages of signed links: GET shows and never acts, POST acts, from wherever it comes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.actions.edit_comment import edit_comment
from app.actions.post_comment import Form, NewComment, Sender, post_comment
from app.actions.services import Services
from app.actions.verify import digits_of
from app.storage import comments, outgoing, subscriptions
from app.storage.comment_rows import Comment
from tests.actions.mailing import signed
from tests.web.site import article, make_site

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


class Site:
    """A site with one article, and its outbox."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.client: TestClient = make_site(folder, {"mail.md": article("mail", "Mail")}, base_url="https://testserver")
        app: Any = self.client.app
        self.services: Services = app.state.services
        for name, value in {"moderators": ("grace@example.com",), **settings}.items():
            setattr(self.services.settings, name, value)

    def post(self, text: str = "Our provider had <b>closed</b> the port.", **changes: Any) -> Comment:
        new = NewComment(**{"article_id": "mail", "anchor": "look", "name": "Ada & Co", "text": text, **changes})
        opened = self.services.clock() - timedelta(minutes=1)
        return post_comment(self.services, new, Sender("192.0.2.7"), Form(opened)).comment

    def link(self, prefix: str, at: int = 0) -> str:
        with self.services.sessions() as session:
            mail = next(mail for mail in outgoing.list_mail(session) if mail.key.startswith(prefix))
        return f"/comments/l/{signed(mail, at)}"

    def read(self, comment_id: int) -> Comment:
        with self.services.sessions() as session:
            found = comments.find_comment(session, comment_id)
        assert found is not None
        return found


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_moderators_link_shows_the_comment_and_acts_when_posted(site: Site) -> None:
    comment = site.post()
    link = site.link("held:")
    for _ in range(2):  # a mail scanner, and then the moderator
        shown = site.client.get(link)
        assert shown.status_code == 200
        assert "Ada &amp; Co" in shown.text
        assert "&lt;b&gt;closed" in shown.text
        assert "Its writer had no comment published before." in shown.text
        assert site.read(comment.id).state == "held"
    done = site.client.post(link)
    assert "Published" in done.text
    assert f'href="/comments/{comment.id}"' in done.text
    assert site.read(comment.id).state == "published"
    again = site.client.get(link)
    assert '<button type="submit"' not in again.text.partition("<main")[2]
    assert "It is published." in again.text
    assert site.client.post(link).status_code == 409


def test_a_moderators_link_publishes_the_text_it_showed_and_no_other(site: Site) -> None:
    comment = site.post()
    link = site.link("held:")
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', site.client.get(link).text)
    edit_comment(site.services, comment.id, "Words that no moderator has read.")
    assert site.client.post(link, data={"seen": seen}).status_code == 409
    assert site.read(comment.id).state == "held"
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', site.client.get(link).text)
    assert "Published" in site.client.post(link, data={"seen": seen}).text
    assert site.read(comment.id).state == "published"


def test_link_pages_are_told_to_nobody(site: Site) -> None:
    site.post()
    shown = site.client.get(site.link("held:"))
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.headers["cache-control"] == "private, no-store"
    assert "noindex" in shown.headers["x-robots-tag"]


def test_a_link_that_is_not_ours_or_too_old_leads_on(site: Site) -> None:
    assert site.client.get("/comments/l/nonsense").status_code == 404
    assert site.client.post("/comments/l/nonsense").status_code == 404
    site.post()
    link = site.link("held:")
    later = datetime(2026, 9, 1, tzinfo=UTC)
    object.__setattr__(site.services.signer, "_clock", lambda: later)
    assert site.client.get(link).status_code == 410


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": "unsnag-comments=x; other=y"},
        {"origin": "https://mail.example", "sec-fetch-site": "cross-site", "cookie": "unsnag-comments=x"},
        {"origin": "null"},
    ],
)
def test_one_click_unsubscribing_needs_nothing_but_the_address(site: Site, headers: dict[str, str]) -> None:
    first = site.post(email="ada@example.com", subscribe=True)
    site.client.post(site.link("held:"))
    assert "You will hear of replies" in site.client.post(site.link("subscribe:")).text
    site.post("A reply that is long enough.", parent_id=first.id, name="Bob")
    site.client.post(site.link("held:2"))
    link = site.link("reply:")
    with site.services.sessions() as session:
        (mail,) = [mail for mail in outgoing.list_mail(session) if mail.key.startswith("reply:")]
    assert mail.headers["List-Unsubscribe"] == f"<https://testserver{link}>"
    site.client.get(link)
    assert running(site) == [True]
    answer = site.client.post(link, data=ONE_CLICK, headers=headers)
    assert answer.status_code == 200
    assert running(site) == [False]
    assert site.client.post(link, data=ONE_CLICK, headers=headers).status_code == 200


def running(site: Site) -> list[bool]:
    with site.services.sessions() as session:
        return [one.running for one in subscriptions.subscriptions_of(session, "ada@example.com")]


def test_only_links_are_open_to_posts_from_elsewhere(site: Site) -> None:
    elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    for path in ("/comments/mine", "/comments/link/x", "/a/mail/comments", "/comments/l"):
        assert site.client.post(path, headers=elsewhere).status_code == 403


def test_a_writer_confirms(tmp_path: Path) -> None:
    site = Site(tmp_path, confirm_address=True, moderation="none")
    comment = site.post(email="ada@example.com")
    link = site.link("confirm:")
    assert "Confirm your address" in site.client.get(link).text
    assert site.read(comment.id).state == "unconfirmed"
    assert "Your address is confirmed" in site.client.post(link).text
    assert site.read(comment.id).state == "published"
    assert "Your address is confirmed" in site.client.get(link).text


def test_other_tips_under_the_address_are_shown_and_wait_until_they_are_ticked(tmp_path: Path) -> None:
    site = Site(tmp_path, confirm_address=True, moderation="none")
    theirs = site.post("A tip that somebody else wrote <i>under</i> my address.", name="Mal", email="ada@example.com")
    own = site.post("A tip that I wrote in this very browser, before.", email="ada@example.com")
    comment = site.post(email="ada@example.com")
    link = site.link(f"confirm:{comment.id}")
    cookie = site.services.signer.sign("comments of a browser", {"ids": [own.id]})
    shown = site.client.get(link, headers={"cookie": f"unsnag-comments={cookie}"}).text
    boxes = dict(re.findall(r'name="also" value="(\d+)"[^>]*?( checked)?>', shown))
    assert boxes == {str(own.id): " checked", str(theirs.id): ""}
    assert "&lt;i&gt;under" in shown
    done = site.client.post(link, data={"also": [str(own.id), "x", "9" * 30]})
    assert [site.read(each.id).state for each in (comment, own, theirs)] == ["published", "published", "unconfirmed"]
    assert f'value="{theirs.id}"' in done.text
    assert f'value="{own.id}"' not in done.text


def ask(site: Site, email: str, *, right: bool = True) -> Any:
    page = site.client.get("/comments/mine").text
    picture = re.findall(r'name="picture" value="([^"]+)"', page)[0]
    digits = digits_of(site.services, picture) or ""
    answer = digits if right else "000000"
    return site.client.post("/comments/mine", data={"email": email, "picture": picture, "picture_answer": answer})


def test_the_answer_is_the_same_whether_anything_was_written_or_not(site: Site) -> None:
    site.post(email="ada@example.com")
    yes, no = ask(site, "ada@example.com"), ask(site, "eve@example.com")
    assert (yes.status_code, yes.text) == (no.status_code, no.text)
    with site.services.sessions() as session:
        asked = [mail.recipient for mail in outgoing.list_mail(session) if mail.key.startswith("mine:")]
    assert asked == ["ada@example.com"]


@pytest.mark.parametrize(("email", "right"), [("nobody", True), ("", True), ("ada@example.com", False)])
def test_what_cannot_be_taken_is_said_and_kept(site: Site, email: str, right: bool) -> None:
    answer = ask(site, email, right=right)
    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text
    assert f'value="{email}"' in answer.text


def test_what_one_wrote_is_shown_copied_and_erased(site: Site) -> None:
    comment = site.post(email="ada@example.com")
    ask(site, "ada@example.com")
    link = site.link("mine:")
    shown = site.client.get(link)
    assert "ada@example.com" in shown.text
    assert "&lt;b&gt;closed" in shown.text
    copy = site.client.post(link, data={"act": "copy"})
    assert copy.headers["content-disposition"].startswith("attachment")
    assert copy.json()["comments"][0]["name"] == "Ada & Co"
    unsure = site.client.post(link, data={"act": "erase"})
    assert unsure.status_code == 422
    assert not site.read(comment.id).erased
    assert "One tip is gone" in site.client.post(link, data={"act": "erase", "sure": "yes"}).text
    assert site.read(comment.id).erased
    assert site.client.get(link).status_code == 410
    assert site.client.post(link, data={"act": "copy"}).status_code == 410


def test_what_is_kept_is_told_as_the_settings_stand(tmp_path: Path) -> None:
    site = Site(tmp_path, comment_address_days=7)
    told = site.client.get("/comments/kept").text
    assert "7 days, against spam" in told
    assert "/comments/mine" in told
    assert "let you confirm" not in told


def test_readers_are_spoken_to_in_their_language(site: Site) -> None:
    site.post(email="ada@example.com")
    german = {"accept-language": "de-AT,de;q=0.9"}
    kept = site.client.get("/comments/kept", headers=german)
    assert '<html lang="de"' in kept.text
    assert "30 Tage, gegen Spam." in kept.text
    assert "Accept-Language" in kept.headers["vary"]
    assert "Was Sie hier geschrieben haben" in site.client.get("/comments/mine?lang=de").text
    wrong = site.client.post("/comments/mine?lang=de", data={"email": "ada"})
    assert wrong.status_code == 422
    assert "Geben Sie die ganze Adresse mit dem @ ein" in wrong.text
    ask(site, "ada@example.com")
    assert "nicht veröffentlicht" in site.client.get(site.link("mine:"), headers=german).text
    assert "Publish this comment?" in site.client.get(site.link("held:"), headers=german).text  # as all for moderators


def test_the_log_has_no_link(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.post()
    link = site.link("held:")
    with site.services.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE comment RENAME TO lost")
    assert site.client.get(link).status_code == 503
    told = capsys.readouterr()
    assert "comments/l/" in told.out
    assert link.rpartition("/")[2] not in told.out + told.err
