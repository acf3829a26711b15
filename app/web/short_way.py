"""What the short ways past the routes have in common: reading a form, and handing it on to the routes unread.

Only the ordinary case is answered on a short way. Whatever is not goes on to the routes as if nothing had been asked:
an action that raises has written nothing, and a form that is sent twice counts once (docs/decisions/0015).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Send

from app.web.bodies import FORM, Fields, fields_in, read_body
from app.web.metrics import count_answer
from app.web.security import forged

T = TypeVar("T")
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]  # status, headers, body


async def read_form(request: Request, receive: Receive, base_url: str, largest: int) -> tuple[Fields | None, Receive]:
    """The fields of a form as browsers post it, None for anything else or from elsewhere; and a `receive` as before."""
    headers = request.headers
    length, kind = headers.get("content-length", ""), headers.get("content-type", "").partition(";")[0]
    if not length.isdigit() or int(length) > largest or kind != FORM:
        return None, receive
    if forged("POST", headers, base_url):
        return None, receive
    try:
        body = await read_body(request, largest)
    except ClientDisconnect:
        return None, receive  # which says so once more, to the routes
    try:
        return fields_in(body), _again(body, receive)
    except ValueError:
        return None, _again(body, receive)


def unless_refused(work: Callable[[], T]) -> T | None:
    """What `work` answers; None where it raises, since the routes meet it again and know how to tell people."""
    try:
        return work()
    except Exception:
        return None


async def send_answer(send: Send, answer: Answer) -> None:
    """Sends it whole, and counts it."""
    status, headers, body = answer
    count_answer(status)
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


def _again(body: bytes, receive: Receive) -> Receive:
    """`receive` with a body that was read already put back."""
    kept: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return kept.pop() if kept else await receive()

    return receive_again
