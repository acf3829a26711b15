"""Static files, kept in memory: addressed by a hash of their content, compressed once, cached for ever by browsers.

`/static/{hash}/css/unsnag.css` may be cached for a year, since another content has another hash. The same path with
a hash that is out of date still answers, with the content of now and no such promise, so that a page loaded just
before an update keeps its looks. Comments and indents of our styles and scripts stay on the server, except in
development: they would be a tenth of what a first visit fetches of them.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import Receive, Scope, Send

from app.web.encodings import Bodies, choose, compressible

PREFIX = "/static"
FOREVER = b"public, max-age=31536000, immutable"
BRIEFLY = b"public, max-age=60"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}

_COMMENTS = {
    ".css": re.compile(rb"\s*/\*.*?\*/|(?<=\n)\s+", re.S),
    ".js": re.compile(rb"(?<=\n)\s*//.*\n|^//.*\n"),  # whole lines: what looks like one elsewhere may be in quotes
}
_REFERENCE = re.compile(r'url\("\.\./([^"]+)"\)')  # `url("../fonts/…")` in a style sheet


@dataclass(slots=True)
class Asset:
    """One file: its bytes, their hash, and its compressed forms, made when first asked for."""

    body: bytes
    digest: str
    media_type: str
    modified: float
    bodies: Bodies = field(init=False)

    def __post_init__(self) -> None:
        self.bodies = Bodies(self.body, compress=compressible(self.media_type))


class Assets:
    """Every file under `folder` by its path with `/`; in development a changed file is read again."""

    def __init__(self, folder: Path, *, dev: bool = False) -> None:
        self._folder = folder.resolve()
        self._dev = dev
        files = sorted(path for path in self._folder.rglob("*") if path.is_file())
        self._assets: dict[str, Asset] = {}
        for path in sorted(files, key=lambda file: file.suffix == ".css"):  # style sheets name the others
            self._assets[path.relative_to(self._folder).as_posix()] = self._read(path)

    def url(self, path: str) -> str:
        """The address of `css/unsnag.css`. Raises KeyError for a file that is not there, so a typo is found at once."""
        asset = self._find(path)
        if asset is None:
            raise KeyError(path)
        return f"{PREFIX}/{asset.digest}/{path}"

    def _find(self, path: str) -> Asset | None:
        asset = self._assets.get(path)
        if not self._dev:
            return asset
        file = self._folder / path
        if asset is not None and file.is_file() and file.stat().st_mtime != asset.modified:
            asset = self._assets[path] = self._read(file)
        return asset

    def _read(self, path: Path) -> Asset:
        body = path.read_bytes()
        if path.suffix == ".css":
            body = _REFERENCE.sub(lambda match: f'url("{self.url(match[1])}")', body.decode()).encode()
        if not self._dev and "vendor" not in path.parts:
            body = _without_comments(body, path.suffix)
        media_type = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return Asset(body, hashlib.sha256(body).hexdigest()[:12], media_type, path.stat().st_mtime)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI: mounted at `/static`. Only files known by name are served, so no path can lead elsewhere."""
        digest, _, path = str(scope["path"]).removeprefix(PREFIX).lstrip("/").partition("/")
        asset = self._find(path)
        if asset is None or scope["method"] not in ("GET", "HEAD"):
            await _send(send, 404, [(b"content-type", b"text/plain")], b"There is no such file.")
            return
        headers = dict(scope["headers"])
        encoding, body = choose(headers.get(b"accept-encoding", b""), asset.bodies)
        etag = f'"{asset.digest}-{encoding}"'.encode()
        fields = [
            (b"content-type", asset.media_type.encode()),
            (b"cache-control", FOREVER if digest == asset.digest else BRIEFLY),
            (b"etag", etag),
            (b"vary", b"accept-encoding"),
        ]
        if headers.get(b"if-none-match") == etag:
            await _send(send, 304, fields, b"")
            return
        if encoding != "identity":
            fields.append((b"content-encoding", encoding.encode()))
        fields.append((b"content-length", str(len(body)).encode()))
        await _send(send, 200, fields, b"" if scope["method"] == "HEAD" else body)


def _without_comments(body: bytes, suffix: str) -> bytes:
    comment = _COMMENTS.get(suffix)
    return comment.sub(b"", body) if comment else body


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
