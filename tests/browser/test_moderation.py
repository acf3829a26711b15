"""Moderating in a browser: by the mouse without a script, by keys, from a link in a mail; and axe on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from app.actions.open_services import open_services
from app.actions.post_comment import Form, NewComment, Sender, post_comment
from app.actions.services import Services
from app.storage import comments
from tests.actions.people import PASSWORD, make_account
from tests.browser import axe
from tests.browser.conftest import OpenPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser
ARTICLE = "inbound-email"
DONE_IN_LIGHT = ("options", "sessions", "audit", "password")


class Office:
    """The site's people and comments, written into its database beside it."""

    def __init__(self, services: Services) -> None:
        self.services = services
        make_account(services, "Maria", "admin")
        make_account(services, "Otto", "moderator")
        self._posted = 0

    def post(self, text: str, name: str = "Ada", parent: int | None = None, state: str = "held") -> int:
        """A comment that waits; its number."""
        self._posted += 1
        sender = Sender(f"198.51.{self._posted}.9", "Firefox", "voter")
        new = NewComment(article_id=ARTICLE, anchor="mx", name=name, text=text, parent_id=parent)
        opened = self.services.clock() - timedelta(minutes=1)
        made = post_comment(self.services, new, sender, Form(opened, "")).comment
        assert made.state == state
        return made.id

    def state(self, number: int) -> str:
        with self.services.sessions() as session:
            found = comments.find_comment(session, number)
        assert found is not None
        return found.state


@pytest.fixture(scope="module")
def office(site: Site) -> Iterator[Office]:
    services = open_services(site.settings, import_content=False)
    yield Office(services)
    services.engine.dispose()


def log_in(page: Page, email: str = "otto@example.com") -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("navigation", name="Moderation")).to_be_visible()
    page.wait_for_load_state()  # the script listens


def says(page: Page, sentence: str) -> None:
    """The page that the last deed led to tells what it came to."""
    expect(page.get_by_role("status")).to_have_text(sentence)
    page.wait_for_load_state()


def card(page: Page, number: int) -> Locator:
    return page.locator(f"#comment-{number}")


