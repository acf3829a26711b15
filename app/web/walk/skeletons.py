"""A step's page without what is one walk's own: rendered once, then filled like a form letter.

Most pages of a step differ between walks only in addresses, in filled-in texts and in the trail. Such a page is
rendered with marks in their places, kept by everything else that it shows, and filled by plain replacement. What a
visitor is busy with (errors, open fields, findings, promoted causes) is rendered each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup, escape

from app.web.walk.pages import Pages, Part
from app.web.walk.view import StepView

# A mark cannot come from a visitor: control characters are refused in inputs and made visible in findings.
TOKEN, READ, HERE, ACTION, BACK, HEAD, TITLE, BODY, OTHERS, TRAIL = (
    Markup(f"\x1c{name}\x1c")  # noqa: S704 (marks of ours)
    for name in ("token", "read", "here", "action", "back", "head", "title", "body", "others", "trail")
)
WALKS = "/r/"


def is_plain(view: StepView) -> bool:
    """Whether all that is a walk's own on this page has a mark."""
    busy = view.fields or view.errors or view.promoted or view.notes or view.kind == "start"
    return not busy and not any(row.done for row in view.rows)


def filled(
    pages: Pages, version: int, lang: str, view: StepView, frame: Mapping[str, object], others: Markup, trail: Markup
) -> Part:
    """The page of a plain view (see `is_plain`), without its title."""
    inside = view.back.startswith(WALKS)
    key = (
        *(version, lang, view.kind, view.step, view.visit, view.attempt, view.looking_back, inside),
        *(view.rows, view.question, view.recommended, view.end, view.queue, view.merged),
        *(view.body is None, bool(view.others)),
    )
    skeleton = pages.skeleton(key)
    if skeleton is None:
        back = f"{WALKS}{BACK}" if inside else str(BACK)
        marked = replace(view, action=str(ACTION), back=back, title=TITLE, body=view.body and BODY, trail=())
        marks = {**frame, "token": TOKEN, "read_token": READ, "here": HERE, "article_title": HEAD}
        skeleton = pages.part("walk/_step.html", "", v=marked, others=OTHERS, trail=TRAIL, **marks)
        pages.keep_skeleton(key, skeleton)
    back = view.back.removeprefix(WALKS) if inside else view.back
    values = (
        (TOKEN, frame["token"]),
        (READ, frame["read_token"]),
        (HERE, frame["here"]),
        (ACTION, view.action),
        (BACK, back),
        (HEAD, frame["article_title"]),
        (TITLE, view.title),
        (BODY, view.body or ""),
        (OTHERS, others),
        (TRAIL, trail),
    )
    _, before, main = skeleton
    for mark, value in values:
        text = str(escape(value))
        before, main = before.replace(mark, text), main.replace(mark, text)
    return "", before, main
