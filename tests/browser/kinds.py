"""Every kind of page, and how to come to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from playwright.sync_api import Page, expect

from tests.browser.walking import STEPS, at, come_to, go_on, hand_in, run_all, start


def _path(path: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(path)

    return go


def _document_open(page: Page) -> None:
    page.goto("/a/inbound-email")
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")


def _first_inputs(page: Page) -> None:
    page.goto("/a/inbound-email")
    page.get_by_role("button", name="Start, step by step").first.click()
    expect(page.get_by_label("Your mail domain")).to_be_visible()


def _errors(page: Page) -> None:
    _first_inputs(page)
    page.get_by_label("Your mail domain").fill("not a domain")
    go_on(page)
    expect(page.get_by_role("alert")).to_be_visible()


def _results(page: Page) -> None:
    start(page, "closed.example")
    come_to(page, "mx")
    run_all(page)
    go_on(page)
    at(page, STEPS["firewall"])
    run_all(page)
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")


def _question(page: Page) -> None:
    start(page)
    come_to(page, "filters")


def _ladder(page: Page) -> None:
    start(page, "closed.example")
    page.get_by_role("link", name="Check everything").click()
    page.get_by_role("button", name="Check everything").click()
    expect(page.locator("li.rung.fail")).to_be_visible()
    expect(page.locator("#ladder")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".htmx-request")).to_have_count(0)


def _end(page: Page) -> None:
    start(page)
    come_to(page, "gateway")
    page.get_by_label("It was refused").check()
    go_on(page)
    at(page, "Hand over to the mail team")


def _solved(page: Page) -> None:
    start(page)
    page.get_by_role("button", name="My problem is solved").click()
    at(page, "Your problem is solved")


def _transcript(page: Page) -> None:
    _results(page)
    page.get_by_role("link", name="Transcript", exact=True).click()
    expect(page.locator(".transcript-page")).to_be_visible()
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")


def _german(page: Page) -> None:
    page.goto("/a/inbound-email?lang=de")
    page.get_by_role("button", name="Schritt für Schritt beginnen").first.click()
    page.get_by_label("Ihre Mail-Domain").fill("nomx.example")
    page.get_by_role("button", name="Weiter", exact=True).click()
    at(page, "Der Server des Absenders nimmt die Nachricht an")
    hand_in(page)
    page.get_by_role("button", name="Weiter", exact=True).click()
    at(page, "Der Server des Absenders schlägt Ihren MX-Eintrag nach")
    page.get_by_role("button", name="Alle Prüfungen dieses Schritts starten").click()
    expect(page.get_by_role("heading", name="Das ist wahrscheinlich die Ursache")).to_be_visible()
    expect(page.locator("#checks")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".htmx-request")).to_have_count(0)


def _tip_errors(page: Page) -> None:
    page.goto("/a/inbound-email/comments?lang=de")
    page.get_by_role("button", name="Vorschau").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _search(page: Page) -> None:
    page.goto("/search?q=firewall")
    expect(page.get_by_role("link", name="firewall").first).to_be_visible()


def _german_search(page: Page) -> None:
    page.set_extra_http_headers({"accept-language": "de"})
    page.goto("/search?q=firewall")
    expect(page.get_by_role("heading", level=1, name="Suchen")).to_be_visible()


def _proof(page: Page) -> None:
    start(page)
    come_to(page, "gateway")
    page.get_by_label("The address that should get").fill("maria@example.com")
    page.get_by_label("I do not know").check()
    go_on(page)
    at(page, STEPS["filters"])
    page.get_by_text("Prove that example.com is yours").click()
    page.get_by_role("button", name="Get the record").click()
    expect(page.get_by_text("_unsnag.example.com")).to_be_visible()
    expect(page.locator(".htmx-request")).to_have_count(0)


KINDS: Mapping[str, Callable[[Page], None]] = MappingProxyType(
    {
        "home": _path("/"),
        "category": _path("/c/testing-communication"),
        "search": _search,
        "nothing-found": _path("/search?q=zzzzqqq"),
        "document": _path("/a/inbound-email"),
        "document-open": _document_open,
        "document-other": _path("/a/outbound-email"),
        "first-inputs": _first_inputs,
        "errors": _errors,
        "question": _question,
        "results": _results,
        "ladder": _ladder,
        "end": _end,
        "solved": _solved,
        "german": _german,
        "german-search": _german_search,
        "proof": _proof,
        "transcript": _transcript,
        "tips": _path("/a/inbound-email/comments?anchor=mx"),
        "tip-errors": _tip_errors,
        "unknown-walk": _path("/r/AAAAAAAAAAAAAAAAAAAAAA"),
        "not-found": _path("/nothing-here"),
    }
)
