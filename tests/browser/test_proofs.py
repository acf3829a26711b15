"""Proving a domain by keyboard: the record comes on a button, and the focus goes where it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser


def at_the_filters(page: Page) -> None:
    """The step of the article that offers a test message."""
    page.locator("form[action$='/start'] button").first.click()
    page.get_by_label("Your mail domain").fill("example.com")
    for title in (
        "The sender's server takes the message",
        "The sender's server looks up your MX record",
        "The message passes your firewall",
        "The gateway accepts the message",
        "The filters judge the message",
    ):
        if page.locator("#field-recipient").count():
            page.locator("#field-recipient").fill("sam@example.com")
            page.locator("input[name=_answer][value=accepted]").check()
        page.get_by_role("button", name="Continue", exact=True).click()
        expect(page.locator("h1")).to_have_text(title)


def test_the_record_comes_on_a_button_and_has_the_focus(open_page: OpenPage) -> None:
    page = open_page("/a/inbound-email", width=360)
    at_the_filters(page)
    proof = page.locator("#proof_1")
    proof.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(proof.get_by_role("button", name="Get the record")).to_be_focused()
    page.keyboard.press("Enter")
    expect(proof).to_contain_text("_unsnag.example.com")
    expect(proof).to_contain_text("unsnag-proof=")
    expect(proof.locator(".disclosure-body")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    value = proof.locator(".whole").nth(1)
    value.click()
    assert page.evaluate("getSelection().toString()").strip() == value.inner_text()


def test_without_scripts_the_page_comes_back_at_the_record(open_page: OpenPage) -> None:
    page = open_page("/a/inbound-email", scripts=False)
    at_the_filters(page)
    page.locator("#proof_1 summary").click()
    page.get_by_role("button", name="Get the record").click()
    expect(page).to_have_url(re.compile("/filters#proof_1$"))
    expect(page.locator("#proof_1")).to_contain_text("unsnag-proof=")
