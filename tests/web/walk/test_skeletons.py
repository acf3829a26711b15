"""A page filled from a kept skeleton is, to the letter, the page that would have been rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.actions.read_run import read_run
from app.web.walk.pages import Pages
from app.web.walk.skeletons import filled, is_plain
from app.web.walk.steps import frame_of, others_of, tips_of
from app.web.walk.view import view_of
from tests.web.walk.site import visitor


@pytest.mark.parametrize(("at", "step"), [("mx", "mx"), ("last", "mx"), ("last", "last"), ("last", "kind")])
def test_filling_gives_what_rendering_gives(tmp_path: Path, at: str, step: str) -> None:
    someone = visitor(tmp_path)
    for _ in range(2):  # the second walk is filled from the first one's skeleton
        someone.reach(at)
        services, pages = someone.bench.services, someone.client.app.state.walk_pages  # type: ignore[attr-defined]
        assert isinstance(pages, Pages)
        run = read_run(services, someone.token)
        view = view_of(services, run, step, None)
        assert is_plain(view)
        frame = {**frame_of(run, services.today()), "tips": tips_of(pages, run, view)}
        others, trail = others_of(pages, run, view), pages.trail(view.trail)
        rendered = pages.part("walk/_step.html", "", v=view, others=others, trail=trail, **frame)
        assert filled(pages, run.row.version_id, "en", view, frame, others, trail) == rendered
        assert "\x1c" not in "".join(rendered)


def test_a_busy_page_is_rendered_by_itself(tmp_path: Path) -> None:
    someone = visitor(tmp_path)
    someone.bench.laboratory.says("dns.mx", "none")
    someone.reach("mx")
    services = someone.bench.services
    assert is_plain(view_of(services, read_run(services, someone.token), "mx", None))
    someone.press("Run all")
    assert not is_plain(view_of(services, read_run(services, someone.token), "mx", None))


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
