"""What a visitor does, in words: start, give, run, answer, go on. Everything is found by its role and its name."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

INBOUND = "Troubleshooting inbound email"
STEPS = {
    "sent": "The sender's server takes the message",
    "mx": "The sender's server looks up your MX record",
    "firewall": "The message passes your firewall",
    "gateway": "The gateway accepts the message",
    "filters": "The filters judge the message",
    "repository": "The message lies in the local repository",
    "fetch": "The user fetches the message",
}


def start(page: Page, domain: str = "example.com") -> str:
    """From the home page into a walk through inbound-email, with the domain given; the walk's address."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name=INBOUND).first.click()
    at(page, INBOUND)
    page.get_by_role("button", name="Start, step by step").first.click()
    at(page, INBOUND)
    page.get_by_label("Your mail domain").fill(domain)
    go_on(page)
    at(page, STEPS["sent"])
    hand_in(page)
    return re.sub(r"(/r/[^/?#]+).*", r"\1", page.url)


def come_to(page: Page, step: str) -> None:
    """On to a step of inbound-email, running nothing and answering only what leads there."""
    for name, title in STEPS.items():
        at(page, title)
        if name in ("filters", "gateway"):
            hand_in(page)
        if name == step:
            return
        if name == "repository":
            page.get_by_label("Stand alone").check()
            go_on(page)
        if name in _WAY_ON:
            page.get_by_label(_WAY_ON[name]).check()
        go_on(page)


_WAY_ON = {
    "gateway": "I do not know",
    "filters": "They let it pass as good",
    "repository": "It is, or it was and has gone on from there",
}


def hand_in(page: Page) -> None:
    """Hands in a step's inputs, left empty where they may be, so that the step itself can be gone through."""
    inputs = page.locator("button[name=_do][value=inputs]")
    if inputs.count():
        inputs.click()
        expect(inputs).to_have_count(0)


def at(page: Page, title: str) -> None:
    """Waits until the page has this heading."""
    expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue", exact=True).click()


def run_all(page: Page) -> None:
    """Presses the button that runs the checks of this step, and waits until they are in."""
    run_button(page).click()
    settled(page)


def run_button(page: Page) -> Locator:
    """The button that runs all checks of the step."""
    return page.get_by_role("button", name=re.compile("^Run (the check|all checks)"))


def settled(page: Page) -> None:
    expect(page.get_by_role("button", name=re.compile("^Run (the check again|all checks)"))).to_be_visible()
    expect(page.locator("#checks")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".htmx-request")).to_have_count(0)  # the button is ready for the next click


def finding(page: Page, title: str) -> Locator:
    """The row of a check, by its title."""
    return page.locator("li.finding").filter(has_text=title)


def cause(page: Page, title: str) -> Locator:
    """A cause, which is a disclosure."""
    return page.locator("details.cause").filter(has=page.get_by_text(title, exact=True))
