"""Headers on every answer, and the guard against forged requests."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from app.web.security import forged
from tests.web.site import article, make_site

HOST = {"host": "help.example.com"}
COOKIE = {"cookie": "session=1"}


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://help.example.com"}, False),
        ({"sec-fetch-site": "same-origin", "origin": "null", **COOKIE}, True),
        ({"origin": "https://help.example.com"}, True),
        ({"origin": "http://HELP.example.com"}, True),
        ({"origin": "https://public.example.com"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://help.example.com.evil.example"}, False),
        ({"origin": "https://help.example.com:8443"}, False),
        ({"origin": "garbage"}, False),
        ({"origin": ""}, False),
        ({"origin": "http://[::1"}, False),  # no address at all: refused, and nothing breaks
        ({"origin": "https://evil.example@help.example.com"}, False),
        ({"origin": "null"}, True),
        ({"origin": "null", **COOKIE}, False),
        ({}, True),
        (COOKIE, False),
    ],
)
def test_unsafe_requests_pass_only_from_here(headers: dict[str, str], passes: bool) -> None:
    reason = forged("POST", Headers({**HOST, **headers}), "https://public.example.com")
    assert (reason is None) is passes


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "none", "origin": "https://help.example.com"}, True),
        ({"sec-fetch-site": "none", "origin": "null"}, False),
        ({"sec-fetch-site": "same-site", "origin": "https://help.example.com"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"origin": "https://help.example.com"}, True),
        ({"origin": "https://public.example.com"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/log-in", "/admin/comments"])
@pytest.mark.parametrize("cookie", [{}, COOKIE], ids=["without a cookie", "with one"])
def test_for_moderators_nothing_passes_unproven(
    headers: dict[str, str], passes: bool, path: str, cookie: dict[str, str]
) -> None:
    sent = Headers({**HOST, **headers, **cookie})
    assert (forged("POST", sent, "https://public.example.com", path) is None) is passes
    assert forged("GET", sent, "https://public.example.com", path) is None


def test_an_address_that_only_begins_alike_is_no_moderators_page() -> None:
    assert forged("POST", Headers(HOST), "", "/administration") is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_safe_methods_always_pass(method: str) -> None:
    assert forged(method, Headers({**HOST, "sec-fetch-site": "cross-site"})) is None


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "QUERY"])
def test_every_other_method_is_guarded(method: str) -> None:
    assert forged(method, Headers({**HOST, "sec-fetch-site": "cross-site"})) is not None


def test_a_forged_start_makes_no_walk_and_says_what_to_do(tmp_path: Path) -> None:
    client = make_site(tmp_path, {"one.md": article("one")})
    answer = client.post("/a/one/start", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "Open the page here and press the button again." in answer.text
    assert "content-security-policy" in answer.headers
    assert client.post("/a/one/start", headers={"sec-fetch-site": "same-origin"}).status_code == 303


def test_a_forged_api_call_gets_a_problem_document(tmp_path: Path) -> None:
    client = make_site(tmp_path, {"one.md": article("one")})
    answer = client.post("/api/v1/runs", json={"article": "one"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 403


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return make_site(tmp_path_factory.mktemp("site"), {"one.md": article("one", more="category: Mail")})


@pytest.mark.parametrize("path", ["/", "/a/one", "/search", "/nowhere", "/healthz", "/sitemap.xml", "/r/unknown"])
def test_every_answer_has_the_headers_once(client: TestClient, path: str) -> None:
    for answer in (client.get(path), client.get(path)):  # made, then kept
        names = [name.lower() for name, _ in answer.headers.multi_items()]
        for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy"):
            assert names.count(name) == 1, (path, name)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/r/unknown", "/s/unknown", "/api/v1/runs/unknown"])
def test_walks_are_not_indexed_and_their_address_is_told_to_nobody(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/admin", "/admin/log-in", "/admin/sessions", "/admin/nowhere"])
def test_pages_for_moderators_are_kept_by_nobody_and_say_where_their_forms_come_from(
    client: TestClient, path: str
) -> None:
    answer = client.get(path)
    assert answer.headers["referrer-policy"] == "same-origin"  # with no-referrer their forms would say `Origin: null`
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "no-store" in answer.headers["cache-control"]


def test_logging_in_needs_a_page_of_ours(client: TestClient) -> None:
    typed = {"email": "maria@example.com", "password": "whatever it is"}
    for sent in ({}, {"origin": "null"}, {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/admin/log-in", data=typed, headers=sent).status_code == 403
    assert client.post("/admin/log-in", data=typed, headers={"origin": "http://testserver"}).status_code == 422


@pytest.mark.parametrize("path", ["/", "/a/one", "/search?q=cable", "/c/mail", "/nowhere"])
def test_pages_keep_to_their_own_policy(client: TestClient, path: str) -> None:
    html = client.get(path).text
    for forbidden in (" style=", "<style", " onclick", " hx-on", "javascript:"):
        assert forbidden not in html
    scripts = [part.partition(">")[0] for part in html.split("<script")[1:]]
    assert all('src="/static/' in script or 'type="application/ld+json"' in script for script in scripts)
