"""Tips in a browser: written, verified, moderated, replied to, edited and erased, with and without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from app.actions.ask_for_own import ask_for_own
from app.actions.open_services import open_services
from app.actions.services import Services
from app.actions.verify import digits_of
from app.storage import comments, outgoing
from tests.actions.people import PASSWORD, make_account
from tests.browser import axe
from tests.browser.conftest import OpenPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser
DOCUMENT = "/a/outbound-email"
THREAD = f"{DOCUMENT}/comments"
with_and_without = pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])


class Backstage:
    """What a test sees of the store, and the moderator's account."""

    def __init__(self, services: Services) -> None:
        self.services = services
        make_account(services, "Vera", "moderator")

    def digits(self, page: Page) -> str:
        """What a person reads in the picture."""
        return digits_of(self.services, page.locator("input[name=picture]").input_value()) or ""

    def link(self, address: str) -> str:
        """The link that was mailed to an address for all it wrote."""
        ask_for_own(self.services, address)
        with self.services.sessions() as session:
            mail = next(m for m in outgoing.list_mail(session) if m.key.startswith("mine:") and m.recipient == address)
        found = re.search(r"/comments/l/\S+", mail.text)
        assert found is not None
        return found[0]

    def text(self, number: int) -> str:
        with self.services.sessions() as session:
            found = comments.find_comment(session, number)
        assert found is not None
        return found.text


@pytest.fixture(scope="module")
def backstage(site: Site) -> Iterator[Backstage]:
    services = open_services(site.settings, import_content=False)
    yield Backstage(services)
    services.engine.dispose()


def fill(page: Page, name: str, text: str, email: str = "", *, scripts: bool = True) -> None:
    page.locator("#field-text").scroll_into_view_if_needed()
    if scripts:
        expect(page.locator("#text-count")).to_be_visible()  # the script comes when the form is near
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.locator("#field-text").fill(text)


def send(page: Page, backstage: Backstage, button: str, *, scripts: bool) -> int:
    """Sends the form, through the picture where there is no script; the number of what was written."""
    if scripts:
        page.locator("#field-text").focus()
        expect(page.locator("[data-verification]")).to_have_attribute("data-state", "done")
    page.get_by_role("button", name=button).click()
    if not scripts and page.get_by_role("heading", name="How it will look").count():
        page.get_by_label("The six digits").fill(backstage.digits(page))
        page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    return int(page.url.partition("?")[0].rpartition("/")[2])


def tip(page: Page, number: int) -> Locator:
    return page.locator(f"#comment-{number}")


def publish(page: Page, number: int) -> None:
    page.goto("/admin/comments?state=held")
    tip(page, number).get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_have_text("One comment was published.")


