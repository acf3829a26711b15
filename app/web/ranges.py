"""A part of a body, for players that ask for sound in ranges (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

_ONE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def part_of(request: Request, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """The whole body, or the one range that was asked for; 416 where it begins behind the end."""
    sent = {**headers, "accept-ranges": "bytes"}
    wanted = _ONE.fullmatch(request.headers.get("range", ""))
    if wanted is None or not any(wanted.groups()):  # several ranges may be answered with everything
        return Response(body, media_type=media_type, headers=sent)
    first, last = wanted.groups()
    start = int(first) if first else max(len(body) - int(last), 0)
    end = min(int(last), len(body) - 1) if first and last else len(body) - 1
    if start > end:
        return Response(status_code=416, headers={**sent, "content-range": f"bytes */{len(body)}"})
    sent["content-range"] = f"bytes {start}-{end}/{len(body)}"
    return Response(body[start : end + 1], 206, sent, media_type)
