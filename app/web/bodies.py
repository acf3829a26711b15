"""Reading what was posted, within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

LARGEST = 65_536  # bytes; longer are only forms with a pasted message: see `walk/pasted.py`
MOST_FIELDS = 500
FORM = "application/x-www-form-urlencoded"

Fields = Mapping[str, list[str]]


async def read_body(request: Request, largest: int = LARGEST) -> bytes:
    """The whole body. Raises HTTPException 413 as soon as it is longer than `largest` bytes."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > largest:
        raise _too_long(largest)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise _too_long(largest)
    return bytes(body)


async def read_fields(request: Request, largest: int = LARGEST) -> Fields:
    """The fields of a form as a browser sends them without files, each with all its values.

    Raises HTTPException 413, 415 where the body is something else, 422 where there are too many fields.
    """
    kind = request.headers.get("content-type", FORM).partition(";")[0].strip().lower()
    body = await read_body(request, largest)
    if body and kind != FORM:
        raise HTTPException(415, "Send the form as a browser does.")
    try:
        return fields_in(body)
    except ValueError as problem:
        raise HTTPException(422, "The form has too many fields.") from problem


def fields_in(body: bytes) -> Fields:
    """The fields of an urlencoded form. Raises ValueError where there are too many."""
    text = body.decode("utf-8", "replace")
    return parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")


def _too_long(largest: int) -> HTTPException:
    return HTTPException(413, f"That is longer than {largest // 1024} KiB. Shorten it and send it again.")
