"""A step's page without what is one walk's own: rendered once, then filled like a form letter.

Most pages of a step differ between walks only in addresses, in filled-in texts and in the trail. Such a page is
rendered with marks in their places, kept by everything else that it shows, and filled by plain replacement. What a
visitor is busy with (errors, open fields, findings, promoted causes) is rendered each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup, escape

from app.web.walk.letters import Letter, mark
from app.web.walk.pages import Pages, Part
from app.web.walk.view import StepView

WALKS = "/r/"


def is_plain(view: StepView) -> bool:
    """Whether all that is a walk's own on this page has a mark."""
    busy = view.fields or view.errors or view.promoted or view.notes or view.kind == "start"
    return not busy and not view.proofs and not any(row.done for row in view.rows)


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
        skeleton = _made(pages, view, frame, inside)
        pages.keep_skeleton(key, skeleton)
    values: dict[str, str] = {
        "token": str(frame["token"]),
        "read_token": str(frame["read_token"]),
        "here": str(escape(frame["here"])),
        "action": str(escape(view.action)),
        "back": str(escape(view.back.removeprefix(WALKS) if inside else view.back)),
        "head": str(escape(frame["article_title"])),
        "title": view.title,
        "body": view.body or "",
        "others": others,
        "trail": trail,
        "tips": str(frame["tips"]),
    }
    before, main = skeleton
    return "", before.filled(values), main.filled(values)


def _made(pages: Pages, view: StepView, frame: Mapping[str, object], inside: bool) -> tuple[Letter, Letter]:
    back = f"{WALKS}{mark('back')}" if inside else str(mark("back"))
    body = None if view.body is None else mark("body")
    marked = replace(view, action=str(mark("action")), back=back, title=mark("title"), body=body, trail=())
    marks = {name: mark(name) for name in ("token", "read_token", "here", "tips")}
    context = {**frame, **marks, "article_title": mark("head"), "others": mark("others"), "trail": mark("trail")}
    _, before, main = pages.part("walk/_step.html", "", v=marked, **context)
    return Letter(before), Letter(main)