def moderator(open_page: OpenPage) -> Page:
    page = open_page("/admin")
    page.get_by_label("Email address").fill("vera@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("navigation", name="Moderation")).to_be_visible()
    return page


@with_and_without
def test_from_the_first_word_to_the_last(open_page: OpenPage, backstage: Backstage, *, scripts: bool) -> None:
    name, address = ("Ida", "ida@example.com") if scripts else ("Ole", "ole@example.com")
    vera = moderator(open_page)
    page = open_page(DOCUMENT, scripts=scripts)
    fill(page, name, f"{name} says: look at the *relay*.\nThen at the port.", address, scripts=scripts)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".comment-preview em")).to_have_text("relay")
    if not scripts:
        page.get_by_label("The six digits").fill(backstage.digits(page))
    number = send(page, backstage, "Send the tip", scripts=scripts)
    expect(tip(page, number)).to_contain_text("It waits for a moderator.")
    reader = open_page(DOCUMENT, scripts=scripts)
    expect(tip(reader, number)).to_have_count(0)

    publish(vera, number)
    reader.reload()
    expect(tip(reader, number)).to_contain_text("look at the relay")
    assert address not in reader.content()
    if scripts:
        tip(reader, number).scroll_into_view_if_needed()
        expect(reader.locator("#text-count")).to_be_visible()
    tip(reader, number).get_by_role("button", name="This worked for me").click()
    expect(tip(reader, number).locator("[data-count]")).to_have_text("1")
    if not scripts:
        reader.goto(DOCUMENT)
    tip(reader, number).get_by_role("link", name="Reply").click()
    fill(reader, f"{name}s neighbour", f"Thank you, {name}: it was the port.", scripts=scripts)
    reply = send(reader, backstage, "Send the reply", scripts=scripts)
    publish(vera, reply)

    page.goto(f"/comments/{number}")
    expect(tip(page, reply)).to_contain_text("it was the port")
    tip(page, number).get_by_role("link", name="Change").click()
    page.locator("#field-text").fill(f"{name} says: look at the **port** alone.")
    page.get_by_role("button", name="Save the change").click()
    expect(tip(page, number).locator("strong")).to_have_text("port")
    expect(tip(page, number)).to_contain_text("It waits for a moderator.")  # who had read other words
    reader.goto(DOCUMENT)
    expect(tip(reader, number)).to_contain_text("This tip was taken away.")
    publish(vera, number)
    reader.goto(DOCUMENT)
    expect(tip(reader, number)).to_contain_text("look at the port alone")
    expect(tip(reader, number)).to_contain_text("changed")

    page.goto(backstage.link(address))
    page.get_by_role("checkbox", name="Erase all of it").check()
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible()
    assert backstage.text(number) == ""
    reader.goto(DOCUMENT)
    expect(tip(reader, number)).not_to_contain_text("look at the port")
    expect(tip(reader, reply)).to_contain_text("it was the port")


@with_and_without
def test_its_writer_withdraws_it(open_page: OpenPage, backstage: Backstage, *, scripts: bool) -> None:
    page = open_page(f"{THREAD}?anchor=wrong-settings" if scripts else THREAD, scripts=scripts)
    fill(page, "Sam", f"I wrote this too quickly, {'with' if scripts else 'without'} thinking.", scripts=scripts)
    if not scripts:
        page.get_by_label("The six digits").fill(backstage.digits(page))
    number = send(page, backstage, "Send the tip", scripts=scripts)
    tip(page, number).get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tips on")
    expect(tip(page, number)).to_have_count(0)
    answer = page.goto(f"/comments/{number}")
    assert answer is not None
    assert answer.status == 410


@with_and_without
def test_what_is_wrong_is_said_and_what_was_typed_stays(open_page: OpenPage, *, scripts: bool) -> None:
    page = open_page(THREAD, scripts=scripts)
    fill(page, "", "🇩🇪" * 1001, "nobody", scripts=scripts)
    page.get_by_role("checkbox", name="Hide my address").uncheck()
    page.get_by_role("button", name="Preview").click()
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    if scripts:
        expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    expect(page.locator("#error-text")).to_contain_text("Shorten your comment by 1 character")
    expect(page.locator("#field-text")).to_have_value("🇩🇪" * 1001)
    expect(page.get_by_label("E-mail address")).to_have_value("nobody")
    expect(page.get_by_role("checkbox", name="Hide my address")).not_to_be_checked()


def test_characters_are_counted_as_people_count_them(open_page: OpenPage) -> None:
    page = open_page(THREAD)
    left = page.locator("#text-count")
    expect(left).to_have_text("1,000 characters left")
    page.locator("#field-text").fill("👩‍👩‍👧‍👦 ab\n")
    expect(left).to_have_text("996 characters left")
    page.locator("#field-text").fill("é" * 1002)
    expect(left).to_have_text("2 characters too many")


def test_a_draft_outlives_an_error_and_the_way_back(open_page: OpenPage, backstage: Backstage) -> None:
    page = open_page(DOCUMENT)
    fill(page, "Kim", "A thought that took me long.", "kim@example.com")
    page.goto("/")
    page.goto(f"{DOCUMENT}#write")
    expect(page.locator("#field-text")).to_have_value("A thought that took me long.")

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=403, content_type="text/html", body="<title>Refused</title><h1>Refused</h1>")
        else:
            route.continue_()

    page.route(f"**{THREAD}", refuse)
    page.get_by_role("button", name="Send the tip").click()
    expect(page.get_by_role("heading", name="Refused")).to_be_visible()
    page.unroute(f"**{THREAD}")
    page.goto(f"{DOCUMENT}#write")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Kim")
    expect(page.locator("#field-text")).to_have_value("A thought that took me long.")
    send(page, backstage, "Send the tip", scripts=True)
    page.goto(f"{DOCUMENT}#write")
    expect(page.locator("#text-count")).to_be_visible()
    expect(page.locator("#field-text")).to_have_value("")


