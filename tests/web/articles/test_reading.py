"""Home, categories, search and what is made for programs."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from tests.web.site import article, make_site

FILES = {
    "cable.md": article("cable", "The cable", "category: Mail / Lines\nsummary: About <cables>."),
    "relay.md": article("relay", "The relay", "category: Mail"),
    "loose.md": article("loose-ends", "Loose ends"),
}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return make_site(
        tmp_path_factory.mktemp("site"), FILES, base_url="https://help.example.com/", support_url="help@example.com"
    )


def test_home_shows_categories_as_a_tree(client: TestClient) -> None:
    html = client.get("/").text
    assert re.search(r'<h3><a href="/c/mail">Mail</a> <span class="count">2', html)
    assert re.search(r'<h4><a href="/c/mail/lines">Lines</a> <span class="count">1', html)
    for link in ("/a/cable", "/a/relay", "/a/loose-ends"):
        assert f'href="{link}"' in html
    assert "About &lt;cables&gt;." in html
    assert 'href="mailto:help@example.com">Contact support' in html


def test_home_without_articles_says_how_to_begin(tmp_path: Path) -> None:
    assert "unsnag new" in make_site(tmp_path, {}).get("/").text


def test_home_searches_as_one_types(client: TestClient) -> None:
    html = client.get("/").text
    assert 'hx-trigger="input changed delay:200ms"' in html
    assert '<form class="big-search" role="search" action="/search" method="get">' in html


def test_most_used_articles_come_first(tmp_path: Path) -> None:
    client = make_site(tmp_path, FILES)
    assert "Most used" not in client.get("/").text
    client.post("/a/relay/start")
    client.app.state.services.library.refresh_usage()  # type: ignore[attr-defined]
    html = client.get("/").text
    used = html[html.index("Most used") : html.index("By category")]
    assert 'href="/a/relay"' in used
    assert 'href="/a/cable"' not in used


@pytest.mark.parametrize(("path", "shown"), [("/c/mail", ["relay", "cable"]), ("/c/mail/lines", ["cable"])])
def test_a_category_shows_what_is_in_it_and_below(client: TestClient, path: str, shown: list[str]) -> None:
    html = client.get(path).text
    assert re.findall(r'class="article-link" href="/a/([a-z-]+)"', html) == shown
    assert f'<link rel="canonical" href="https://help.example.com{path}">' in html


def test_categories_by_another_spelling_lead_to_their_address(client: TestClient) -> None:
    answer = client.get("/c/Mail/Lines")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/c/mail/lines"


@pytest.mark.parametrize("path", ["/c/none", "/c/mail/none", "/c/"])
def test_unknown_categories(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_search_names_and_links_the_step(client: TestClient) -> None:
    html = client.get("/search?q=push").text
    assert "<title>push: search · Unsnag</title>" in html
    assert 'href="/a/cable#loose"' in html
    assert "<mark>" in html
    assert "found for" in html


@pytest.mark.parametrize("query", ["pu%00sh", "%00", "push%0a%1b[31m", "%c2%85push"])
def test_what_nobody_can_type_gets_into_no_page(client: TestClient, query: str) -> None:
    answer = client.get(f"/search?q={query}")
    assert answer.status_code == 200
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", answer.text)


def test_search_gives_htmx_the_results_alone(client: TestClient) -> None:
    headers = {"hx-request": "true", "hx-target": "div#results", "hx-request-type": "partial"}
    answer = client.get("/search?q=push", headers=headers)
    assert "<html" not in answer.text
    assert "<main" not in answer.text
    assert 'role="status"' in answer.text
    assert client.get("/search?q=", headers=headers).text.strip() == ""


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"', "*", "AND OR NOT", "%", "\x00", "x" * 5000, "🙂"])
def test_no_query_breaks_the_page(client: TestClient, query: str) -> None:
    answer = client.get("/search", params={"q": query})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_search_without_hits_says_what_to_try(client: TestClient) -> None:
    assert "Try fewer words" in client.get("/search?q=zzzzqqqq").text


def test_sitemap_lists_everything_with_its_last_change(client: TestClient) -> None:
    answer = client.get("/sitemap.xml")
    root = ElementTree.fromstring(answer.text)
    found = {url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in root}
    assert found["https://help.example.com/a/cable"] == "2026-04-05T12:00:00Z"
    assert "https://help.example.com/" in found
    assert answer.headers["cache-control"].startswith("public")
    assert "https://help.example.com/c/mail/lines" in found
    assert len(found) == 6


def test_the_feed_tells_what_changed(client: TestClient) -> None:
    answer = client.get("/feed.xml")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.text)
    entries = {entry.findtext(f"{ATOM}id"): entry for entry in root.findall(f"{ATOM}entry")}
    assert entries["https://help.example.com/a/cable"].findtext(f"{ATOM}summary") == "About <cables>."
    assert root.findtext(f"{ATOM}updated") == "2026-04-05T12:00:00Z"


def test_an_empty_site_has_an_empty_feed(tmp_path: Path) -> None:
    assert ElementTree.fromstring(make_site(tmp_path, {}).get("/feed.xml").text).findall(f"{ATOM}entry") == []


def test_browsers_may_search_from_the_address_bar(client: TestClient) -> None:
    text = client.get("/opensearch.xml").text
    ElementTree.fromstring(text)
    assert "https://help.example.com/search?q={searchTerms}" in text
    assert "/opensearch.xml" in client.get("/").text


def test_robots_keep_out_of_walks(client: TestClient) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /r/\nDisallow: /s/\n" in text
    assert "Sitemap: https://help.example.com/sitemap.xml" in text


def test_without_an_address_of_its_own_the_site_uses_the_visitors(tmp_path: Path) -> None:
    client = make_site(tmp_path, FILES)
    answer = client.get("/sitemap.xml")
    assert "http://testserver/a/cable" in answer.text
    assert answer.headers["cache-control"].startswith("private")  # no cache gives one visitor's address to others


def test_pages_are_whole_for_a_history_restore(client: TestClient) -> None:
    headers = {"hx-request": "true", "hx-request-type": "partial"}
    assert "<!doctype html>" not in client.get("/", headers=headers).text
    restored = client.get("/", headers={**headers, "hx-history-restore-request": "true"})
    assert restored.text.startswith("\n<!doctype html>") or restored.text.startswith("<!doctype html>")
    assert "HX-History-Restore-Request" in restored.headers["vary"]


@pytest.mark.parametrize("path", ["/", "/c/mail", "/search?q=push", "/sitemap.xml", "/feed.xml", "/robots.txt"])
def test_programs_may_ask_for_the_headers_alone(client: TestClient, path: str) -> None:
    answer = client.head(path)
    assert answer.status_code == 200
    assert answer.content == b""


GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}
SPEAKING = {
    **FILES,
    "wire.md": article("wire", "Der Draht", "category: Leitungen\nlang: de\nsummary: Rund um Drähte."),
}


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    client = make_site(tmp_path_factory.mktemp("german"), SPEAKING)
    client.headers.update(GERMAN)
    return client


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", ["Finden, woran es liegt", "Was geht schief?", "Nach Thema", "Geändert am 5. April 2026"]),
        ("/c/mail", ["Alle Artikel", "Zum Inhalt"]),
        ("/search?q=push", ["<title>push: Suche", "4 Stellen gefunden zu „<bdi>push</bdi>“", "Eine Ursache in</span>"]),
        ("/search?q=zzzzqqqq", ["Nichts gefunden zu „<bdi>zzzzqqqq</bdi>“", ">Quarantäne</a>. Oder"]),
    ],
)
def test_lists_speak_german_where_the_browser_asks_for_it(german: TestClient, path: str, said: list[str]) -> None:
    answer = german.get(path)
    assert '<html lang="de" dir="ltr">' in answer.text
    for words in said:
        assert words in answer.text
    assert "Accept-Language" in answer.headers["vary"]
    assert "HX-Request" in answer.headers["vary"]
    assert '<html lang="en"' in german.get(path, headers={"accept-language": "fr"}).text


def test_what_is_listed_is_marked_with_its_own_language(german: TestClient) -> None:
    html = german.get("/").text
    assert 'href="/a/cable" lang="en"' in html
    assert 'href="/a/wire" lang="de"' in html
    assert '<a href="/c/mail" lang="en">Mail</a>' in html
    assert '<a href="/c/leitungen">Leitungen</a>' in html
    assert '<h1 lang="en">Mail</h1>' in german.get("/c/mail").text


def test_a_hit_leads_to_the_text_that_it_was_found_in(german: TestClient) -> None:
    html = german.get("/search?q=push").text
    assert 'href="/a/wire#loose"' in html
    assert 'href="/a/cable?lang=en#loose"' in html
    english = german.get("/search?q=push", headers={"accept-language": "en"}).text
    assert 'href="/a/wire?lang=de#loose"' in english
    assert 'href="/a/cable#loose"' in english


def test_results_alone_are_german_too(german: TestClient) -> None:
    headers = {"hx-request": "true", "hx-target": "div#results", "hx-request-type": "partial"}
    answer = german.get("/search?q=push", headers=headers)
    assert answer.text.strip().startswith('<p class="results-count" role="status">4 Stellen gefunden')
    assert answer.headers["vary"].startswith("HX-Target, Accept-Language")


def test_what_is_translated_is_listed_in_the_language_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "cable.md": article("cable", "The cable", "category: Mail"),
        "cable.de.md": article("cable", "Das Kabel", "lang: de"),
        "relay.md": article("relay", "The relay", "category: Mail\nrelated: [cable]"),
        "relay.de.md": article("relay", "Das Relais", "lang: de"),
    }
    client = make_site(tmp_path, files)
    for path in ("/", "/c/mail"):
        html = client.get(path, headers=GERMAN).text
        assert '<a class="article-link" href="/a/cable" lang="de"><span class="article-title">Das Kabel</span>' in html
        assert "The cable" not in html
        assert "The cable" in client.get(path).text
    page = client.get("/a/relay?lang=de").text
    assert '<a class="article-link" href="/a/cable?lang=de" lang="de">' in page[page.index("related-title") :]
    assert "Start: Das Kabel" not in client.get("/r/nothing", headers=GERMAN).text, "nobody used it yet"
    client.post("/a/cable/start")
    client.app.state.services.library.refresh_usage()  # type: ignore[attr-defined]
    lost = client.get("/r/nothing", headers=GERMAN).text
    assert '<html lang="de"' in lost
    assert "Beginnen: Das Kabel" in lost
    monkeypatch.setattr("app.web.articles.routes.TRANSLATED", 1)
    assert "The cable" in client.get("/", headers=GERMAN).text, "so many are not read for a list"
