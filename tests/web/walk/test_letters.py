"""Form letters give what the templates give."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from markupsafe import Markup

from app.web.walk.letters import Letter, mark
from app.web.walk.trail import TrailRow
from app.web.walk.trail_letters import TrailLetters
from tests.web.walk.site import visitor


def test_places_are_filled_as_often_as_they_occur() -> None:
    letter = Letter(Markup("<p title='{0}'>{0} and {1}</p>").format(mark("one"), mark("two")))
    assert letter.filled({"one": "1", "two": "\x1cone\x1c"}) == "<p title='1'>1 and \x1cone\x1c</p>"
    assert letter.filled({"one": "", "two": "2", "three": "3"}) == "<p title=''> and 2</p>"
    assert Letter("plain").filled({}) == "plain"


@pytest.mark.parametrize("lang", ["en", "de", "fr"])
def test_the_trail_is_what_its_macro_renders(tmp_path: Path, lang: str) -> None:
    environment = visitor(tmp_path).client.app.state.templates.in_language(lang)  # type: ignore[attr-defined]
    macros, letters = environment.get_template("_components.html").module, TrailLetters(environment, lang)
    found = ("", "<b>25</b> & more", "The domain receives mail at mx.example.com.")
    rows = [
        TrailRow("Is it <so>?", answer, status, said if status else "", change, post)
        for answer, status, said, change, post in itertools.product(
            ("", "yes & no"), ("", "pass", "warn", "fail", "unknown"), found, ("", "/r/abc/mx?a=1&b=2"), (False, True)
        )
    ]
    for _ in range(2):
        assert letters.filled(rows) == macros.trail(rows)
    assert letters.filled([]) == macros.trail([]) == ""
