"""From the home page through inbound-email to its ends, with the real checks, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.walking import STEPS, at, cause, come_to, finding, go_on, run_all, run_button, start

pytestmark = pytest.mark.browser
both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@both
def test_to_a_solved_end(open_page: OpenPage, site: Site, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    walk = start(page)
    go_on(page)
    at(page, STEPS["mx"])
    run_all(page)
    expect(finding(page, "Mail servers of the domain")).to_contain_text("mx1.example.com, mx2.example.com")
    expect(finding(page, "Addresses of the servers")).to_contain_text("Fine")
    go_on(page)
    at(page, STEPS["firewall"])
    run_all(page)
    expect(finding(page, "Connection to port 25")).to_contain_text("Fine")
    go_on(page)
    at(page, STEPS["gateway"])
    page.get_by_label("The address that should get the message").fill("sam@example.com")
    run_all(page)
    expect(finding(page, "Mail for one recipient")).to_contain_text("Fine")
    expect(finding(page, "Greeting")).to_contain_text("mx1.example.com answered 220")
    page.get_by_label("It was accepted").check()
    go_on(page)
    _from_filters_to_fetch(page)
    page.get_by_label("The server that people fetch their mail from").fill("imap.example.com")
    run_all(page)
    page.get_by_label("Yes", exact=True).check()
    go_on(page)
    at(page, "The problem is solved")
    expect(page.get_by_role("heading", name="Good to hear that it works")).to_be_visible()
    _transcript_tells(page, walk, ["mx1.example.com", "Solved", STEPS["gateway"]])


def _from_filters_to_fetch(page: Page) -> None:
    at(page, STEPS["filters"])
    page.get_by_label("They let it pass as good").check()
    go_on(page)
    at(page, STEPS["repository"])
    page.get_by_label("Stand alone").check()
    go_on(page)
    page.get_by_label("It is, or it was and has gone on from there").check()
    go_on(page)
    at(page, STEPS["fetch"])


def _transcript_tells(page: Page, walk: str, words: list[str]) -> None:
    page.get_by_role("link", name="Read the transcript").click()
    expect(page.locator(".transcript-page")).to_be_visible()
    for word in words:
        expect(page.locator("main")).to_contain_text(word)
    text = page.request.get(f"{walk}/transcript.txt")
    assert text.ok
    assert all(word in text.text() for word in words)
    told = page.request.get(f"{walk}/transcript.json")
    assert told.ok
    assert told.json()["article"]


@both
def test_to_an_escalated_end(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    walk = start(page, "nomx.example")
    go_on(page)
    at(page, STEPS["mx"])
    run_all(page)
    expect(finding(page, "Mail servers of the domain")).to_contain_text("Problem")
    reason = cause(page, "The domain publishes no MX record")
    expect(page.get_by_role("heading", name="This is probably the reason")).to_be_visible()
    expect(reason).to_have_attribute("open", "")
    expect(reason).to_contain_text("Recognised by")
    reason.get_by_role("button", name="It did not").click()
    expect(cause(page, "The domain publishes no MX record")).to_contain_text("did not")
    go_on(page)
    at(page, STEPS["firewall"])
    go_on(page)
    at(page, STEPS["gateway"])
    page.get_by_label("It was refused").check()
    go_on(page)
    at(page, "Hand over to the mail team")
    expect(page.get_by_role("heading", name="Hand this over")).to_be_visible()
    _transcript_tells(page, walk, ["nomx.example", "did not help"])


@both
def test_a_cause_laid_aside_keeps_what_is_typed_and_chosen(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    start(page)
    come_to(page, "gateway")
    recipient = page.get_by_label("The address that should get the message")
    recipient.fill("half typ")
    page.get_by_label("It was refused").check()
    aside = page.locator("details.cause").first
    aside.locator("summary").click()
    aside.get_by_role("button", name="It did not").click()
    expect(page.locator("details.tried-failed")).to_have_count(1)
    expect(recipient).to_have_value("half typ")
    expect(page.get_by_label("It was refused")).to_be_checked()
    expect(page.locator(".field-error")).to_have_count(0)
    at(page, STEPS["gateway"])
    recipient.fill("sam@example.com")
    recipient.press("Enter")  # goes on, since an answer is chosen
    at(page, "Hand over to the mail team")


@both
def test_a_fix_that_worked_runs_the_checks_again(open_page: OpenPage, site: Site, scripts: bool) -> None:
    domain = f"mended-{'fast' if scripts else 'plain'}.example"
    site.lab.dns.zone(domain, "@ TXT here")
    page = open_page(scripts=scripts)
    start(page, domain)
    go_on(page)
    run_all(page)
    site.lab.dns.zone(domain, "@ MX 10 mx\nmx A 127.0.0.2")
    cause(page, "The domain publishes no MX record").get_by_role("button", name="It worked").click()
    at(page, STEPS["mx"])
    expect(finding(page, "Mail servers of the domain")).to_contain_text("Not run yet")  # the step as it is asked again
    run_all(page)
    expect(finding(page, "Mail servers of the domain")).to_contain_text("Fine")
    expect(page.get_by_role("heading", name=re.compile("probably the reason"))).to_have_count(0)


@both
def test_a_closed_port_points_at_its_causes(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    start(page, "closed.example")
    go_on(page)
    run_all(page)
    go_on(page)
    at(page, STEPS["firewall"])
    run_all(page)
    expect(finding(page, "Connection to port 25")).to_contain_text("Problem")
    expect(page.get_by_role("heading", name="These are probably the reasons")).to_be_visible()
    expect(page.locator("section.causes.promoted details.cause")).to_have_count(2)
    expect(cause(page, "Nothing listens on port 25")).to_have_attribute("open", "")


@both
def test_solved_may_be_said_at_any_time_and_taken_back(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    start(page)
    page.get_by_role("button", name="My problem is solved").click()
    at(page, "Your problem is solved")
    page.get_by_role("button", name="It is not solved after all").click()
    at(page, STEPS["sent"])


@both
def test_back_and_change_keep_later_answers(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    start(page)
    come_to(page, "repository")
    page.get_by_role("link", name="Back", exact=True).click()
    at(page, STEPS["filters"])
    expect(page.get_by_label("They let it pass as good")).to_be_checked()
    page.get_by_label("They let it pass, marked as possible spam").check()
    go_on(page)
    at(page, STEPS["repository"])
    trail = page.locator("section.trail")
    expect(trail).to_contain_text("marked as possible spam")
    expect(trail).to_contain_text(STEPS["gateway"])
    page.get_by_role("link", name="Change Your mail domain").or_(
        page.get_by_role("button", name="Change Your mail domain")
    ).click()
    at(page, "Troubleshooting inbound email")
    expect(page.get_by_label("Your mail domain")).to_have_value("example.com")
    page.get_by_label("Your mail domain").fill("busy.example")
    go_on(page)
    at(page, STEPS["repository"])
    expect(trail).to_contain_text("busy.example")
    expect(trail).to_contain_text("marked as possible spam")


def test_the_browsers_back_button_loses_nothing(open_page: OpenPage) -> None:
    page = open_page()
    start(page)
    come_to(page, "firewall")
    for way, step in (("back", "mx"), ("forward", "firewall"), ("back", "mx"), ("forward", "firewall")):
        page.evaluate(f"history.{way}()")
        page.wait_for_url(f"**/{step}")
        at(page, STEPS[step])
        page.wait_for_load_state("load")
    expect(page.locator("section.trail")).to_contain_text(STEPS["mx"])
    go_on(page)
    at(page, STEPS["gateway"])


@both
def test_two_tabs_never_lose_an_answer(open_page: OpenPage, scripts: bool) -> None:
    first = open_page(scripts=scripts)
    walk = start(first)
    come_to(first, "gateway")
    second = first.context.new_page()
    second.goto(walk)
    at(second, STEPS["gateway"])
    first.get_by_label("It was accepted").check()
    go_on(first)
    at(first, STEPS["filters"])
    second.get_by_label("It was accepted").check()
    go_on(second)
    at(second, STEPS["filters"])
    second.get_by_label("They let it pass as good").check()
    go_on(second)
    at(second, STEPS["repository"])
    first.goto(f"{walk}/filters")
    first.get_by_label("They let it pass as good").check()
    go_on(first)
    at(first, STEPS["repository"])
    expect(first.locator(".trail-row").filter(has_text=STEPS["filters"])).to_have_count(1)


def _to_the_gateway(page: Page) -> None:
    """With the mail servers known, so that there are checks beside the input."""
    go_on(page)
    at(page, STEPS["mx"])
    run_all(page)
    go_on(page)
    at(page, STEPS["firewall"])
    go_on(page)
    at(page, STEPS["gateway"])


def test_a_stale_tab_takes_back_no_input(open_page: OpenPage) -> None:
    """What nobody typed into there is left as the other tab gave it; what somebody did type counts."""
    first = open_page()
    walk = start(first)
    _to_the_gateway(first)
    second, third = first.context.new_page(), first.context.new_page()
    for stale in (second, third):
        stale.goto(f"{walk}/gateway")
    address = "The address that should get the message"
    first.get_by_label(address).fill("sam@example.com")
    first.get_by_label("It was accepted").check()
    go_on(first)
    at(first, STEPS["filters"])
    second.get_by_label("It was refused").check()
    go_on(second)
    at(second, "Hand over to the mail team")
    first.goto(f"{walk}/gateway")
    expect(first.get_by_label(address)).to_have_value("sam@example.com")
    expect(first.get_by_label("It was refused")).to_be_checked()
    run_button(third).click()  # it shows an empty address, so it is brought up to date first
    expect(third.get_by_label(address)).to_have_value("sam@example.com")
    run_all(third)
    expect(finding(third, "Mail for one recipient")).to_contain_text("sam@example.com")
    second.goto(f"{walk}/gateway")
    first.get_by_label(address).fill("max@example.com")
    go_on(first)
    at(first, "Hand over to the mail team")
    second.get_by_label(address).fill("eva@example.com")
    go_on(second)
    at(second, "Hand over to the mail team")
    first.goto(f"{walk}/gateway")
    expect(first.get_by_label(address)).to_have_value("eva@example.com")


def test_going_on_does_not_wait_for_checks_that_run(open_page: OpenPage, site: Site) -> None:
    site.lab.dns.zone("unhurried.example", "@ MX 10 mx\nmx A 127.0.0.7")
    site.lab.smtp("127.0.0.7", name="mx.unhurried.example", delay_s=8.0)
    page = open_page()
    start(page, "unhurried.example")
    _to_the_gateway(page)
    page.get_by_label("The address that should get the message").fill("sam@unhurried.example")
    page.get_by_label("It was accepted").check()
    run_button(page).click()
    expect(page.locator("#checks")).to_have_attribute("aria-busy", "true")
    go_on(page)
    at(page, STEPS["filters"])
    page.goto(page.url.replace("/filters", "/gateway"))
    expect(page.get_by_label("The address that should get the message")).to_have_value("sam@unhurried.example")


@both
def test_a_double_click_goes_one_step(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    start(page)
    page.get_by_role("button", name="Continue", exact=True).dblclick(no_wait_after=True)
    at(page, STEPS["mx"])
    page.reload()
    at(page, STEPS["mx"])


@both
def test_a_wrong_input_is_told_and_kept(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/a/inbound-email", scripts=scripts)
    page.get_by_role("button", name="Start, step by step").first.click()
    page.get_by_label("Your mail domain").fill("not a domain")
    go_on(page)
    summary = page.get_by_role("alert")
    expect(summary).to_be_visible()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Your mail domain")).to_have_value("not a domain")
    expect(page.get_by_label("Your mail domain")).to_have_attribute("aria-invalid", "true")
    if scripts:
        expect(page.locator("#error-summary")).to_be_focused()
    summary.get_by_role("link").click()
    if scripts:
        expect(page.get_by_label("Your mail domain")).to_be_focused()
    page.get_by_label("Your mail domain").fill("EXAMPLE.com.")
    go_on(page)
    at(page, STEPS["sent"])
    expect(page).to_have_title(re.compile("^(?!Error)"))


@both
def test_a_question_left_open_is_told(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    start(page)
    come_to(page, "filters")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Choose one of the answers")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)


@both
def test_an_unknown_walk_says_what_to_do(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/r/AAAAAAAAAAAAAAAAAAAAAA", scripts=scripts)
    at(page, "We do not know this walk")
    page.get_by_role("link", name="All articles").first.click()
    at(page, "Find what went wrong")


def test_a_shared_walk_is_read_only(open_page: OpenPage) -> None:
    page = open_page()
    walk = start(page)
    page.get_by_role("link", name="Transcript", exact=True).click()
    page.get_by_role("link", name="Address to pass on").click()
    expect(page).to_have_url(re.compile("/s/"))
    assert walk.rsplit("/", 1)[1] not in page.content()
    expect(page.locator("main form")).to_have_count(0)
