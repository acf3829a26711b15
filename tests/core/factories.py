"""Articles and checks for tests of the core: small, whole, and made from text as authors write it."""

from __future__ import annotations

from textwrap import dedent

from pydantic import BaseModel

from app.core.article import Article, Bundle
from app.core.checking import Declaration, Outcome
from app.core.parse import parse


class DomainParams(BaseModel):
    domain: str
    sender: str | None = None


class HostsParams(BaseModel):
    hosts: list[str]


CHECKS = {
    "look.up": Declaration(
        "look.up",
        "Look-up",
        "Finds hosts.",
        DomainParams,
        {"hosts": "texts", "count": "number"},
        (
            Outcome("found", "pass", "There are hosts.", example={"hosts": ["a.example", "b.example"], "count": 2.0}),
            Outcome("odd", "warn", "There are odd hosts.", example={"hosts": ["a.example"], "count": 1.0}),
            Outcome("none", "fail", "There are none.", example={"count": 0.0}),
        ),
    ),
    "reach.all": Declaration(
        "reach.all",
        "Reach",
        "Connects to hosts.",
        HostsParams,
        {"ms": "number"},
        (
            Outcome("open", "pass", "They answer.", example={"ms": 4.0}),
            Outcome("closed", "fail", "They do not answer."),
        ),
    ),
}

HEAD = """\
---
format: 1
id: test
title: Test
{front}
---
"""


def text_of(body: str, front: str = "") -> str:
    return HEAD.format(front=dedent(front).strip()) + dedent(body)


def article_of(body: str, front: str = "", **files: str) -> Article:
    """The article with this body and front matter; fails the test where it cannot be parsed."""
    named = {name.replace("__", "/") + ".md": dedent(text) for name, text in files.items()}
    parsed = parse(Bundle("test.md", {"test.md": text_of(body, front), **named}))
    errors = [p for p in parsed.problems if p.severity == "error"]
    assert parsed.article is not None and not errors, errors
    return parsed.article
