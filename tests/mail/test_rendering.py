"""Templates: every one can be filled in, escapes in HTML only, and refuses to leave with a hole."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from app.mail import rendering

VALUES: dict[str, object] = {
    "site": "Help & Rat",
    "base": "https://help.example.com",
    "article": "Mail <does> not arrive",
    "where": "The MX record",
    "name": "Ada <b>\nBcc: x",
    "text": "I tried <script>alert(1)</script> & it\n---\nworked",
    "reasons": ["It has 4 links."],
    "publish": "https://help.example.com/comments/l/p",
    "reject": "https://help.example.com/comments/l/r",
    "spam": "https://help.example.com/comments/l/s",
    "link": "https://help.example.com/comments/l/x",
    "permalink": "https://help.example.com/comments/7",
    "unsubscribe": "https://help.example.com/comments/l/u",
    "days": 7,
    "hours": 24,
    "last": True,
    "number": 3,
    "note": "It was <this>.",
}


@pytest.mark.parametrize("name", sorted(path.stem for path in rendering.FOLDER.glob("*.txt")))
def test_every_template_is_a_whole_mail(name: str) -> None:
    words = rendering.render(name, VALUES)
    assert words.subject
    assert "\n" not in words.subject
    assert words.html.startswith("<!doctype html>")
    assert "<script>" not in words.html
    assert "Help &amp; Rat" in words.html
    assert "&lt;" not in words.text
    for address in ("p", "r", "s", "x", "u"):
        link = f"https://help.example.com/comments/l/{address}"
        assert (link in words.text) == (link in words.html)


@pytest.mark.parametrize("name", ["held", "reply", "fixed"])
def test_what_was_written_is_in_the_text_as_it_was_written(name: str) -> None:
    assert str(VALUES["text"]) in rendering.render(name, VALUES).text


def test_a_mail_with_a_hole_in_it_does_not_leave() -> None:
    with pytest.raises(UndefinedError):
        rendering.render("reply", {name: value for name, value in VALUES.items() if name != "unsubscribe"})
