"""From errors to answers: the only place that knows HTTP status codes.

People get a page in the design of the site that says what happened and what to do next; `/api/` gets
`application/problem+json` (RFC 9457). Nothing of a traceback is ever shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from app.core.errors import (
    BadInput,
    Conflict,
    Gone,
    LimitReached,
    NotAllowed,
    NotFound,
    StoreUnavailable,
    UnsnagError,
    WrongUse,
)
from app.web import security
from app.web.languages import choose_language
from app.web.phrases import wait_words
from app.web.spoken.german_errors import GERMAN_ERRORS
from app.web.spoken.reasons import reason_in, reasons_in
from app.web.templates import page

log = structlog.get_logger("unsnag.web")

STATUS: tuple[tuple[type[UnsnagError], int], ...] = (
    (NotFound, 404),
    (Gone, 410),
    (Conflict, 409),
    (NotAllowed, 403),
    (LimitReached, 429),
    (StoreUnavailable, 503),
    (BadInput, 422),
    (WrongUse, 422),
    (UnsnagError, 500),
)


@dataclass(frozen=True, slots=True)
class Saying:
    """What a page says: `title`, `happened`, and `next`, which is what to do."""

    title: str
    happened: str
    next: str


SAYINGS: Mapping[int, Saying] = {
    403: Saying(
        "This did not come from our page",
        "Your browser says that the request was started on another site, so we did nothing.",
        "Open the page here and press the button again.",
    ),
    404: Saying(
        "There is no page at this address",
        "It may have moved, or a letter of the address was lost on the way.",
        "Search for what you are looking for, or begin with the list of articles.",
    ),
    405: Saying(
        "This address works only from its form",
        "It was opened in a way it does not answer to.",
        "Go back to the page with the button and use that.",
    ),
    409: Saying(
        "Something changed meanwhile",
        "The page you answered is no longer where the walk stands, perhaps because of a second tab.",
        "Go back and load the page anew. Nothing you gave was lost.",
    ),
    410: Saying(
        "This is no longer here",
        "It was here once and was taken away, or its time ran out.",
        "Start again from the article; the list of articles leads there.",
    ),
    413: Saying(
        "That is too long", "What was sent is longer than we take.", "Go back, shorten it, and send it once more."
    ),
    415: Saying(
        "We cannot read that kind of answer",
        "It was not sent the way our forms send it.",
        "Go back to the form and use its button.",
    ),
    422: Saying(
        "Something in the form needs another look",
        "We could not take what was given.",
        "Go back, change it, and send it once more.",
    ),
    429: Saying(
        "That was a lot at once",
        "Checks and forms are limited, so that nobody can use this site against others.",
        "Wait a moment and try again.",
    ),
    500: Saying(
        "Something broke on our side",
        "It is not your doing, and what you gave so far is kept.",
        "Try once more in a minute. If it stays, tell support what you were doing.",
    ),
    503: Saying(
        "We cannot reach our own records just now",
        "The articles can still be read. Walks and searching have to wait until the database answers again.",
        "Try once more in a minute. A walk you had begun is kept.",
    ),
}
SPOKEN: Mapping[str, Mapping[str, str]] = {"en": {}, "de": GERMAN_ERRORS}
RETRY_503 = 30  # seconds
PASSING = (429, 500, 503)  # what may be over when the same is asked for again
AWAY = "The database does not answer."
GO_ON = "You can go on in {time}: go back then, and try again."


def status_of(error: UnsnagError) -> int:
    return next(status for kind, status in STATUS if isinstance(error, kind))


def install(app: FastAPI) -> None:
    """Registers the handlers. Starlette calls the one nearest to the error's class."""
    app.add_exception_handler(UnsnagError, _unsnag)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    for kind in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(kind, _offline)
    app.add_exception_handler(ClientDisconnect, _left)
    app.add_exception_handler(Exception, _unexpected)


