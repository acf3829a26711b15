"""Errors become pages that say what to do next, and problem documents for programs."""

from __future__ import annotations

import anyio
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Message
from structlog.testing import CapturingLogger

from app.core import errors
from app.web.errors import GO_ON, SAYINGS, STATUS, status_of
from app.web.spoken.german_errors import GERMAN_ERRORS
from tests.web.site import article, make_site

RAISED: dict[str, tuple[Exception, int]] = {
    "gone": (errors.Gone("This walk has expired."), 410),
    "conflict": (errors.Conflict("Somebody was quicker."), 409),
    "limit": (errors.LimitReached("Too many.", retry_after=17), 429),
    "input": (errors.BadInput("Not so.", {"domain": "A domain has a dot."}), 422),
    "store": (errors.StoreUnavailable("The disk is full."), 503),
    "driver": (OperationalError("select", {}, Exception("secret dsn")), 503),
    "bug": (RuntimeError("secret detail"), 500),
    "check": (errors.BudgetSpent("spent"), 500),
}
KNOWN: dict[str, Exception] = {
    "addresses": errors.LimitReached(
        "You have asked for many addresses. Wait an hour before the next.", retry_after=3600
    ),
    "away": errors.StoreUnavailable("The database does not answer."),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A site that also raises each error, at `/raise/{name}` and `/api/raise/{name}`."""
    client = make_site(tmp_path_factory.mktemp("site"), {"one.md": article("one")}, raise_errors=False)
    app = client.app
    assert isinstance(app, FastAPI)

    async def fail(request: Request) -> Response:
        name = request.path_params["name"]
        raise KNOWN[name] if name in KNOWN else RAISED[name][0]

    app.router.add_route("/raise/{name}", fail, methods=["GET", "POST"])
    app.router.add_route("/raise/{name}/{token}", fail)
    app.router.add_route("/api/raise/{name}", fail)
    return client


@pytest.mark.parametrize("name", RAISED)
def test_a_page_says_what_happened_and_what_to_do(client: TestClient, name: str) -> None:
    error, status = RAISED[name]
    answer = client.get(f"/raise/{name}")
    assert answer.status_code == status
    saying = SAYINGS[status]
    assert ("You can go on in 17 seconds" if name == "limit" else saying.next) in answer.text
    assert f'<h1 tabindex="-1">{saying.title}</h1>' in answer.text
    assert "Traceback" not in answer.text
    assert "secret" not in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "content-security-policy" in answer.headers
    if isinstance(error, errors.UnsnagError):
        assert error.message in answer.text


@pytest.mark.parametrize("name", RAISED)
def test_the_api_gets_a_problem_document(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/raise/{name}")
    assert answer.status_code == RAISED[name][1]
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["type"].startswith("/problems/")
    assert problem["detail"]
    assert "secret" not in answer.text


def test_limits_say_when_to_come_again(client: TestClient) -> None:
    assert client.get("/raise/limit").headers["retry-after"] == "17"
    assert int(client.get("/raise/store").headers["retry-after"]) > 0
    assert int(client.get("/raise/driver").headers["retry-after"]) > 0


def test_a_limit_tells_in_german_when_to_go_on(client: TestClient) -> None:
    page = client.get("/raise/limit", headers={"accept-language": "de"}).text
    assert "In 17 Sekunden können Sie weitermachen" in page


def test_what_happened_is_told_in_german_where_it_is_known(client: TestClient) -> None:
    page = client.get("/raise/addresses", headers={"accept-language": "de"}).text
    assert "Sie haben sich viele Adressen zeigen lassen." in page
    assert "You have asked" not in page and "In 60 Minuten" in page


@pytest.mark.parametrize("lang", ["en", "de"])
def test_while_the_database_is_away_the_page_says_what_goes_on(client: TestClient, lang: str) -> None:
    page = client.get("/raise/away?q=a%22b", headers={"accept-language": lang}).text
    told = "The articles can still be read." if lang == "en" else "Artikel können Sie weiter lesen."
    assert told in page and "does not answer." not in page
    assert 'href="/raise/away?q=a%22b"' in page and 'href="/search"' not in page.partition("<main")[2]


@pytest.mark.parametrize(("name", "offered"), [("limit", True), ("bug", True), ("input", False), ("gone", False)])
def test_what_may_pass_can_be_tried_again(client: TestClient, name: str, offered: bool) -> None:
    assert (f'href="/raise/{name}"' in client.get(f"/raise/{name}").text) is offered
    assert f'href="/raise/{name}"' not in client.post(f"/raise/{name}").text


def test_reasons_are_given_field_by_field(client: TestClient) -> None:
    assert "A domain has a dot." in client.get("/raise/input").text
    assert client.get("/api/raise/input").json()["fields"] == {"domain": "A domain has a dot."}


def test_htmx_puts_an_error_where_the_content_belongs(client: TestClient) -> None:
    answer = client.get("/raise/gone", headers={"hx-request": "true", "hx-request-type": "partial"})
    assert answer.status_code == 410
    assert answer.headers["hx-retarget"] == "#page"
    assert "<!doctype" not in answer.text
    assert "<title>This is no longer here" in answer.text


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("DELETE", "/a/one", 405)])
def test_wrong_addresses_and_wrong_methods(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert SAYINGS[status].title in answer.text


def test_every_error_of_the_tree_has_a_status() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.UnsnagError)]
    assert len(kinds) > 10
    for kind in kinds:
        assert status_of(kind("x")) in SAYINGS
    assert STATUS[-1][0] is errors.UnsnagError


@pytest.mark.parametrize("name", ["driver", "check"])
def test_the_log_does_not_hold_the_token_of_a_walk(
    client: TestClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = CapturingLogger()
    monkeypatch.setattr("app.web.errors.log", log)
    client.get(f"/raise/{name}/a-secret-token")
    assert [call.kwargs["path"] for call in log.calls] == [f"/raise/{name}/{{token}}"]
    assert "a-secret-token" not in str(log.calls)


GERMAN = {"accept-language": "de-AT, en;q=0.5"}


@pytest.mark.parametrize("name", RAISED)
def test_a_page_speaks_german_where_the_browser_asks_for_it(client: TestClient, name: str) -> None:
    error, status = RAISED[name]
    answer = client.get(f"/raise/{name}", headers=GERMAN)
    assert answer.status_code == status
    assert '<html lang="de" dir="ltr">' in answer.text
    after = [] if name == "limit" else [SAYINGS[status].next]  # a limit says when
    for text in (SAYINGS[status].title, SAYINGS[status].happened, *after):
        assert GERMAN_ERRORS[text] in answer.text
        assert text not in answer.text
    assert "Alle Artikel" in answer.text
    assert "Accept-Language" in answer.headers["vary"]
    english = isinstance(error, errors.UnsnagError) and status != 410
    assert ('<p lang="en" dir="ltr">' in answer.text) is english


def test_every_word_of_every_page_is_spoken_in_german_and_no_other() -> None:
    said = {text for saying in SAYINGS.values() for text in (saying.title, saying.happened, saying.next)}
    assert set(GERMAN_ERRORS) == said | {GO_ON}


def test_a_page_is_english_for_everybody_else(client: TestClient) -> None:
    answer = client.get("/nothing-here", headers={"accept-language": "fr"})
    assert '<html lang="en" dir="ltr">' in answer.text
    assert SAYINGS[404].title in answer.text


@pytest.mark.parametrize("path", ["/a/mail/comments", "/a/mail/walk", "/comments/1/edit", "/admin/log-in"])
@pytest.mark.parametrize("length", [(b"content-length", b"1000"), (b"transfer-encoding", b"chunked")])
def test_who_stops_in_the_middle_of_a_form_is_no_error(
    client: TestClient, path: str, length: tuple[bytes, bytes]
) -> None:
    """Each such connection once left sixty lines in the log."""
    form = (b"content-type", b"application/x-www-form-urlencoded")
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"sec-fetch-site", b"same-origin"), form, length],
        "client": ("198.51.100.7", 50000),
        "server": ("testserver", 80),
        "scheme": "http",
        "http_version": "1.1",
    }
    heard: list[Message] = [{"type": "http.request", "body": b"name=Ad", "more_body": True}]
    said: list[Message] = []

    async def receive() -> Message:
        return heard.pop() if heard else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.append(message)

    async def visit() -> None:
        await client.app(scope, receive, send)

    anyio.run(visit)
    assert said[0]["status"] < 500
