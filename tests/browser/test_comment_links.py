"""The pages that links in mail lead to, in a browser: by mouse without a script, by keys with one; and axe on each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.actions.ask_for_own import ask_for_own
from app.actions.moderate_comment import moderate_comment
from app.actions.open_services import open_services
from app.actions.post_comment import Form, NewComment, Sender, post_comment
from app.actions.services import Services
from app.actions.verify import digits_of
from app.storage import comments, outgoing
from app.storage.audit import Actor
from app.storage.comment_rows import Comment
from tests.browser import axe
from tests.browser.conftest import OpenPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser
ADA = "ada.of.links@example.com"


class Writer:
    """What Ada wrote, and the links she got by mail."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._posted = 0

    def post(self, text: str) -> Comment:
        self._posted += 1
        new = NewComment(
            article_id="inbound-email", anchor="mx", name="Ada", email=ADA, text=text, subscribe=True
        )  # fmt: skip
        opened = self.services.clock() - timedelta(minutes=1)
        comment = post_comment(self.services, new, Sender(f"198.18.{self._posted}.9"), Form(opened)).comment
        if not comment.public:
            actor = Actor(None, "Grace")
            comment = moderate_comment(self.services, actor, comment.id, "publish", expected=comment.state).comment
        return comment

    def send(self, text: str, address: str) -> Comment:
        """A comment as it comes in."""
        self._posted += 1
        new = NewComment(article_id="inbound-email", anchor="mx", name="Ada", email=address, text=text)
        opened = self.services.clock() - timedelta(minutes=1)
        return post_comment(self.services, new, Sender(f"198.18.{self._posted}.9"), Form(opened)).comment

    def link(self, kind: str) -> str:
        with self.services.sessions() as session:
            mail = next(mail for mail in outgoing.list_mail(session) if mail.key.startswith(kind))
        found = re.search(r"/comments/l/\S+", mail.text)
        assert found is not None
        return found[0]

    def read(self, comment: Comment) -> Comment:
        with self.services.sessions() as session:
            found = comments.find_comment(session, comment.id)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def writer(site: Site) -> Iterator[Writer]:
    services = open_services(site.settings, import_content=False)
    yield Writer(services)
    services.engine.dispose()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_without_a_script(open_page: OpenPage, writer: Writer) -> None:
    comment = writer.post("The *cable* was loose, and then it was not.")
    page = open_page(writer.link("subscribe:"), scripts=False, width=360)
    heading(page, "Do you want to hear of replies?")
    page.get_by_role("button", name="Yes, write to me").click()
    heading(page, "You will hear of replies")
    ask_for_own(writer.services, ADA)
    page.goto(writer.link("mine:"))
    expect(page.get_by_text("The cable was loose")).to_be_visible()
    with page.expect_download() as copied:
        page.get_by_role("button", name="Download").click()
    assert copied.value.suggested_filename == "what-i-wrote.json"
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.get_by_text("Tick the box first").first).to_be_visible()
    assert not writer.read(comment).erased
    page.get_by_role("checkbox", name="Erase all of it").check()
    page.get_by_role("button", name="Erase", exact=True).click()
    heading(page, "It is erased")
    assert writer.read(comment).erased


def test_by_keys_alone(open_page: OpenPage, writer: Writer) -> None:
    comment = writer.post("A second tip, about the router and its many lights.")
    page = open_page("/comments/mine")
    page.get_by_label("Your email address").focus()
    page.keyboard.type("nobody.wrote.this@example.com")
    page.keyboard.press("Enter")
    heading(page, "Look into your mail")
    ask_for_own(writer.services, ADA)
    page.goto(writer.link("mine:"))
    page.get_by_role("checkbox", name="Erase all of it").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    heading(page, "It is erased")
    assert writer.read(comment).erased


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_an_address_is_confirmed_by_keys_with_what_else_one_wrote(
    open_page: OpenPage, writer: Writer, dark: bool
) -> None:
    writer.services.settings.confirm_address = True
    shade = "dark" if dark else "light"
    address = f"{shade}@example.com"
    theirs, own, named = (
        writer.send(f"{words} ({shade})", address)
        for words in ("Somebody else's words under it", "هذا أيضاً مني، من هاتفي", "The one that the link names")
    )
    writer.services.settings.confirm_address = False
    page = open_page(writer.link(f"confirm:{named.id}"), bypass_csp=True, dark=dark, width=360)
    heading(page, "Confirm your address")
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("checkbox", name="هذا أيضاً مني").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    heading(page, "Your address is confirmed")
    assert axe.faults(page) == []
    waits = [writer.read(each).state == "unconfirmed" for each in (theirs, own, named)]
    assert waits == [True, False, False]


def test_a_picture_where_there_is_no_script(open_page: OpenPage, writer: Writer) -> None:
    page = open_page("/comments/mine", scripts=False)
    page.get_by_label("Your email address").fill("nobody.wrote.this@example.com")
    page.get_by_label("The six digits").fill("000000")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("alert")).to_contain_text("Those were not the digits")
    expect(page.get_by_label("Your email address")).to_have_value("nobody.wrote.this@example.com")
    digits = digits_of(writer.services, page.locator("input[name=picture]").input_value())
    page.get_by_label("The six digits").fill(digits or "")
    page.get_by_role("button", name="Send me the link").click()
    heading(page, "Look into your mail")


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(open_page: OpenPage, writer: Writer, dark: bool) -> None:
    writer.post(f"A tip for eyes that see {'the dark' if dark else 'the light'} and what is in it.")
    ask_for_own(writer.services, ADA)
    page = open_page(bypass_csp=True, dark=dark, width=360)
    for path in ("/comments/mine", "/comments/kept", writer.link("mine:"), writer.link("subscribe:")):
        page.goto(path)
        assert axe.faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
