"""A page filled from a kept skeleton is, to the letter, the page that would have been rendered."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.requests import Request

from app.actions.read_run import Run, read_run
from app.actions.services import Services
from app.actions.start_run import start_run
from app.web.walk import steps
from app.web.walk.pages import Pages
from app.web.walk.skeletons import still_part
from tests.actions.factories import make_bench
from tests.actions.sample import MAIL
from tests.content.articles import CONTENT
from tests.web.walk.site import Visitor, visitor
from tests.web.walk.wandering import STILL, STILL_DE, wander

SHIPPED = {file.stem: file.read_text(encoding="utf-8") for file in CONTENT.glob("*.md")}


class Clerk:
    """Makes a step's page both ways."""

    def __init__(self, someone: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
        self.services: Services = someone.bench.services
        self.pages: Pages = someone.client.app.state.walk_pages  # type: ignore[attr-defined]
        self._request = Request({"type": "http", "app": someone.client.app})
        self._monkeypatch = monkeypatch

    def filled(self, run: Run, step: str | None, number: int | None = None) -> tuple[str, bytes, bytes] | None:
        return still_part(self.pages, self.services, run, step, number)

    def rendered(self, run: Run, step: str | None, number: int | None = None) -> tuple[str, bytes, bytes]:
        with self._monkeypatch.context() as patched:
            patched.setattr(steps, "still_part", lambda *_: None)
            return steps.step_part(self._request, self.services, run, step, number)


@pytest.mark.parametrize(("at", "step"), [("mx", "mx"), ("last", "mx"), ("last", "last"), ("last", None)])
def test_filling_gives_what_rendering_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str, step: str | None
) -> None:
    someone = visitor(tmp_path)
    clerk = Clerk(someone, monkeypatch)
    for _ in range(2):  # the second walk is filled from the first one's skeleton
        someone.reach(at)
        run = read_run(clerk.services, someone.token)
        filled = clerk.filled(run, step)
        assert filled == clerk.rendered(run, step)
        assert filled
        assert b"\x1c" not in filled[1] + filled[2]


@pytest.mark.parametrize("article", ["still", "mail", "inbound-email", "outbound-email"])
def test_every_page_of_many_walks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, article: str) -> None:
    texts = {"still": STILL, "still.de": STILL_DE, "mail": MAIL} if article in ("still", "mail") else SHIPPED
    someone = Visitor(make_bench(tmp_path, **texts))
    clerk, filled = Clerk(someone, monkeypatch), 0
    for seed in range(12):
        start = start_run(clerk.services, article, lang=("en", "de")[seed % 2])
        for state in wander(start, random.Random(seed)):
            run = replace(start, state=state)
            for place in [(None, None), *((visit.step, visit.number) for visit in state.visits[-3:])]:
                found = clerk.filled(run, *place)
                assert found is None or found == clerk.rendered(run, *place), place
                filled += found is not None
    assert filled > 100


def test_a_busy_page_is_rendered_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = visitor(tmp_path)
    clerk = Clerk(someone, monkeypatch)
    someone.bench.laboratory.says("dns.mx", "none")
    someone.reach("mx")
    assert clerk.filled(read_run(clerk.services, someone.token), "mx")
    someone.press("Run all")
    assert clerk.filled(read_run(clerk.services, someone.token), "mx") is None


def test_a_question_that_names_what_was_given_is_rendered_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    clerk = Clerk(someone, monkeypatch)
    assert clerk.filled(read_run(clerk.services, someone.token), "sent") is None


def test_two_walks_never_see_each_other(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.reach("mx")
    first = someone.token
    someone.start()
    someone.press("Continue", domain="other.example")
    page = someone.press("Continue", _answer="yes")
    assert page.h1 == "The sender looks up other.example"
    assert first not in page.html
    assert "example.com" not in page.html.replace("other.example", "").replace("maria@example", "")
