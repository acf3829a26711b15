"""The document page: everything an article holds, at addresses that last."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import brotli
import pytest
from fastapi import FastAPI
from sqlalchemy import event
from starlette.testclient import TestClient

from app.actions.post_comment import Form, NewComment, Sender, post_comment
from app.storage import publishing
from tests.web.site import ROOT, article, make_site

WHOLE = """---
format: 1
id: whole
document: 4564
title: The whole <article>
summary: All that an article may hold.
category: Mail / Testing communication
tags: [mail]
was: [earlier]
inputs:
  domain: {type: domain, label: Your mail domain}
---
For {{ domain }}.

## Look at {{ domain }}
```yaml step
id: look
was: [peek]
applies: Stand alone
when: 'domain != "example.net"'
else: solved
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
```
Servers: {{ mx.hosts }}. See [the other](other.md#ask).

### A note
```yaml note
id: hint
```
Mind it.

### Rare and dear
```yaml cause
id: rare
likely: rarely
cost: 120
```
Long work.

### Often and cheap
```yaml cause
id: often
was: [usual]
likely: often
cost: 1
to: ask
```
Quick work.

## Ask
```yaml step
id: ask
ask:
  say: "Does {{ domain }} work?"
  options:
    yes: {say: "Yes", to: solved}
    no: {say: "No", to: help}
```

## Solved
```yaml step
id: solved
end: solved
```

## Hand over
```yaml step
id: help
end: escalate
```

## Sources
RFC 5321.
"""
GERMAN = """---
id: whole
lang: de
title: Der ganze Artikel
---
Für {{ domain }}.
"""
FILES = {"whole.md": WHOLE, "other.md": article("other", more="related: [whole]\ncategory: Mail")}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return make_site(tmp_path_factory.mktemp("site"), FILES, base_url="https://help.example.com")


def test_it_shows_what_the_old_page_showed(client: TestClient) -> None:
    html = client.get("/a/whole").text
    for label, value in (("Document", "4564"), ("Subject", "Testing communication")):
        assert f"<dt>{label}</dt><dd>{value}</dd>" in html
    assert html.count('<time datetime="2026-04-05">5 April 2026</time>') == 2
    assert '<h1 tabindex="-1">The whole &lt;article&gt;</h1>' in html
    assert "<title>The whole &lt;article&gt; · Unsnag</title>" in html


def test_steps_are_numbered_and_ends_are_not(client: TestClient) -> None:
    html = client.get("/a/whole").text
    assert re.findall(r'class="step ([a-z]+)" id="([a-z]+)"', html) == [
        ("step", "look"),
        ("step", "ask"),
        ("solved", "solved"),
        ("escalate", "help"),
        ("prose", "sources"),
    ]
    assert re.findall(r"Step </span>(\d)", html) == ["1", "2"]


def test_a_step_tells_when_it_applies_and_where_else_to_go(client: TestClient) -> None:
    html = client.get("/a/whole").text
    assert "<strong>Applies to:</strong> Stand alone" in html
    assert '<a href="#solved">Solved</a>' in html


def test_causes_open_in_place_the_best_bet_first(client: TestClient) -> None:
    html = client.get("/a/whole").text
    assert html.index('id="often"') < html.index('id="rare"')
    assert "What could go wrong at this step" in html
    assert "2 causes" in html
    assert "Often the cause" in html
    assert "takes 2 hours" in html
    assert 'go on to <a href="#ask">step 2</a>' in html


def test_lookups_stand_as_labels(client: TestClient) -> None:
    html = client.get("/a/whole").text
    assert '<span class="lookup-open">Your mail domain</span>' in html
    assert "{{" not in html
    assert re.search(r'lookup-open">[^<]+: hosts</span>', html)


def test_every_step_cause_and_note_has_a_permalink_and_earlier_ids_still_lead_there(client: TestClient) -> None:
    html = client.get("/a/whole").text
    for anchor in ("look", "ask", "solved", "help", "hint", "rare", "often"):
        assert f'id="{anchor}"' in html
        assert f'class="permalink" href="#{anchor}"' in html
    assert '<span id="peek"></span>' in html
    assert '<span id="usual"></span>' in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_links_within_the_page_all_arrive(client: TestClient) -> None:
    html = client.get("/a/whole").text
    ids = set(re.findall(r' id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
    assert 'href="/a/other#ask"' in html


FRAGMENT = """---
kind: fragment
params:
  domain: {type: domain, label: The domain}
returns: [ok]
---
## Records of {{ domain }}
```yaml step
id: records
next: return.ok
```
They are there.

### None
```yaml cause
id: none
```
Publish one.
"""
CALLER = """---
format: 1
id: caller
title: Caller
inputs:
  near_domain: {type: domain, label: Your near domain}
---
## The near side
```yaml step
id: near
use: records
with: {domain: $near_domain}
returns: {ok: solved}
```
Here first.

## Solved
```yaml step
id: solved
end: solved
```
"""


def test_the_steps_of_a_fragment_stand_where_it_is_used(tmp_path: Path) -> None:
    html = make_site(tmp_path, {"caller.md": CALLER, "_fragments/records.md": FRAGMENT}).get("/a/caller").text
    assert re.findall(r'class="step ([a-z]+)" id="([a-z.]+)"', html) == [
        ("group", "near"),
        ("step", "near.records"),
        ("solved", "solved"),
    ]
    assert 'id="near.none"' in html
    assert '<span class="lookup-open">The domain</span>' in html


def test_the_picture_links_to_the_steps(client: TestClient) -> None:
    html = client.get("/a/whole").text
    svg = html[html.index("<svg xmlns") : html.index("</svg>", html.index("<svg xmlns")) + 6]
    root = ElementTree.fromstring(svg)
    hrefs = [link.get("href") for link in root.iter("{http://www.w3.org/2000/svg}a")]
    assert hrefs == ["#look", "#ask", "#solved", "#help"]


def test_related_articles_and_both_buttons(client: TestClient) -> None:
    html = client.get("/a/whole").text
    assert 'href="/a/other"' in html[html.index("related-title") :]
    assert 'action="/a/whole/start"' in html
    assert 'name="_then" value="check"' in html
    assert 'name="_then"' not in client.get("/a/other").text  # it has no checks


def test_the_buttons_start_a_walk_or_the_ladder(client: TestClient) -> None:
    assert re.fullmatch(r"/r/[\w-]+", client.post("/a/whole/start").headers["location"])
    started = client.post("/a/whole/start", data={"_then": "check"})
    assert re.fullmatch(r"/r/[\w-]+/check", started.headers["location"])
    assert client.get(started.headers["location"]).status_code == 200


def test_programs_are_told_too(client: TestClient) -> None:
    html = client.get("/a/whole").text
    data = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])
    told, crumbs = data["@graph"]
    assert told["@type"] == "TechArticle"
    assert told["headline"] == "The whole <article>"
    assert told["dateModified"] == "2026-04-05T12:00:00Z"
    assert [item["name"] for item in crumbs["itemListElement"]] == [
        "Unsnag",
        "Mail",
        "Testing communication",
        "The whole <article>",
    ]
    assert '<link rel="canonical" href="https://help.example.com/a/whole">' in html
    assert '<link rel="alternate" type="text/markdown" href="https://help.example.com/a/whole.md">' in html


def test_the_text_is_the_very_file(client: TestClient) -> None:
    answer = client.get("/a/whole.md")
    assert answer.text == WHOLE
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.headers["link"] == '<https://help.example.com/a/whole>; rel="canonical"'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/d/4564", "/a/whole"),
        ("/a/earlier", "/a/whole"),
        ("/a/earlier?lang=de", "/a/whole?lang=de"),
        ("/a/earlier.md", "/a/whole.md"),
    ],
)
def test_old_addresses_lead_to_the_new(client: TestClient, old: str, new: str) -> None:
    answer = client.get(old)
    assert answer.status_code == 301
    assert answer.headers["location"] == new


@pytest.mark.parametrize("path", ["/d/1", "/d/x", "/d/99999999999999999999", "/d/٤٥٦٤", "/a/none", "/a/none.md"])
def test_what_never_was_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_kept_page_is_the_same_bytes(client: TestClient) -> None:
    first, again = client.get("/a/whole"), client.get("/a/whole")
    assert first.content == again.content
    assert first.headers.multi_items() == again.headers.multi_items()
    for encoding in ("br", "gzip"):
        squeezed = client.get("/a/whole", headers={"accept-encoding": encoding})
        assert squeezed.headers["content-encoding"] == encoding
        assert squeezed.content == first.content
        assert int(squeezed.headers["content-length"]) < len(first.content) / 2


def test_a_browser_that_has_the_page_is_not_sent_it_again(client: TestClient) -> None:
    tag = client.get("/a/whole").headers["etag"]
    again = client.get("/a/whole", headers={"if-none-match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/a/whole", headers={"if-none-match": '"other"'}).status_code == 200


def test_head_is_answered_without_a_body(client: TestClient) -> None:
    for _ in range(2):
        answer = client.head("/a/whole")
        assert answer.status_code == 200
        assert answer.content == b""
        assert int(answer.headers["content-length"]) > 1000


def test_host_headers_of_one_visitor_never_reach_the_page_of_another(tmp_path: Path) -> None:
    client = make_site(tmp_path, FILES)
    html = client.get("/a/whole", headers={"host": "evil.example"}).text
    assert "evil.example" not in html
    assert '<link rel="canonical" href="/a/whole">' in html


def test_a_changed_file_changes_the_page(tmp_path: Path) -> None:
    client = make_site(tmp_path, FILES)
    assert isinstance(client.app, FastAPI)
    assert "Quick work." in client.get("/a/whole").text
    (tmp_path / "content" / "whole.md").write_text(WHOLE.replace("Quick work.", "Other work."))
    services = client.app.state.services
    with services.sessions() as session:
        services.library.import_folder(session, services.settings.content, services.clock())
    html = client.get("/a/whole").text
    assert "Other work." in html
    assert "Quick work." not in html


def test_an_article_that_was_taken_away_is_gone(tmp_path: Path) -> None:
    client = make_site(tmp_path, FILES)
    assert isinstance(client.app, FastAPI)
    assert client.get("/a/other").status_code == 200
    services = client.app.state.services
    with services.sessions() as session:
        publishing.lock_library(session)
        publishing.withdraw(session, "other")
        session.commit()
    services.library.refresh()
    answer = client.get("/a/other")
    assert answer.status_code == 410
    assert "This article was taken away." in answer.text


def test_htmx_is_sent_to_the_page_since_its_frame_is_another(client: TestClient) -> None:
    client.get("/a/whole")
    headers = {"hx-request": "true", "hx-request-type": "partial", "host": "evil.example"}
    answer = client.get("/a/whole?lang=en", headers=headers)
    assert answer.headers["hx-redirect"] == "/a/whole?lang=en"  # whatever a visitor says in `Host`
    assert "HX-Request" in answer.headers["vary"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content == b""


def test_translations_by_address_or_by_the_browser(tmp_path: Path) -> None:
    client = make_site(tmp_path, {**FILES, "whole.de.md": GERMAN})
    german = client.get("/a/whole", headers={"accept-language": "de-AT, en;q=0.5"})
    assert '<html lang="de" dir="ltr">' in german.text
    assert "Der ganze Artikel" in german.text
    assert "Accept-Language" in german.headers["vary"]
    for words in ("Zuletzt geändert", "5. April 2026", "Was bei diesem Schritt schiefgehen kann", "dauert 2 Stunden"):
        assert words in german.text
    again = client.get("/a/whole", headers={"accept-language": "de-AT, en;q=0.5"})
    assert again.content == german.content
    assert client.get("/a/whole?lang=de", headers={"accept-language": "en"}).content == german.content
    english = client.get("/a/whole", headers={"accept-language": "fr"}).text
    assert '<html lang="en" dir="ltr">' in english
    assert 'hreflang="de" href="/a/whole?lang=de"' in english
    assert '<a href="/a/whole?lang=de" hreflang="de" lang="de">Deutsch</a>' in english


def test_in_development_the_linter_speaks_on_the_page(tmp_path: Path) -> None:
    client = make_site(tmp_path, {"other.md": article("other")}, dev=True)
    html = client.get("/a/other").text
    assert "What the linter says about this file" in html
    assert re.search(r"<code>other\.md:\d+:\d+</code> warning: ", html)
    (tmp_path / "plain").mkdir()
    assert "linter" not in make_site(tmp_path / "plain", {"other.md": article("other")}).get("/a/other").text


def test_in_development_a_file_that_was_never_good_says_why(tmp_path: Path) -> None:
    files = {"bad.md": article("bad").replace("next: ask", "next: nowhere"), "other.md": article("other")}
    answer = make_site(tmp_path, files, dev=True).get("/a/bad")
    assert answer.status_code == 200
    assert re.search(r"<code>bad\.md:\d+:\d+</code> error: ", answer.text)
    (tmp_path / "plain").mkdir()
    assert make_site(tmp_path / "plain", files).get("/a/bad").status_code == 404


def test_one_that_was_good_goes_on_being_shown_with_what_is_wrong_now(tmp_path: Path) -> None:
    client = make_site(tmp_path, {"other.md": article("other")}, dev=True)
    assert isinstance(client.app, FastAPI)
    (tmp_path / "content" / "other.md").write_text(article("other").replace("next: ask", "next: nowhere"))
    services = client.app.state.services
    with services.sessions() as session:
        services.library.import_folder(session, services.settings.content, services.clock())
    html = client.get("/a/other").text
    assert "Push it in." in html
    assert re.search(r"<code>other\.md:\d+:\d+</code> error: ", html)


def test_articles_can_be_read_while_the_database_is_away(tmp_path: Path) -> None:
    client = make_site(tmp_path, FILES)
    assert isinstance(client.app, FastAPI)
    client.get("/a/whole")
    client.app.state.services.engine.dispose()
    for file in tmp_path.glob("site.sqlite*"):
        file.unlink()
    (tmp_path / "site.sqlite").mkdir()
    assert client.get("/a/whole").status_code == 200
    assert client.get("/").status_code == 200
    for answer in (client.get("/search?q=cable"), client.post("/a/whole/start")):
        assert answer.status_code == 503
        assert "retry-after" in answer.headers
        assert "We cannot reach our own records just now" in answer.text


def test_an_article_with_comments_can_be_read_while_the_database_is_away(tmp_path: Path) -> None:
    client = make_site(tmp_path, FILES)
    assert isinstance(client.app, FastAPI)
    services, board = client.app.state.services, client.app.state.board
    services.settings.moderation = "none"
    client.get("/a/whole")
    opened = services.clock() - timedelta(minutes=1)
    new = NewComment("whole", name="Ada", text="It was the cable, which nobody had looked at.")
    assert post_comment(services, new, Sender("192.0.2.7"), Form(opened)).comment.public
    board.refresh()  # so the page that was kept is made anew

    def away(*_: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    event.listen(services.engine, "do_execute", away)
    answer = client.get("/a/whole")
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    assert "They cannot be shown just now." in answer.text and "It was the cable" not in answer.text
    event.remove(services.engine, "do_execute", away)
    assert "It was the cable" in client.get("/a/whole").text


def test_a_first_visit_weighs_no_more_than_60_kb(tmp_path: Path) -> None:
    files = {path.name: path.read_text() for path in (ROOT / "content").glob("*.md")}
    files |= {
        path.relative_to(ROOT / "content").as_posix(): path.read_text() for path in (ROOT / "content").glob("_*/*.*")
    }
    client = make_site(tmp_path, files)
    browser = {"accept-encoding": "gzip, deflate, br, zstd"}
    html = client.get("/a/inbound-email", headers=browser)
    weight = int(html.headers["content-length"])
    wanted = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', html.text))
    assert any(path.endswith(".css") for path in wanted)
    for path in wanted:
        weight += int(client.get(path, headers=browser).headers["content-length"])
    assert weight < 60_000
    assert not re.findall(r'(?:src|action)="https?://', html.text)
    assert len(brotli.compress(html.content)) > 1000
