"""Giving inputs: reasons beside the field and in a focused summary, typed words kept, everything asked once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.walk.site import HTMX, visitor


def test_what_cannot_be_taken_comes_back_with_the_reason_and_what_was_typed(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.start()
    page = someone.press("Continue", domain="exa mple")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.form("Continue").fields["domain"] == ["exa mple"]
    assert {"error-summary", "error-domain", "field-domain"} <= page.ids
    assert "#field-domain" in page.links.values()
    assert 'aria-describedby="hint-domain example-domain error-domain" aria-invalid="true"' in page.html


def test_a_required_input_left_empty_is_asked_for_kindly(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.start()
    page = someone.press("Continue", domain="  ")
    assert page.status == 422
    assert "Enter a domain, such as example.com" in page.text
    assert "invalid" not in page.text.lower()


def test_a_broken_rule_is_told_beside_the_field(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.start()
    page = someone.press("Continue", domain="forbidden.example")
    assert page.status == 422
    assert "Give another domain." in page.text


def test_what_was_given_is_filled_into_the_texts_and_never_asked_again(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = someone.reach("mx")
    assert page.h1 == "The sender looks up example.com"
    assert page.title.startswith("The sender looks up example.com")
    assert all("domain" not in form.fields for form in page.forms)


def test_what_was_typed_is_text_and_nothing_else(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.start()
    page = someone.press("Continue", domain='"><script>alert(1)</script>')
    assert page.status == 422
    assert "<script>alert" not in page.html


def test_an_optional_input_may_be_left_out_and_stands_beside_the_question(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = someone.reach("sent")
    form = page.form("Continue")
    assert "sender" in form.fields
    assert "_answer" in form.offered
    page = someone.press("Continue", _answer="yes")
    assert page.h1.startswith("The sender looks up")


def test_what_is_wrong_with_an_input_and_with_the_answer_beside_it_is_told_at_once(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("sent")
    page = someone.press("Continue", sender="nobody")
    assert page.status == 422
    assert {"error-sender", "error-_answer"} <= page.ids
    assert page.form("Continue").fields["sender"] == ["nobody"]


def test_a_choice_that_is_needed_comes_before_the_question_with_nothing_chosen(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = someone.reach("kind")
    form = page.form("Continue")
    assert form.offered["mode"] == ["alone", "behind"]
    assert "mode" not in form.fields
    assert "_answer" not in form.offered
    page = someone.press("Continue", mode="behind")
    assert "_answer" in page.form("Continue").offered


def test_personal_inputs_are_marked_and_stay_out_of_addresses_and_titles(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    page = someone.reach("sent")
    assert "Personal" in page.text
    page = someone.press("Continue", sender="maria@example.net", _answer="no")
    assert "maria" not in page.url + page.title


@pytest.mark.parametrize(
    ("field", "attribute"),
    [("domain", 'inputmode="url"'), ("domain", 'autocapitalize="none"'), ("domain", 'spellcheck="false"')],
)
def test_fields_ask_for_the_right_keyboard(tmp_path: Path, field: str, attribute: str) -> None:
    page = visitor(tmp_path).start()
    tag = page.html.split(f'id="field-{field}"')[1].split(">")[0]
    assert attribute in tag


def test_with_htmx_the_errors_come_as_a_fragment_that_does_not_move_the_address(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.start()
    page = someone.press("Continue", HTMX, domain="")
    assert page.status == 422
    assert page.headers["hx-push-url"] == "false"
    assert "<html" not in page.html
    assert "<main" in page.html


def test_a_form_longer_than_64_kib_is_refused(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.start()
    page = someone.press("Continue", domain="a" * 70_000)
    assert page.status == 413
