"""Forms that hold a pasted message: as much of it is taken as its check reads; all else has its usual bounds.

Only a step, or the ladder, of an article that has such an input takes a long form, and few of them at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.actions.read_run import read_run
from app.actions.services import Services
from app.core.article import Article, Param, Ref
from app.core.errors import LimitReached
from app.core.inputs import MAX_TEXT
from app.web.bodies import LARGEST, Fields, read_fields

PASTED: Final = {("mail.bounce", "text"), ("mail.headers", "text")}  # parameters that are pasted texts
LONGEST: Final = 3 * MAX_TEXT + LARGEST  # bytes of a form; a sign that is escaped takes three
AT_ONCE = 4  # long forms that one worker reads at a time, some 2 MB each
SECONDS: Final = 60.0  # a slow telephone sends 256 KiB in half of that


async def read_form(request: Request) -> Fields:
    """The fields of a walk's form. Raises as `read_fields` does, and LimitReached where too many are read."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) <= LARGEST:
        return await read_fields(request)
    pasted = await run_in_threadpool(_pasted_in_walk, request)
    if not pasted or int(length) > LONGEST:
        return await read_fields(request)  # which refuses it
    with ROOM.place():
        try:
            async with asyncio.timeout(SECONDS):
                fields = await read_fields(request, LONGEST)
        except TimeoutError as late:
            raise HTTPException(408, "The form took too long to come. Send it again.") from late
    if sum(len(value) for name, sent in fields.items() if name not in pasted for value in sent) > LARGEST:
        raise HTTPException(413, "That is too long. Shorten it and send it again.")
    return fields


def pasted_inputs(article: Article) -> frozenset[str]:
    """The article's inputs that a check takes as a pasted message."""
    found: set[str] = set()
    for step in article.steps.values():
        for call in step.checks:
            for name, param in call.params.items():
                if (call.run, name) in PASTED:
                    found |= {source} if (source := _source(article, step.scope, param)) else set()
    return frozenset(found)


def _source(article: Article, scope: str, param: Param | None) -> str | None:
    """The input that a parameter stands for, through the parameters of fragments."""
    where = article.scopes[scope]
    while isinstance(param, Ref):
        if where.parent is None:
            return param.path if param.path in article.inputs else None
        param, where = where.params.get(param.path), article.scopes[where.parent]
    return None


def _pasted_in_walk(request: Request) -> frozenset[str]:
    services: Services = request.app.state.services
    return pasted_inputs(read_run(services, request.path_params["token"]).article)


class Room:
    """Counts what is read at once; only the event loop's thread asks."""

    def __init__(self) -> None:
        self.taken = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """For as long as one form is read. Raises LimitReached where all places are taken."""
        if self.taken >= AT_ONCE:
            raise LimitReached("Several long texts come in just now. Send it again in a moment.", retry_after=5)
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1


ROOM = Room()
