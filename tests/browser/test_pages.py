"""What holds on every kind of page: accessible, no wider than the screen, large enough to touch, light to load."""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import KINDS
from tests.browser.site import Site
from tests.browser.walking import come_to, run_all, start

pytestmark = pytest.mark.browser
every_kind = pytest.mark.parametrize("kind", KINDS)
light_and_dark = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
_AXE = Path(__file__).with_name("vendor") / "axe.min.js"
_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LIGHTEST = 60 * 1024  # bytes on the wire for a first visit


@every_kind
@light_and_dark
def test_on_a_phone_axe_finds_nothing_and_nothing_is_too_wide(open_page: OpenPage, kind: str, dark: bool) -> None:
    page = open_page(dark=dark, width=360, bypass_csp=True)  # the policy would refuse axe; all other tests watch it
    KINDS[kind](page)
    told = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert told is dark
    _fits_and_axe_finds_nothing(page)


def test_what_changed_fits_a_phone_and_axe_finds_nothing(open_page: OpenPage, site: Site) -> None:
    domain = "a-rather-long-name-of-a-domain-that-changed.example"
    site.lab.dns.zone(domain, "@ TXT here")
    page = open_page(width=360, bypass_csp=True)
    start(page, domain)
    come_to(page, "mx")
    run_all(page)
    site.lab.dns.zone(domain, "@ MX 10 mx\nmx A 127.0.0.2")
    run_all(page)
    expect(page.locator(".finding-change")).to_be_visible()
    _fits_and_axe_finds_nothing(page)
    page.get_by_role("link", name="Check everything").click()
    expect(page.locator(".ladder-changes")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    _fits_and_axe_finds_nothing(page)


def _fits_and_axe_finds_nothing(page: Page) -> None:
    width, wide = page.evaluate(_TOO_WIDE)
    assert width <= 0, f"{width} px too wide: {wide}"
    page.add_script_tag(path=str(_AXE))
    found: dict[str, Any] = page.evaluate("rules => axe.run({runOnly: rules})", _RULES)
    assert not found["violations"], "\n".join(_told(violation) for violation in found["violations"])


_TOO_WIDE = """() => {
    const root = document.documentElement;
    const over = [...document.body.querySelectorAll('*')]
        .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
    return [root.scrollWidth - root.clientWidth, over.slice(0, 5).map(e => e.outerHTML.slice(0, 120))];
}"""


def _told(violation: dict[str, Any]) -> str:
    where = "; ".join(f"{node['html'][:160]} ({node['failureSummary']})" for node in violation["nodes"][:4])
    return f"{violation['id']}: {violation['help']}: {where}"


@every_kind
def test_targets_headings_and_landmarks(open_page: OpenPage, kind: str) -> None:
    """WCAG 2.5.8: 24 by 24 CSS pixels, or so far from the next that circles of 24 px do not meet; text is exempt."""
    page = open_page()
    KINDS[kind](page)
    small = page.evaluate(_TOO_SMALL)
    assert not small, "\n".join(small)
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.evaluate("document.documentElement.lang")
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))")
    skipped = [(one, other) for one, other in itertools.pairwise(levels) if other > one + 1]
    assert not skipped, f"a heading level is skipped: {levels}"
    before_main = page.evaluate(
        "() => { const back = document.querySelector('.back-link'); return !back || "
        "!!(back.compareDocumentPosition(document.querySelector('main')) & Node.DOCUMENT_POSITION_FOLLOWING); }"
    )
    assert before_main, "the back link stands before main"


_TOO_SMALL = """() => {
    const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    const targets = [...document.querySelectorAll(kinds)]
        .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.disabled);
    const box = e => (e.matches('input[type=radio], input[type=checkbox]') && e.closest('label') || e)
        .getBoundingClientRect();
    const inText = e => e.matches('a') && getComputedStyle(e).display === 'inline' &&
        [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    const boxes = targets.map(e => [e, box(e)]).filter(([e, b]) => b.width > 1 && b.height > 1 && b.right > 0);
    const center = b => [(b.left + b.right) / 2, (b.top + b.bottom) / 2];
    const small = b => b.width < 23.99 || b.height < 23.99;
    const near = (a, b) => {
        const [x, y] = center(a);
        if (small(b)) { const [u, v] = center(b); return Math.hypot(x - u, y - v) < 24; }
        return Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom)) < 12;
    };
    return boxes.filter(([e, b]) => small(b) && !inText(e) &&
            boxes.some(([o, c]) => o !== e && !o.contains(e) && !e.contains(o) && near(b, c)))
        .map(([e, b]) => `${Math.round(b.width)}×${Math.round(b.height)} ${e.outerHTML.slice(0, 140)}`);
}"""