def answer(
    request: Request,
    status: int,
    *,
    id: str,
    detail: str = "",
    fields: Mapping[str, str] | None = None,
    wait: int = 0,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer for `status`, as problem+json under `/api/` and as a page elsewhere. `wait` is in seconds."""
    saying = SAYINGS.get(status) or SAYINGS[500 if status >= 500 else 422]
    sent = {"cache-control": "no-store", **({"retry-after": str(wait)} if wait else {}), **(headers or {})}
    if request.url.path.startswith("/api/"):
        problem: dict[str, object] = {
            "type": f"/problems/{id}",
            "title": saying.title,
            "status": status,
            "detail": detail or saying.happened,
        }
        if fields:
            problem["fields"] = dict(fields)
        return JSONResponse(problem, status, sent, media_type="application/problem+json")
    response = _page(request, status, saying, detail, fields or {}, wait, sent)
    if request.headers.get("hx-request") == "true":
        # Error bodies are swapped too, so whatever was the target, the fragment goes where a page's content belongs.
        response.headers["hx-retarget"] = "#page"
        response.headers["hx-reswap"] = "innerHTML"
    return response


def _page(
    request: Request,
    status: int,
    saying: Saying,
    detail: str,
    fields: Mapping[str, str],
    wait: int,
    headers: dict[str, str],
) -> Response:
    """The page in the language that the browser asks for. What only English says is marked as such, or left out where
    the page says it already."""
    lang = choose_language(SPOKEN, "", request.headers.get("accept-language", ""))
    words = SPOKEN[lang]
    told = Saying(*(words.get(text, text) for text in (saying.title, saying.happened, saying.next)))
    if wait and status == 429:
        told = replace(told, next=words.get(GO_ON, GO_ON).format(time=wait_words(wait, lang)))
    said = reason_in(lang, detail)
    spoken = lang == "en" or said != detail
    known = spoken or status in (404, 410)
    lead, more = (said if spoken else "") or told.happened, "" if known else detail
    if status == 503:  # what goes on and what waits is of more use than that it does not answer
        lead, more = told.happened, "" if detail == AWAY else detail
    response = page(
        request,
        "error.html",
        status=status,
        headers=headers,
        lang=lang,
        code=status,
        saying=told,
        lead=lead,
        detail=more,
        fields=reasons_in(lang, fields),
        again=_address(request) if request.method == "GET" and status in PASSING else "",
        searching=status != 503,
        noindex=True,
    )
    response.headers.append("vary", "Accept-Language")
    return response


def _address(request: Request) -> str:
    """Where the visitor is, on this site."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def refuse(scope: Scope, receive: Receive, send: Send, error: NotAllowed) -> None:
    """What `Security` answers a forged request with."""
    response = answer(Request(scope, receive), status_of(error), id=error.id, detail=error.message)
    await response(scope, receive, send)


def _unsnag(request: Request, error: Exception) -> Response:
    assert isinstance(error, UnsnagError)
    status = status_of(error)
    if status >= 500:
        log.error("error", id=error.id, path=_where(request), exc_info=error)
    wait = error.retry_after if isinstance(error, LimitReached) else RETRY_503 if status == 503 else 0
    fields = error.fields if isinstance(error, BadInput) else None
    return answer(request, status, id=error.id, detail=error.message, fields=fields, wait=wait)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    plain = error.detail if error.status_code not in (404, 405) else ""
    return answer(request, error.status_code, id=f"http-{error.status_code}", detail=plain, headers=error.headers)


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = {".".join(str(part) for part in item["loc"][1:]): str(item["msg"]) for item in error.errors()}
    unreadable = any(item["type"] == "json_invalid" for item in error.errors())
    return answer(
        request,
        400 if unreadable else 422,
        id="bad-json" if unreadable else BadInput.id,
        detail="The body is not JSON." if unreadable else "Something given cannot be taken.",
        fields=None if unreadable else fields,
    )


def _offline(request: Request, error: Exception) -> Response:
    log.error("database does not answer", path=_where(request), error=str(error).partition("\n")[0])
    return answer(request, 503, id=StoreUnavailable.id, wait=RETRY_503)


def _left(request: Request, error: Exception) -> Response:
    """Whoever stops in the middle of a form gets no answer, and is no fault of ours that belongs into the log."""
    return Response(status_code=400)


def _where(request: Request) -> str:
    """The path as the log may have it: a walk's token opens the walk to whoever reads it."""
    token = request.path_params.get("token")
    return request.url.path.replace(token, "{token}") if token else request.url.path


def _unexpected(request: Request, error: Exception) -> Response:
    """Starlette's outermost layer sends this, outside `Security`, and then raises the error for the server's log."""
    response = answer(request, 500, id=UnsnagError.id)
    response.raw_headers = security.complete(response.raw_headers, security.headers_for(request.url.path))
    return response
