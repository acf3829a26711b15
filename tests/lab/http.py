"""A scriptable web server: a status, headers and a body for each path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.lab.smtp import Peer


@dataclass
class Page:
    """What one path answers. `raw` goes out as it is, in place of everything else."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""
    chunked: bool = False


@dataclass
class WebServer:
    """Pages by path; any other path is 404. `requests` collects the request lines and `hosts` the Host headers."""

    pages: Mapping[str, Page]
    requests: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    async def __call__(self, peer: Peer) -> None:
        request = (await peer.line()).decode("latin-1")
        self.requests.append(request)
        while header := await peer.line():
            if header.lower().startswith(b"host:"):
                self.hosts.append(header[5:].strip().decode())
        page = self.pages.get(request.split(" ")[1], Page(404, b"not here"))
        await peer.send(page.raw or _written(page))


def _written(page: Page) -> bytes:
    headers = {"Content-Type": "text/plain", **page.headers}
    if page.chunked:
        body = (
            b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (page.body[:5], page.body[5:]) if part)
            + b"0\r\n\r\n"
        )
        headers["Transfer-Encoding"] = "chunked"
    else:
        body = page.body
        headers["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {page.status} Status\r\n{head}\r\n".encode() + body
