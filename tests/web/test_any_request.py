"""Whatever is sent to whatever address, the site answers, and never with an error of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from tests.actions.factories import make_bench
from tests.actions.sample import MAIL


@dataclass(frozen=True)
class Site:
    client: TestClient
    token: str
    read_token: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    services = make_bench(tmp_path_factory.mktemp("site"), mail=MAIL).services
    client = TestClient(create_app(services=services), follow_redirects=False, raise_server_exceptions=False)
    run = client.post("/api/v1/runs", json={"article": "mail", "given": {"domain": "example.com"}}).json()
    return Site(client, run["token"], run["read_token"])


PATHS = (
    *(
        "/",
        "/search",
        "/c/{odd}",
        "/a/mail",
        "/a/mail.md",
        "/a/{odd}",
        "/a/{odd}.md",
        "/a/mail/start",
        "/a/{odd}/start",
    ),
    *("/d/77", "/d/{odd}", "/sitemap.xml", "/feed.xml", "/opensearch.xml", "/robots.txt", "/healthz", "/metrics"),
    *("/r/{token}", "/r/{token}/{odd}", "/r/{token}/sent", "/r/{token}/mx", "/r/{token}/kind", "/r/{token}/check"),
    *("/r/{token}/transcript", "/r/{token}/transcript.txt", "/r/{token}/transcript.json", "/r/{odd}", "/s/{odd}"),
    *("/s/{read}", "/r/{read}", "/static/{odd}", "/api/v1/articles", "/api/v1/articles/{odd}", "/api/v1/runs"),
    *("/api/v1/runs/{token}", "/api/v1/runs/{odd}", "/api/v1/openapi.json", *["/api/v1/runs/{token}/events"] * 8),
    *("/admin", "/admin/log-in", "/admin/comments", "/admin/comments/{odd}", "/admin/password/{odd}", "/admin/{odd}"),
    *["/r/{token}", "/r/{token}/sent", "/r/{token}/mx", "/r/{token}/kind", "/r/{token}/check", "/a/mail/start"] * 2,
)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
odd = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", ".", "..", "%00", "\0", "%ff", "%ed%a0%80", "\u202e", "//evil.example", "a\r\nb", "x" * 3000]),
)
said = "_do _check _tried _visit _attempt _answer _inputs _lang _then domain sender mode step visit change q lang"
names = st.sampled_from(said.split())
sense = (
    "inputs continue solved reopen * mx worked:no-mx failed: 1 0 -1 9999 99999 yes no example.com "
    "maria@example.net alone"
)
values = st.one_of(odd, st.sampled_from(sense.split()))
pairs = st.lists(st.tuples(names, values), max_size=6)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), odd, st.sampled_from(["sent", "mx", "no-mx"]))
keys = st.one_of(
    odd, st.sampled_from(["kind", "step", "value", "values", "visit", "cause", "outcome", "check", "article", "given"])
)
kinds = st.sampled_from(["given", "answer", "tried", "continue", "solved", "reopen", "check", "result"])
events = st.builds(
    lambda kind, rest: {**rest, "kind": kind},
    kinds,
    st.dictionaries(
        keys, st.one_of(scalars, st.lists(scalars, max_size=3), st.dictionaries(keys, scalars, max_size=2))
    ),
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "hx-request": st.sampled_from(["true", "false", ""]),
        "hx-target": st.sampled_from(["div#results", "#page", ""]),
        "accept": st.sampled_from(["text/event-stream", "*/*", "text/html", ""]),
        "accept-language": st.sampled_from(["de", "*", ";q=", "en;q=9999", "," * 200]),
        "accept-encoding": st.sampled_from(["br", "gzip;q=0", "identity;q=0, *;q=0", "", ";;;"]),
        "if-none-match": st.sampled_from(["*", '"', "W/"]),
        "origin": st.sampled_from(["null", "http://testserver", "http://[::1", "", "https://evil.example"]),
        "sec-fetch-site": st.sampled_from(["same-origin", "cross-site", "none", ""]),
        "cookie": st.sampled_from(["a=b", ";", ""]),
        "host": st.sampled_from(["testserver", "", "evil.example/#", "[::1", "a b", "x@y"]),
        "content-length": st.sampled_from(["0", "99999999"]),
        "x-forwarded-for": st.just("192.0.2.1"),
    },
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    method=st.sampled_from([*["GET"] * 6, *["POST"] * 12, "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"]),
    path=st.sampled_from(PATHS),
    within=odd,
    query=pairs,
    sent=st.one_of(st.just({}), st.just({}), headers),
    body=st.one_of(st.none(), pairs, events, st.binary(max_size=200)),
    kind=st.sampled_from([FORM, JSON, "text/plain", "multipart/form-data; boundary=x", ""]),
)
def test_nothing_breaks_the_site(
    site: Site,
    method: str,
    path: str,
    within: str,
    query: list[tuple[str, str]],
    sent: dict[str, str],
    body: Any,
    kind: str,
) -> None:
    address = path.format(token=site.token, read=site.read_token, odd=quote(within, errors="replace"))
    whole = address + ("?" + urlencode(query, errors="replace") if query else "")
    content = _content(body)
    answer = site.client.request(method, whole, content=content, headers={"content-type": _kind(body, kind), **sent})
    assert answer.status_code < 500, (method, whole, sent, content)
    assert "Traceback" not in answer.text


def test_a_site_that_was_sent_all_that_still_serves(site: Site) -> None:
    assert site.client.get(f"/r/{site.token}/transcript").status_code == 200
    assert site.client.get(f"/s/{site.read_token}").status_code == 200


def _content(body: Any) -> bytes:
    if isinstance(body, list):
        return urlencode(body, errors="replace").encode()
    return json.dumps(body).encode() if isinstance(body, dict) else body or b""


def _kind(body: Any, kind: str) -> str:
    """Mostly what fits, so that requests come further than the first look at them."""
    return FORM if isinstance(body, list) else JSON if isinstance(body, dict) else kind
