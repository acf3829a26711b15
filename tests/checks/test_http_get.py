"""`http.get` against real web servers: every code, and rule 5."""

from __future__ import annotations

import gzip

import pytest

from tests.lab import Lab
from tests.lab.certificates import self_signed
from tests.lab.http import Page, WebServer
from tests.lab.smtp import Peer
from tests.lab.trial import check


def to(location: str, status: int = 302) -> Page:
    return Page(status, headers={"Location": location})


PAGES = {
    "/": Page(body=b"hello visitor"),
    "/chunks": Page(body=b"hello visitor", chunked=True),
    "/gone": Page(410),
    "/broken": Page(503),
    "/one": to("/two"),
    "/two": to("/three", 301),
    "/three": to("/", 308),
    "/four": to("/one", 307),
    "/circle": to("/circle2"),
    "/circle2": to("/circle", 303),
    "/self": to("/self"),
    "/inside": to("http://10.0.0.1/"),
    "/local": to("http://localhost/"),
    "/odd": to("gopher://example.com/"),
    "/nonsense": Page(raw=b"220 mx ESMTP\r\n\r\n"),
    "/short": Page(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"),
    "/split": Page(raw=b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nok"),
    "/packed": Page(body=gzip.compress(b"hello visitor"), headers={"Content-Encoding": "gzip"}),
    "/large": Page(body=b"x" * 400_000 + b"the end"),
    "/endless": Page(raw=b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000),
}


@pytest.fixture
def web(lab: Lab) -> WebServer:
    server = WebServer(PAGES)
    lab.dns.zone("example.com", "www A 127.0.0.2\nclosed A 127.0.0.3\nsilent A 127.0.0.4")
    lab.serve(server, "127.0.0.2", 80)
    lab.silent("127.0.0.4", 80)
    return server


@pytest.mark.parametrize(
    ("path", "text", "code", "status", "final"),
    [
        ("/", "", "ok", 200, "/"),
        ("/", "visitor", "ok", 200, "/"),
        ("/chunks", "hello visitor", "ok", 200, "/chunks"),
        ("/", "Visitor", "text-missing", 200, "/"),
        ("/packed", "visitor", "text-missing", 200, "/packed"),
        ("/large", "xxx", "ok", 200, "/large"),
        ("/large", "the end", "text-missing", 200, "/large"),
        ("/missing", "", "status", 404, "/missing"),
        ("/gone", "", "status", 410, "/gone"),
        ("/broken", "", "status", 503, "/broken"),
        ("/one", "hello", "ok", 200, "/"),
        ("/four", "", "redirects", 308, "/"),
        ("/circle", "", "redirect-loop", 303, "/circle"),
        ("/self", "", "redirect-loop", 302, "/self"),
        ("/nonsense", "", "status", 0, "/nonsense"),
        ("/short", "", "status", 0, "/short"),
        ("/split", "", "ok", 200, "/split"),
        ("/endless", "", "status", 0, "/endless"),
    ],
)
def test_verdicts(lab: Lab, web: WebServer, path: str, text: str, code: str, status: int, final: str) -> None:
    result = check(lab, "http.get", {"url": f"http://www.example.com{path}", "text": text})
    assert (result.code, result.status) == (code, "pass" if code == "ok" else "fail")
    assert result.facts == {"http_status": float(status), "final_url": f"http://www.example.com{final}"}
    assert set(web.hosts) == {"www.example.com"}


@pytest.mark.parametrize("path", ["/inside", "/local", "/odd"])
def test_a_redirect_out_of_bounds_is_refused(lab: Lab, web: WebServer, path: str) -> None:
    result = check(lab, "http.get", {"url": f"http://www.example.com{path}"})
    assert (result.code, result.status) == ("not-allowed", "unknown")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://closed.example.com/", "refused"),
        ("http://silent.example.com/", "timeout"),
        ("http://gone.example.com/", "no-connection"),
        ("http://10.0.0.1/", "not-allowed"),
        ("ftp://www.example.com/", "not-allowed"),
        ("www.example.com", "bad-input"),
    ],
)
def test_where_no_page_comes(lab: Lab, web: WebServer, url: str, code: str) -> None:
    assert check(lab, "http.get", {"url": url}).code == code


def test_certificates(lab: Lab) -> None:
    lab.dns.zone("example.com", "www A 127.0.0.2\nbad A 127.0.0.3\nother A 127.0.0.2")
    server = WebServer(PAGES)
    lab.serve(server, "127.0.0.2", 443, lab.tls("www.example.com"))
    lab.serve(server, "127.0.0.3", 443, self_signed("bad.example.com").context())
    assert check(lab, "http.get", {"url": "https://www.example.com/"}).code == "ok"
    for host in ("bad", "other"):
        result = check(lab, "http.get", {"url": f"https://{host}.example.com/"})
        assert (result.code, result.status) == ("certificate", "fail")
    assert len(server.requests) == 1


def test_a_server_that_never_answers_is_left(lab: Lab) -> None:
    async def stare(peer: Peer) -> None:
        await peer.line()
        await peer.drip(b"HTTP/1.1 200 OK\r\n", 0.5)

    lab.serve(stare, "127.0.0.2", 80)
    result = check(lab, "http.get", {"url": "http://127.0.0.2/"})
    assert result.code in ("timeout", "limit")
