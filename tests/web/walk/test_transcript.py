"""The transcript as page, text and JSON, and the read-only address to pass on."""

from __future__ import annotations

from pathlib import Path

from tests.actions.factories import make_bench
from tests.actions.sample import MAIL
from tests.web.walk.site import Page, Visitor, visitor


def walked(folder: Path) -> Visitor:
    """A walk with a personal input, results, a try and answers."""
    someone = visitor(folder)
    someone.bench.laboratory.says("dns.mx", "none", "found")
    someone.start()
    someone.press("Continue", domain="example.com")
    someone.press("Continue", sender="maria@example.net", _answer="unsure")
    someone.press("Run all")
    someone.press("It worked: worked:no-mx")
    someone.press("Run all")
    return someone


def test_the_page_says_everything_that_happened(tmp_path: Path) -> None:
    someone = walked(tmp_path)
    page = someone.get(f"/r/{someone.token}/transcript")
    assert page.title.startswith("Transcript")
    for words in ("Mail for", "77", "example.com", "I do not know", "No MX record: it worked", "asked dns.mx"):
        assert words in page.text
    assert "maria@example.net" in page.text
    assert "Personal" in page.text


def test_the_text_leaves_personal_values_out(tmp_path: Path) -> None:
    someone = walked(tmp_path)
    response = someone.client.get(f"/r/{someone.token}/transcript.txt")
    assert response.headers["content-type"].startswith("text/plain")
    assert "maria" not in response.text
    assert "[left out: personal]" in response.text
    assert "Did example.com get a report? I do not know" in response.text
    assert "Tried: No MX record: it worked" in response.text


def test_the_json_leaves_personal_values_out(tmp_path: Path) -> None:
    someone = walked(tmp_path)
    response = someone.client.get(f"/r/{someone.token}/transcript.json")
    told = response.json()
    assert "maria" not in response.text
    assert {"name": "sender", "label": "The address that wrote", "value": None, "personal": True} in told["inputs"]
    codes = [check["code"] for check in told["steps"][1]["checks"] if check["check"] == "mx.mx"]
    assert codes == ["none", "found"]
    assert told["steps"][1]["tried"] == [{"cause": "no-mx", "title": "No MX record", "outcome": "worked"}]


def test_the_shared_address_only_shows(tmp_path: Path) -> None:
    someone = walked(tmp_path)
    page = someone.get(f"/r/{someone.token}/transcript")
    shared = Page(someone.client.get(page.links["Address to pass on (read only)"]))
    assert shared.status == 200
    assert "maria" not in shared.html
    assert someone.token not in shared.html
    assert [form.action for form in shared.forms] == ["/search"]
    assert "noindex" in shared.headers["x-robots-tag"]


def test_the_read_only_token_opens_nothing_else(tmp_path: Path) -> None:
    someone = walked(tmp_path)
    page = someone.get(f"/r/{someone.token}/transcript")
    read_token = page.links["Address to pass on (read only)"].removeprefix("/s/")
    assert someone.get(f"/r/{read_token}").status == 404
    assert someone.client.post(f"/r/{read_token}/mx", data={"_do": "continue"}).status_code == 404
    assert someone.get(f"/s/{someone.bench.services.clock().year}").status == 404


def test_no_title_tells_a_personal_value(tmp_path: Path) -> None:
    text = MAIL.replace("title: Mail for {{ domain }}", "title: Mail from {{ sender }}")
    text = text.replace("## The sender looks up {{ domain }}", "## Does {{ sender }} look it up?")
    someone = Visitor(make_bench(tmp_path, mail=text))
    someone.start()
    someone.press("Continue", domain="example.com")
    page = someone.press("Continue", sender="maria@example.net", _answer="unsure")
    assert "Does maria@example.net look it up?" in page.text
    transcript = someone.get(f"/r/{someone.token}/transcript")
    shared = someone.get(transcript.links["Address to pass on (read only)"])
    for seen in (page, someone.get(f"/r/{transcript.url.split('/')[2]}/check"), transcript, shared):
        assert "maria" not in seen.title
    assert "maria" not in shared.html
