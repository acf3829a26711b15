"""Writing a comment: what is typed is never lost, and what is sent is kept once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.correct_comment import correct_comment
from app.core.comment_fields import MAX_TEXT
from app.core.errors import StoreUnavailable
from app.storage import outgoing
from app.storage.audit import Actor
from tests.actions.mailing import signed
from tests.web.comments.commenting import THREAD, Commented, hidden, make_commented

TYPED = {"name": "Zoë <3", "email": "zoe@example.com", "text": "It was the *fuse*.\n\n<b>Really</b>"}


@pytest.fixture
def site(tmp_path: Path) -> Commented:
    return make_commented(tmp_path)


def assert_kept(html: str) -> None:
    """Everything typed stands in the form again."""
    assert 'value="Zoë &lt;3"' in html
    assert 'value="zoe@example.com"' in html
    assert "\nIt was the *fuse*.\n\n&lt;b&gt;Really&lt;/b&gt;</textarea>" in html


def test_a_comment_is_written_and_read(site: Commented) -> None:
    number = site.write(**TYPED)
    page = site.get(f"/comments/{number}")
    assert "Thank you. Your tip is published." in page
    assert "<em>fuse</em>" in page
    assert "<b>Really" not in page
    for place in (THREAD, "/a/water"):
        html = site.get(place)
        assert "<em>fuse</em>" in html
        assert "zoe@example.com" not in html


def test_the_form_asks_in_the_order_of_the_old_page(site: Commented) -> None:
    for path in (THREAD, "/a/water"):
        html = site.get(path)
        at = [html.index(f'name="{name}"') for name in ("name", "email", "hide", "text", "verification")]
        assert at == sorted(at)
        assert 'name="hide" value="yes" checked' in html
        assert "30 days" in html, "how long things are kept is said beside it"


def test_without_a_script_the_document_leads_to_a_preview_with_a_picture(site: Commented) -> None:
    form = TYPED | {"hide": "yes", "version": "1", "opened": "", "verification": ""}
    middle = site.client.post(THREAD, data=form)
    assert middle.status_code == 200
    assert_kept(middle.text)
    assert "<em>fuse</em>" in middle.text, "it is shown as it will look"
    assert "Error: " not in middle.text
    opened = hidden(middle.text, "opened")
    sent = site.client.post(THREAD, data=form | {"opened": opened} | site.digits(middle.text))
    assert sent.status_code == 303


def test_wrong_digits_bring_another_picture_and_lose_nothing(site: Commented) -> None:
    form = site.form(**TYPED)
    first = site.digits(site.get(THREAD))
    wrong = site.client.post(THREAD, data=form | first | {"picture_answer": "111111"})
    assert wrong.status_code == 422
    assert_kept(wrong.text)
    assert "Those were not the digits" in wrong.text
    assert '<a href="#field-verification">' in wrong.text
    second = site.digits(wrong.text)
    assert second != first
    assert site.client.post(THREAD, data=form | second).status_code == 303


def test_what_is_wrong_is_said_beside_its_field_and_the_verification_is_not_spent(site: Commented) -> None:
    form = site.form(**TYPED | {"name": "", "email": "nobody"}, verification=site.proof())
    answer = site.client.post(THREAD, data=form)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    for name in ("name", "email"):
        assert f'<a href="#field-{name}">' in answer.text
        assert f'id="error-{name}"' in answer.text
    assert hidden(answer.text, "verification") == form["verification"]
    mended = site.client.post(THREAD, data=form | {"name": "Zoë", "email": "zoe@example.com"})
    assert mended.status_code == 303


@pytest.mark.parametrize("grapheme", ["a", "👩‍👩‍👧‍👦", "🇩🇪", "ẍ̣", "نٌ", "한"])
def test_a_thousand_characters_as_people_count_them(site: Commented, grapheme: str) -> None:
    assert site.post(text=grapheme * MAX_TEXT).status_code == 303
    longer = site.post(text=grapheme * (MAX_TEXT + 1))
    assert longer.status_code == 422
    assert "Shorten your comment by 1 character: it has at most 1,000." in longer.text
    assert grapheme * (MAX_TEXT + 1) in longer.text


def test_digits_that_were_right_need_not_be_typed_again(site: Commented) -> None:
    form = site.form(name="")
    answer = site.client.post(THREAD, data=form)
    assert answer.status_code == 422
    assert hidden(answer.text, "picture") == form["picture"]
    assert f'value="{form["picture_answer"]}"' in answer.text
    assert site.client.post(THREAD, data=form | {"name": "Zoë"}).status_code == 303


def test_the_preview_keeps_nothing_and_asks_for_no_verification(site: Commented) -> None:
    preview = site.client.post(THREAD, data=TYPED | {"hide": "yes", "preview": "yes"})
    assert preview.status_code == 200
    assert_kept(preview.text)
    assert "How it will look" in preview.text
    assert "<em>fuse</em>" in preview.text
    assert "&lt;b&gt;Really" in preview.text
    assert "comment-1" not in site.get(THREAD)


def test_an_address_is_hidden_unless_the_tick_was_taken_out(site: Commented) -> None:
    hides = site.write(**TYPED)
    shows = site.write(name="Tom", email="tom@example.com", hide="")
    form = site.form(name="Ann", email="ann@example.com", text="Third.")
    del form["hide"]
    answer = site.client.post(THREAD, data=form)
    open_one = int(answer.headers["location"].rpartition("/")[2])
    for number in (hides, shows):  # `hide` is there, whatever it says
        assert site.client.post(f"/comments/{number}/address").status_code == 404
    html = site.get(THREAD) + site.get("/a/water") + site.get(f"/comments/{open_one}")
    assert "@example.com" not in html
    assert "mailto:" not in html
    told = site.client.post(f"/comments/{open_one}/address")
    assert "mailto:ann@example.com" in told.text
    assert told.headers["cache-control"] == "no-store"
    script = site.client.post(f"/comments/{open_one}/address", headers={"accept": "application/json"})
    assert script.json() == {"address": "ann@example.com"}


def test_addresses_cannot_be_harvested(site: Commented) -> None:
    form = site.form(name="Ann", email="ann@example.com")
    del form["hide"]
    number = int(site.client.post(THREAD, data=form).headers["location"].rpartition("/")[2])
    answers = [site.client.post(f"/comments/{number}/address").status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


def test_pressed_twice_it_is_one_comment(site: Commented) -> None:
    form = site.form(**TYPED)
    first, second = site.client.post(THREAD, data=form), site.client.post(THREAD, data=form)
    assert first.headers["location"] == second.headers["location"]
    assert site.get(THREAD).count('<article class="comment') == 1


def test_who_posts_the_words_of_another_is_not_their_writer(site: Commented) -> None:
    form = site.form(**TYPED)
    number = int(site.client.post(THREAD, data=form).headers["location"].partition("?")[0].rpartition("/")[2])
    stranger = site.somebody_else()
    same = site.form(**TYPED)
    for _ in range(2):
        assert stranger.post(THREAD, data=same).status_code == 303
        assert stranger.get(f"/comments/{number}/edit").status_code in (403, 404)
        assert stranger.post(f"/comments/{number}/withdraw").status_code in (403, 404)
    assert site.client.post(THREAD, data=form).headers["location"].startswith(f"/comments/{number}")
    assert site.client.get(f"/comments/{number}/edit").status_code == 200


def test_what_a_moderator_corrected_is_offered_to_be_withdrawn_only(site: Commented) -> None:
    number, other = site.write(**TYPED), site.write(text="Another tip, which stands as it is.")
    correct_comment(
        site.services, Actor(None, "Grace"), number, name="Zoë", text="It was the fuse.", expected_text=TYPED["text"]
    )
    page = site.get(THREAD)
    assert page.count("A moderator corrected it. You may withdraw it until") == 1
    assert f"/comments/{number}/edit" not in page and f"/comments/{other}/edit" in page
    assert site.client.get(f"/comments/{number}/edit").status_code == 403
    late = site.client.post(f"/comments/{number}/edit", data=TYPED)
    assert late.status_code == 403 and "A moderator corrected this comment" in late.text
    assert "&lt;b&gt;Really&lt;/b&gt;</textarea>" in late.text, "what was typed is kept"
    assert site.client.post(f"/comments/{number}/withdraw").status_code == 303


def test_who_confirmed_an_address_in_this_browser_is_not_asked_again_but_another_browser_is(site: Commented) -> None:
    site.services.settings.confirm_address = True
    first = site.write(**TYPED)
    with site.services.sessions() as session:
        (mail,) = outgoing.list_mail(session)
    assert site.client.post(f"/comments/l/{signed(mail)}").status_code == 200
    again = site.write(**TYPED | {"text": "And the lamp beside it, too."})
    assert "Your tip is published." in site.get(f"/comments/{again}")
    form = site.form(**TYPED | {"text": "Somebody else who knows the address."})
    stranger = site.somebody_else()
    assert stranger.post(THREAD, data=form).status_code == 303
    page = site.get(THREAD)
    assert f'id="comment-{first}"' in page and f'id="comment-{again}"' in page
    assert "Somebody else who knows" not in page


def test_a_verification_works_once(site: Commented) -> None:
    form = site.form(**TYPED)
    assert site.client.post(THREAD, data=form).status_code == 303
    again = site.client.post(THREAD, data=form | {"text": "Another."})
    assert again.status_code == 422
    assert "used before" in again.text
    assert "Another." in again.text


def test_too_many_from_one_network_lose_nothing_either(site: Commented) -> None:
    site.pause = timedelta(seconds=20)
    for number in range(20):
        site.write(text=f"Tip {number}: " + "abcdefghijklmnopqrst"[number] * 30)
    answer = site.post(**TYPED)
    assert answer.status_code == 429
    assert_kept(answer.text)
    assert "Nothing was sent." in answer.text


def test_a_database_that_does_not_answer_loses_nothing(site: Commented, monkeypatch: pytest.MonkeyPatch) -> None:
    form = site.form(**TYPED)
    site.get(THREAD)  # so that the article is in memory

    def broken(*_: object) -> None:
        raise StoreUnavailable("The database does not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(site.services.engine, "connect", broken)
        answer = site.client.post(THREAD, data=form)
    assert answer.status_code == 503
    assert_kept(answer.text)


def test_a_site_may_take_no_comments(tmp_path: Path) -> None:
    site = make_commented(tmp_path, comments=False)
    for path in ("/a/water", THREAD):
        assert "comment-form" not in site.get(path)
    assert "Leave a tip" not in site.get("/a/water")
    answer = site.post(**TYPED)
    assert answer.status_code == 403


def test_a_reply_hangs_below_and_no_deeper(site: Commented) -> None:
    first = site.write(text="First.", anchor="loose")
    second = site.write(text="Second.", parent=str(first))
    third = site.write(text="Third.", parent=str(second))
    html = site.get(f"/comments/{first}")
    assert "Second." in html
    assert "Third." in html
    assert "In reply to" in site.get(f"/comments/{third}")
    assert f'name="parent" value="{first}"' in site.get(f"/comments/{second}")


def test_a_comment_hangs_on_a_step_or_a_cause(site: Commented) -> None:
    site.write(text="About the step.", anchor="look")
    site.write(text="About the cause.", anchor="loose")
    document = site.get("/a/water")
    assert document.count("<span>1 tip<span") == 2
    step = site.get(f"{THREAD}?anchor=look")
    assert "About the step." in step
    assert "About the cause." not in step
    assert 'name="anchor" value="look"' in step
    assert site.client.get(f"{THREAD}?anchor=nothing").status_code == 404


def test_an_article_that_is_not_there(site: Commented) -> None:
    assert site.client.get("/a/fire/comments").status_code == 404
    assert site.client.post("/a/fire/comments", data=site.form()).status_code == 404


def test_a_form_of_another_site_is_refused(site: Commented) -> None:
    answer = site.client.post(THREAD, data=site.form(), headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_a_translated_page_speaks_its_language(tmp_path: Path) -> None:
    site = make_commented(tmp_path)
    folder = Path(site.services.settings.content)
    german = (folder / "water.md").read_text(encoding="utf-8").replace("title: Water", "title: Wasser\nlang: de")
    (folder / "wasser.md").write_text(german.replace("id: water", "id: wasser"), encoding="utf-8")
    with site.services.sessions() as session:
        site.services.library.import_folder(session, folder, site.clock())
    page = site.get("/a/wasser/comments")
    assert '<html lang="de"' in page
    assert "Tipp hinterlassen" in page
    wrong = site.client.post("/a/wasser/comments", data=site.form(name="", text=""))
    assert "Geben Sie einen Namen ein." in wrong.text
    assert "Schreiben Sie Ihren Tipp." in wrong.text