@pytest.mark.parametrize("path", ["/", "/a/inbound-email", "/a/inbound-email?lang=de", "/a/outbound-email"])
def test_a_first_visit_is_light_and_from_this_host_only(open_page: OpenPage, site: Site, path: str) -> None:
    page = open_page("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    hosts: list[str] = []
    sizes: list[float] = []
    session.on("Network.requestWillBeSent", lambda told: hosts.append(told["request"]["url"]))
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert all(url.startswith((site.url, "data:")) for url in hosts), hosts
    assert len(sizes) >= 3
    assert sum(sizes) <= LIGHTEST, f"{sum(sizes):,.0f} bytes: {dict(zip(hosts, sizes, strict=False))}"


def test_print_shows_the_whole_article(open_page: OpenPage) -> None:
    page = open_page("/a/inbound-email")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("The domain publishes no MX record").first).to_be_visible()
    for name in ("Start, step by step", "Search"):
        for button in page.get_by_role("button", name=name).all():
            expect(button).to_be_hidden()
    assert page.locator("details:not([open])").count() == 0
    after = page.evaluate(
        "getComputedStyle(document.querySelector('.prose a[href^=\"http\"], .prose a[href^=\"/\"]'), '::after').content"
    )
    assert "/" in after or "attr" in after, "the address of a link is not printed"
    assert len(page.pdf()) > 20_000


def test_the_theme_switch_stays(open_page: OpenPage) -> None:
    page = open_page("/")
    body, colour = page.locator("body"), "background-color"
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark colours").click()
    expect(body).not_to_have_css(colour, light)
    page.goto("/a/inbound-email")
    expect(body).not_to_have_css(colour, light)
    expect(page.get_by_role("button", name="Dark colours")).to_have_attribute("aria-pressed", "true")


def test_search_as_one_types(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_label("What is going wrong?").press_sequentially("quarant")
    expect(page.locator("#results").get_by_role("link").first).to_be_visible()
    expect(page.get_by_label("What is going wrong?")).to_be_focused()


def test_a_permalink_opens_the_cause(open_page: OpenPage) -> None:
    page = open_page("/a/inbound-email#no-mx")
    expect(page.locator("#no-mx")).to_be_visible()
    expect(page.locator("#no-mx")).to_be_in_viewport()


def test_nodes_of_the_picture_lead_to_their_steps(open_page: OpenPage) -> None:
    page = open_page("/a/inbound-email")
    page.get_by_text("The whole way as a picture").click()
    page.locator("svg a[href='#firewall']").first.click()
    expect(page.locator("#firewall")).to_be_in_viewport()


def test_an_old_number_leads_to_the_article(open_page: OpenPage, site: Site) -> None:
    page = open_page("/d/4564")
    assert page.url == f"{site.url}/a/inbound-email"


def test_forced_colours_keep_what_matters(open_page: OpenPage) -> None:
    page = open_page(forced_colors="active")
    KINDS["results"](page)
    _sees_status_words(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_forced_colours_keep_the_sign_inside_of_an_icon(open_page: OpenPage, dark: bool) -> None:
    page = open_page(forced_colors="active", dark=dark)
    KINDS["results"](page)
    icon = Image.open(io.BytesIO(page.locator(".finding .status .icon").first.screenshot())).convert("L")
    middle = icon.crop((icon.width // 3, icon.height // 3, 2 * icon.width // 3, 2 * icon.height // 3))
    shades = middle.tobytes()
    assert max(shades) - min(shades) > 150, "a cross in a disc, and not a disc"


def _sees_status_words(page: Page) -> None:
    expect(page.locator(".finding .status-word").first).to_be_visible()
    expect(page.locator(".finding .status svg").first).to_be_visible()
