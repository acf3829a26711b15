"""Walks for the load: one is walked through the product's own forms and written down, then copied in the database."""

from __future__ import annotations

import re
import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from tests.bench.forms import Form, forms
from tests.bench.load import Post
from tests.bench.servers import Server

_GIVEN = {"domain": "example.com", "mode": "hybrid"}
_ANSWERS = ("yes", "unsure")  # the option taken where a step asks
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Recording:
    """A walk as its clicks: `pages[i]` is the page after `clicks[i]`; `{token}` stands for the walk's token."""

    clicks: tuple[Post, ...]
    pages: tuple[str, ...]

    def posts(self, token: str) -> list[Post]:
        return [(path.replace("{token}", token), body.replace("{token}", token)) for path, body in self.clicks]


def start(server: Server, article: str) -> tuple[str, str]:
    """Start a walk as the button on the article does: its token, and the address it leads to."""
    status, _, headers = server.send("POST", f"/a/{article}/start", "", _FORM)
    if status != 303:
        raise RuntimeError(f"starting {article} answered {status}")
    location = re.sub(r"^https?://[^/]+", "", headers["location"])
    match = re.match(r"/r/([^/?#]+)", location)
    if match is None:
        raise RuntimeError(f"starting {article} led to {location}")
    return match.group(1), location


def begin(server: Server, article: str) -> str:
    """A walk whose inputs are given and that stands at its first step; its token."""
    token, location = start(server, article)
    page = _page(server, location)
    form = next((form for form in forms(page) if "domain" in form.names()), None)
    if form is None:
        raise RuntimeError("the first page asks for no domain")
    _send(server, form, form.body(_GIVEN, "Continue"))
    return token


def place(server: Server, token: str) -> str:
    """The address of the page a walk stands at, where `/r/{token}` may lead on to `/r/{token}/{step}`."""
    status, _, headers = server.get(f"/r/{token}")
    return re.sub(r"^https?://[^/]+", "", headers["location"]) if status in (302, 303, 307) else f"/r/{token}"


def record(server: Server, token: str, most: int = 20) -> Recording:
    """Go on from where the walk stands to its end by Continue and answers, without running a check."""
    clicks: list[Post] = []
    pages: list[str] = []
    page = _page(server, f"/r/{token}")
    for _ in range(most):
        form = _onward(page)
        if form is None:
            return Recording(tuple(clicks), tuple(pages))
        answer = next((a for a in _ANSWERS for offered in form.choices.values() if a in offered), "")
        body = form.body({name: answer for name, offered in form.choices.items() if answer in offered}, "Continue")
        location, page = _send(server, form, body)
        clicks.append((form.action.replace(token, "{token}"), body.replace(token, "{token}")))
        pages.append(location.replace(token, "{token}"))
    raise RuntimeError("the walk does not come to an end")


def copies(database: Path, token: str, count: int) -> list[str]:
    """Copy a walk with its events `count` times; the tokens of the copies. The server may be running."""
    made = [secrets.token_urlsafe(16) for _ in range(count)]
    with sqlite3.connect(database, timeout=30) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(run)")]
        fresh = {"id": "?", "token": "?", "read_token": "?"}
        chosen = ", ".join(fresh.get(column, column) for column in columns)
        (first, original) = connection.execute(
            "SELECT (SELECT max(id) FROM run), id FROM run WHERE token = ?", [token]
        ).fetchone()
        order = [column for column in columns if column in fresh]
        values = [
            {"id": first + n, "token": made[n - 1], "read_token": secrets.token_urlsafe(16)}
            for n in range(1, count + 1)
        ]
        statement = f"INSERT INTO run ({', '.join(columns)}) SELECT {chosen} FROM run WHERE id = ?"
        connection.executemany(statement, [[*(value[name] for name in order), original] for value in values])
        columns = [row[1] for row in connection.execute("PRAGMA table_info(run_event)")]
        chosen = ", ".join("?" if column == "run_id" else column for column in columns)
        statement = f"INSERT INTO run_event ({', '.join(columns)}) SELECT {chosen} FROM run_event WHERE run_id = ?"
        connection.executemany(statement, [[value["id"], original] for value in values])
    connection.close()
    return made


def _onward(page: str) -> Form | None:
    for form in forms(page):
        if form.method == "POST" and any(words == "Continue" for _, _, words in form.buttons):
            return form
    return None


def _page(server: Server, path: str) -> str:
    status, body, headers = server.get(path)
    if status in (302, 303, 307):
        return _page(server, re.sub(r"^https?://[^/]+", "", headers["location"]))
    if status != 200:
        raise RuntimeError(f"GET {path} answered {status}: {body[:300]!r}")
    return body.decode()


def _send(server: Server, form: Form, body: str) -> tuple[str, str]:
    status, text, headers = server.send(form.method, form.action, body, _FORM)
    if status == 303:
        location = re.sub(r"^https?://[^/]+", "", headers["location"])
        return location, _page(server, location)
    raise RuntimeError(f"{form.method} {form.action} {body} answered {status}: {text[:300]!r}")