def test_where_the_browser_cannot_do_the_work_the_picture_comes(open_page: OpenPage, backstage: Backstage) -> None:
    page = open_page(THREAD)
    page.route("**/verification/challenge", lambda route: route.abort())
    fill(page, "Lou", "Without a worker I copy digits.")
    page.get_by_role("button", name="Send the tip").click()
    expect(page.get_by_role("img", name="Six digits")).to_be_visible()
    page.get_by_label("The six digits").fill("111111")
    page.get_by_role("button", name="Send the tip").click()
    expect(page.get_by_role("alert")).to_contain_text("Those were not the digits")
    page.get_by_label("The six digits").fill(backstage.digits(page))
    page.get_by_role("button", name="Send the tip").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()


def test_the_sound_can_be_played(open_page: OpenPage, backstage: Backstage) -> None:
    page = open_page(THREAD, scripts=False)
    address = page.locator("audio").get_attribute("src")
    other = open_page(THREAD)
    seconds = other.evaluate(
        """address => new Promise((done, failed) => {
            const sound = new Audio(address);
            sound.addEventListener('loadedmetadata', () => done(sound.duration));
            sound.addEventListener('error', () => failed(sound.error.message));
        })""",
        address,
    )
    assert 5 < seconds < 60


def test_by_keys_alone(open_page: OpenPage) -> None:
    page = open_page(THREAD)
    page.get_by_label("Name", exact=True).focus()
    keys = page.keyboard
    keys.type("Ann")
    keys.press("Tab")
    keys.type("ann@example.com")
    keys.press("Tab")
    keys.press("Space")
    expect(page.get_by_role("checkbox", name="Hide my address")).not_to_be_checked()
    keys.press("Tab")
    keys.type("Only keys were needed.")
    for _ in range(2):  # past "tell me of replies"; the next is the link to what is kept
        keys.press("Tab")
    keys.press("Tab")
    expect(page.get_by_role("button", name="Send the tip")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert "ann@example.com" not in page.content()


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1440, False)], ids=["phone-dark", "desk-light"])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    open_page: OpenPage, backstage: Backstage, width: int, dark: bool
) -> None:
    page = open_page(THREAD, width=width, dark=dark, bypass_csp=True)
    fill(
        page, "A name of some length " * 3, f"{'donaudampfschiff' * 9}\n\n`{'x' * 90}`\n\n1. {width}", "eve@example.com"
    )
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="How it will look")).to_be_visible()
    found = [*_found(page, "preview")]
    number = send(page, backstage, "Send the tip", scripts=True)
    found += _found(page, "waiting")
    page.goto(f"/comments/{number}/edit")
    found += _found(page, "edit")
    page.goto(THREAD)
    found += _found(page, "thread")
    page.get_by_role("button", name="Preview").click()
    expect(page).to_have_title(re.compile("^Error: "))
    found += _found(page, "errors")
    page.goto(f"{DOCUMENT}?lang=de#tips")
    found += _found(page, "document")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_without_a_script(open_page: OpenPage, dark: bool) -> None:
    """axe needs a script, so the picture is shown as it is where the work failed."""
    page = open_page(THREAD, width=360, dark=dark, bypass_csp=True)
    page.route("**/verification/challenge", lambda route: route.abort())
    fill(page, "Lou", "Without a worker I copy digits.")
    page.get_by_role("button", name="Send the tip").click()
    expect(page.get_by_role("img", name="Six digits")).to_be_visible()
    assert [*_found(page, "picture")] == []


def _found(page: Page, name: str) -> Iterator[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        yield f"{name}: {over} px too wide"
    yield from (f"{name}: {fault}" for fault in axe.faults(page))
