"""Without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.walking import INBOUND, STEPS, at, come_to, hand_in, start

pytestmark = pytest.mark.browser
_FOCUSED = """() => {
    const e = document.activeElement;
    return (e.innerText || e.getAttribute('aria-label') || e.labels?.[0]?.innerText || '').trim();
}"""


def _tab_to(page: Page, words: str, most: int = 60) -> None:
    """Press Tab until what has the focus says `words`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if words in page.evaluate(_FOCUSED):
            _is_visibly_focused(page)
            return
    raise AssertionError(f"no Tab leads to “{words}”")


def _is_visibly_focused(page: Page) -> None:
    ring = page.evaluate(
        """() => { let e = document.activeElement;
        const drawn = n => { const s = getComputedStyle(n);
            return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'; };
        return drawn(e) || drawn(e.closest('label, .choice, .field') ?? e); }"""
    )
    assert ring, "the focus cannot be seen"


def test_from_the_home_page_to_an_answer(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate(_FOCUSED) == "Skip to the content"
    _tab_to(page, INBOUND)
    page.keyboard.press("Enter")
    at(page, INBOUND)
    _tab_to(page, "Start, step by step")
    page.keyboard.press("Enter")
    at(page, INBOUND)
    expect(page.locator(".walk")).to_be_visible()
    _tab_to(page, "Your mail domain")
    page.keyboard.type("example.com")
    page.keyboard.press("Enter")
    at(page, STEPS["sent"])
    hand_in(page)
    _tab_to(page, "Continue")
    page.keyboard.press("Space")
    at(page, STEPS["mx"])
    _tab_to(page, "Run all checks")
    page.keyboard.press("Enter")
    expect(page.locator("#checks")).to_contain_text("Fine")


def test_the_focus_follows_to_the_heading(open_page: OpenPage) -> None:
    page = open_page()
    start(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null"), "the focus left the page's content"


def test_radios_are_chosen_with_arrows_and_nothing_is_preselected(open_page: OpenPage) -> None:
    page = open_page()
    start(page)
    come_to(page, "filters")
    assert page.locator("input[type=radio]:checked").count() == 0
    page.get_by_label("They let it pass as good").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("They let it pass, marked as possible spam")).to_be_checked()
    page.keyboard.press("Enter")
    at(page, STEPS["repository"])


def test_a_cause_opens_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    start(page)
    _tab_to(page, "The address was mistyped")
    page.keyboard.press("Enter")
    expect(page.locator("details.cause[open]")).to_contain_text("letter by letter")
