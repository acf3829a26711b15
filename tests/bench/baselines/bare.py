"""The least a Python server can do: one body from memory for every request, no framework."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path

Message = MutableMapping[str, object]

_BODY = Path(os.environ["BENCH_PAGE"]).read_bytes()
_START: Message = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", os.environ["BENCH_TYPE"].encode()), (b"content-length", str(len(_BODY)).encode())],
}
_END: Message = {"type": "http.response.body", "body": _BODY}


async def application(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    if scope["type"] == "lifespan":
        while True:
            kind = (await receive())["type"]
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return
    await send(_START)
    await send(_END)
