"""The causes without evidence, under "What could go wrong at this step".

Each is rendered once for all walks and this walk's texts are put in; where nobody tried any and no text looks anything
up, the whole section is kept for as long as its article's tips stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from app.actions.read_run import Run
from app.web.spoken import say
from app.web.walk.causes import CauseView, causes_of
from app.web.walk.letters import Letter, mark
from app.web.walk.pages import Pages
from app.web.walk.stay import Stay

_SECTION = '<section class="causes" aria-labelledby="causes-title">\n<h2 id="causes-title">%s</h2>\n%s</section>\n'


def others_of(pages: Pages, run: Run, causes: Sequence[CauseView], form: str) -> Markup:
    """The section as HTML; nothing where there are none. Its buttons belong to the form with the id `form`."""
    if not causes:
        return Markup("")
    parts = [_cause(pages, run, cause, form) for cause in causes]
    title = escape(say(run.article.lang, "What could go wrong at this step"))
    return Markup(_SECTION % (title, "".join(parts)))  # noqa: S704 (from our own template)


def others_at(pages: Pages, stay: Stay, form: str) -> bytes:
    """The same for a step where no cause is promoted, as it is sent."""
    run, tips = stay.run, pages.tips.generation(stay.run)
    kept, key = run.entry.fragments, ("others", run.article.lang, stay.step.id, form)
    found = kept.get(key) if not stay.visit.tried else None
    if isinstance(found, _Kept) and found.tips == tips:
        return found.html
    _, causes = causes_of(run.article, stay.step, stay.visit, stay.texts, (), kept)
    html = others_of(pages, run, causes, form).encode()
    if all(cause.fixed and not cause.outcome for cause in causes):
        kept[key] = _Kept(tips, html)
    return html


class _Kept:
    """A section, and the state of the article's tips that it shows."""

    __slots__ = ("html", "tips")

    def __init__(self, tips: int, html: bytes) -> None:
        self.tips, self.html = tips, html


def _cause(pages: Pages, run: Run, cause: CauseView, form: str) -> str:
    tips, kept, lang = pages.tips.link(run, cause.id), run.entry.fragments, run.article.lang
    if cause.outcome:
        return pages.render("walk/_cause.html", cause=replace(cause, tips=tips), form=form, lang=lang)
    key = ("cause letter", lang, cause.id, form)
    letter = kept.get(key)
    if not isinstance(letter, Letter):
        blank = replace(cause, title=mark("title"), body=mark("body"), tips=mark("tips"))
        letter = kept[key] = Letter(pages.render("walk/_cause.html", cause=blank, form=form, lang=lang))
    return letter.filled({"title": cause.title, "body": cause.body, "tips": tips})
