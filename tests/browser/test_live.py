"""Results that arrive while the page is open."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.walking import STEPS, at, come_to, finding, go_on, hand_in, run_all, run_button, settled, start

pytestmark = pytest.mark.browser


def test_rows_turn_one_by_one_and_progress_is_said(open_page: OpenPage, site: Site) -> None:
    site.lab.dns.zone(
        "slow.example", "@ MX 10 mx\nmx A 127.0.0.2"
    )  # asked for the first time: results are kept a while
    page = open_page()
    start(page, "slow.example")
    come_to(page, "mx")
    row = finding(page, "Mail servers of the domain")
    expect(row).to_contain_text("Not run yet")
    site.lab.dns.delay_s = 1.0
    try:
        page.get_by_role("button", name=re.compile("^Run (the check|all checks)")).click()
        expect(row).to_contain_text("Waiting")
        expect(page.locator("#checks")).to_have_attribute("aria-busy", "true")
        status = page.locator("#check-status")
        expect(status).to_have_attribute("role", "status")
        expect(status).to_contain_text("of")
        settled(page)
    finally:
        site.lab.dns.delay_s = 0.0
    expect(row).to_contain_text("Fine")
    expect(status).to_contain_text("4 of 4 checks done")


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_an_answer_chosen_before_or_while_checks_run_stays_chosen(
    open_page: OpenPage, site: Site, scripts: bool
) -> None:
    page = open_page(scripts=scripts)
    start(page)
    come_to(page, "mx")
    for step in ("firewall", "gateway"):
        run_all(page)
        go_on(page)
        at(page, STEPS[step])
    hand_in(page)
    before, meanwhile = page.get_by_label("I do not know"), page.get_by_label("It was refused")
    before.check()
    if scripts:
        site.lab.dns.delay_s = 0.2
        try:
            run_button(page).click()
            expect(page.locator("#checks")).to_have_attribute("aria-busy", "true")
            meanwhile.check()
            settled(page)
        finally:
            site.lab.dns.delay_s = 0.0
        expect(meanwhile).to_be_checked()
    else:
        run_all(page)
        expect(before).to_be_checked()


def test_evidence_is_a_disclosure(open_page: OpenPage) -> None:
    page = open_page()
    start(page)
    come_to(page, "mx")
    run_all(page)
    go_on(page)
    run_all(page)
    row = finding(page, "Connection to port 25")
    transcript = row.locator("ol.transcript")
    expect(transcript).to_be_hidden()
    row.get_by_text("What was said").click()
    expect(transcript).to_be_visible()
    expect(transcript).to_contain_text("127.0.0.2")


def test_evidence_is_copied_as_text(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    start(page, "nomx.example")
    come_to(page, "mx")
    run_all(page)
    row = finding(page, "Mail servers of the domain")
    row.get_by_text("What was said").click()
    row.get_by_role("button", name="Copy as text").click()
    expect(row.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.get_by_role("status")).to_have_count(1)  # the page's own region says it
    expect(page.get_by_role("status")).to_have_text("Copied")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert len(lines) == row.locator("ol.transcript > li").count()
    assert any("\twe\t" in line and "nomx.example" in line for line in lines)


def test_evidence_offers_no_copy_where_there_is_no_script(open_page: OpenPage) -> None:
    page = open_page(scripts=False)
    start(page, "nomx.example")
    come_to(page, "mx")
    run_all(page)
    row = finding(page, "Mail servers of the domain")
    row.get_by_text("What was said").click()
    expect(row.locator("ol.transcript")).to_be_visible()
    expect(row.get_by_role("button", name="Copy as text")).to_be_hidden()


def test_one_check_may_be_run_again(open_page: OpenPage) -> None:
    page = open_page()
    start(page)
    come_to(page, "mx")
    run_all(page)
    finding(page, "Addresses of the servers").get_by_role("button", name=re.compile("^Run again")).click()
    settled(page)
    expect(finding(page, "Mail servers of the domain")).to_contain_text("Fine")
    expect(finding(page, "Addresses of the servers")).to_contain_text("Fine")


def test_the_checks_may_be_run_again_as_soon_as_the_rows_are_in(open_page: OpenPage) -> None:
    page = open_page()
    start(page)
    come_to(page, "mx")
    run_all(page)
    again = page.get_by_role("button", name="Run all checks again")
    with page.expect_request(lambda request: request.method == "POST"):
        again.click()  # the sentence of the run before may still wait for its second
    settled(page)
    expect(page.get_by_role("status")).to_have_text("4 of 4 checks done, nothing changed since the last run.")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_second_run_says_what_changed(open_page: OpenPage, site: Site, scripts: bool) -> None:
    domain = f"turned-{'fast' if scripts else 'plain'}.example"
    site.lab.dns.zone(domain, "@ TXT here")
    page = open_page(scripts=scripts)
    start(page, domain)
    come_to(page, "mx")
    run_all(page)
    row = finding(page, "Mail servers of the domain")
    expect(row.locator(".finding-change")).to_have_count(0)
    site.lab.dns.zone(domain, "@ MX 10 mx\nmx A 127.0.0.2")
    run_all(page)
    change = row.locator(".finding-change")
    expect(change).to_contain_text("Changed since")
    expect(change.locator(".change-turn")).to_contain_text(re.compile(r"Problem\s+none.*Fine\s+found"))
    expect(change).to_contain_text(f"new: mx.{domain}")
    if scripts:
        expect(page.get_by_role("status")).to_contain_text("1 changed since the last run.")
    page.get_by_role("link", name="Check everything").click()
    at(page, "Check everything")
    expect(page.locator(".ladder-changes")).to_contain_text("Mail servers of the domain")
    page.locator(".ladder-changes").get_by_role("link").click()
    expect(page.locator("li.finding", has=page.locator(".finding-change"))).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_check_everything_shows_where_it_fails(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(scripts=scripts)
    start(page, "closed.example")
    page.get_by_role("link", name="Check everything").click()
    at(page, "Check everything")
    page.get_by_role("button", name="Check everything").click()
    mx = page.locator("li.rung.unknown").filter(has_text=STEPS["mx"])  # the lab's domains name no servers of their own
    expect(mx.locator(".status.pass")).to_have_count(2)
    expect(page.locator("li.rung.fail").filter(has_text=STEPS["firewall"])).to_be_visible()
    expect(page.locator("#ladder-summary")).to_contain_text(STEPS["firewall"])
    page.locator("#ladder-summary").get_by_role("button", name="Go to this step").or_(
        page.locator("#ladder-summary").get_by_role("link", name="Go to this step")
    ).click()
    at(page, STEPS["firewall"])
    expect(page.get_by_role("heading", name="These are probably the reasons")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_check_everything_from_the_article(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/a/inbound-email", scripts=scripts)
    page.get_by_role("button", name="Check everything").first.click()
    at(page, "Check everything")
    page.get_by_label("Your mail domain").fill("example.com")
    page.get_by_role("button", name="Check everything").click()
    expect(page.locator("li.rung.pass").filter(has_text=STEPS["firewall"])).to_be_visible()
    expect(page.locator("li.rung.warn").filter(has_text=STEPS["gateway"])).to_be_visible()
    expect(page.locator("li.rung.fail")).to_have_count(0)
    expect(page.locator("#ladder-summary")).to_contain_text("No check found a problem, but not all could find out")
