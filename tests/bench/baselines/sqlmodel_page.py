"""How most would write such a page: a `def` route, one SQLModel entity from SQLite, Jinja2 rendering all of it.

The page is a list of causes with comments under them, as large as the page it is compared with.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import HTMLResponse
from jinja2 import Environment, select_autoescape
from sqlalchemy import create_engine
from sqlmodel import Field, Session, SQLModel

_SIZE = int(os.environ["BENCH_SIZE"])
_DATABASE = Path(os.environ["BENCH_DATABASE"])
_DATABASE.unlink(missing_ok=True)
_ENGINE = create_engine(f"sqlite:///{_DATABASE}", connect_args={"check_same_thread": False}, pool_size=8)


class Walk(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    state: str


@dataclass(frozen=True)
class Comment:
    author: str
    when: str
    text: str
    votes: int


@dataclass(frozen=True)
class Cause:
    id: str
    title: str
    text: str
    likely: float
    cost: int
    comments: tuple[Comment, ...]


_PAGE = """
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ walk.title }}</title></head><body>
<main><h1>{{ walk.title }}</h1>
<ol>{% for step in state.path %}<li><a href="/walk/{{ walk.id }}/{{ step }}">{{ step }}</a></li>{% endfor %}</ol>
{% for cause in causes %}
<details{% if loop.first %} open{% endif %}><summary id="{{ cause.id }}">{{ cause.title }}</summary>
<p>{{ cause.text }}</p>
<p>{{ "often" if cause.likely > 0.3 else "rarely" }}, {{ cause.cost }} minutes</p>
<ul>{% for comment in cause.comments %}
<li><b>{{ comment.author }}</b> <time>{{ comment.when }}</time>
<p>{{ comment.text }}</p><p>{{ comment.votes }} found this useful</p></li>
{% endfor %}</ul></details>
{% endfor %}
</main></body></html>
"""
_JINJA = Environment(autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)
_TEMPLATE = _JINJA.from_string(_PAGE)


_STATE = {"path": ["resolve", "connect", "greet"]}
_TEXT = 'The sender\'s server meets a closed port & tries the next host, "later" and later again. '


def _causes(size: int) -> list[Cause]:
    """As many causes as make a page of `size` bytes, the last one stretched to fit."""
    comments = tuple(Comment(f"Visitor {n}", "2026-04-05", _TEXT, n) for n in range(4))
    causes: list[Cause] = []
    while _rendered(causes) < size:
        n = len(causes)
        causes.append(Cause(f"cause-{n}", f"Cause number {n}", _TEXT * 2, n / 100, n, comments))
    last = causes.pop()
    missing = max(0, size - _rendered(causes))
    return [*causes, replace(last, comments=(), text=("x" * 9 + " ") * (missing // 10))]


def _rendered(causes: list[Cause]) -> int:
    return len(_TEMPLATE.render(walk=Walk(id=1, title="A walk", state=""), state=_STATE, causes=causes))


_CAUSES = _causes(_SIZE)


def _session() -> Iterator[Session]:
    with Session(_ENGINE) as session:
        yield session


SQLModel.metadata.create_all(_ENGINE)
with Session(_ENGINE) as _first:
    _first.add(Walk(id=1, title="A walk", state=json.dumps(_STATE)))
    _first.commit()

application = FastAPI()


@application.get("/", response_class=HTMLResponse)
def page(session: Session = Depends(_session)) -> str:
    walk = session.get(Walk, 1)
    if walk is None:
        raise HTTPException(404)
    return _TEMPLATE.render(walk=walk, state=json.loads(walk.state), causes=_CAUSES)