def test_without_a_script(open_page: OpenPage, office: Office) -> None:
    one, two, three = (office.post(f"{word}: look at the cable of the {word} one") for word in ("Red", "Blue", "Green"))
    page = open_page("/admin", scripts=False)
    log_in(page)
    card(page, two).get_by_role("button", name="Publish").click()
    says(page, "One comment was published.")
    assert office.state(two) == "published"
    page.get_by_role("button", name="Undo").click()
    says(page, "One comment is as it was before.")
    for number in (one, three):
        card(page, number).get_by_role("checkbox").check()
    page.get_by_role("group", name="All that are chosen").get_by_role("button", name="Reject").click()
    says(page, "2 comments were rejected.")
    assert [office.state(number) for number in (one, two, three)] == ["rejected", "held", "rejected"]

    card(page, two).get_by_role("link", name="Edit").click()
    page.get_by_label("Text").fill("Look at the *cable*")
    page.get_by_role("button", name="Save").click()
    expect(card(page, two).locator("em")).to_have_text("cable")
    card(page, two).get_by_role("link", name="Block").click()
    page.get_by_label("A word or words").fill("cables of gold")
    page.get_by_role("button", name="Block").click()
    expect(page.get_by_text("The rules were added.")).to_be_visible()
    expect(page.get_by_text("One comment was called spam.")).to_be_visible()
    assert office.state(two) == "spam"
    page.get_by_role("link", name="Rules").click()
    expect(page.get_by_role("listitem").filter(has_text="cables of gold")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    says(page, "You are logged out.")
    page.goto("/admin/comments")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_by_keys_alone(open_page: OpenPage, office: Office) -> None:
    older, newer = office.post("The gateway of our provider was down"), office.post("A second idea about the gateway")
    page = open_page("/admin")
    log_in(page)
    page.keyboard.press("j")
    expect(card(page, newer)).to_be_focused()
    page.keyboard.press("j")
    expect(card(page, older)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("s")
    says(page, "One comment was called spam.")
    expect(card(page, older)).to_be_focused()  # the eye goes on
    assert office.state(newer) == "spam"
    page.keyboard.press("u")
    says(page, "One comment is as it was before.")
    assert office.state(newer) == "held"
    expect(card(page, newer)).to_be_focused()
    page.keyboard.press("x")
    expect(card(page, newer).get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("Control+p")  # the browser's own
    assert office.state(newer) == "held"
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name=f"Edit comment {newer}")).to_be_visible()
    page.get_by_label("Text").press("p")  # a letter, where one writes
    expect(page.get_by_role("heading", name=f"Edit comment {newer}")).to_be_visible()
    page.go_back()
    card(page, newer).focus()
    page.keyboard.press("b")
    expect(page.get_by_role("heading", name="Block what it came from")).to_be_visible()
    page.go_back()
    card(page, newer).focus()
    page.keyboard.press("p")
    says(page, "One comment was published.")
    assert office.state(newer) == "published"


def test_keys_can_be_switched_off_and_stay_off(open_page: OpenPage, office: Office) -> None:
    number = office.post("One more word about the gateway, then")
    page = open_page("/admin")
    log_in(page)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    page.get_by_label("Use these keys").uncheck()
    for _ in range(2):
        card(page, number).focus()
        page.keyboard.press("p")
        page.keyboard.press("?")
        assert office.state(number) == "held"
        page.reload()
    expect(page.locator("#keys")).not_to_have_attribute("open", "")
    page.locator("#keys summary").click()
    page.get_by_label("Use these keys").check()
    card(page, number).focus()
    page.keyboard.press("r")
    says(page, "One comment was rejected.")


def test_two_moderators_at_once(open_page: OpenPage, office: Office) -> None:
    number = office.post("Both of us look at this at the same time")
    maria, otto = open_page("/admin"), open_page("/admin")
    log_in(maria, "maria@example.com")
    log_in(otto)
    card(maria, number).get_by_role("button", name="Reject").click()
    says(maria, "One comment was rejected.")
    card(otto, number).get_by_role("button", name="Publish").click()
    expect(otto.get_by_role("alert")).to_contain_text("Maria was quicker: this comment was rejected.")
    assert office.state(number) == "rejected"


def test_a_link_on_another_site_leads_to_the_page_not_to_the_log_in(open_page: OpenPage, site: Site) -> None:
    page = open_page("/admin")
    log_in(page)
    page.goto(f"data:text/html,<title>Mail</title><a href='{site.url}/admin/audit'>the audit log</a>")
    page.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1440, True)], ids=["phone-light", "desk-dark"])
def test_axe_finds_nothing_and_nothing_is_too_wide(open_page: OpenPage, office: Office, width: int, dark: bool) -> None:
    first = office.post(f"What a long word: {'donaudampfschiff' * 4} ({width})", name="A name of some length " * 3)
    page = open_page("/admin/log-in", width=width, dark=dark, bypass_csp=True)
    found = [*_found(page, "log-in")]
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_title(re.compile("^Error: "))
    found += _found(page, "log-in, wrong")
    log_in(page, "maria@example.com")
    found += _found(page, "queue")
    card(page, first).get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_be_visible()
    found += _found(page, "queue, done")
    own = f"comments/{first}"
    for path in (own, f"{own}/edit", f"{own}/block", "rules", "options", "users", "sessions", "audit", "password"):
        if dark and path in DONE_IN_LIGHT:  # nothing stands there that does not stand on the others
            continue
        page.goto(f"/admin/{path}")
        found += _found(page, path)
    page.goto(f"/admin/{own}")
    page.get_by_role("button", name="Make a cause of this").click()
    expect(page.get_by_text("A draft was made of it.")).to_be_visible()
    found += _found(page, "draft")
    page.get_by_role("link", name="Drafts").first.click()
    expect(page.get_by_role("heading", name="Drafts", level=1)).to_be_visible()
    found += _found(page, "drafts")
    assert not found, "\n".join(found)


def _found(page: Page, name: str) -> Iterator[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        yield f"{name}: {over} px too wide"
    yield from (f"{name}: {fault}" for fault in axe.faults(page))
