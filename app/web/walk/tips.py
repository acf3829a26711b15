"""How many tips readers left for a step or a cause, and the way to them.

Counts come from a dictionary in memory (`app/web/board.py`) and the link is a form letter, so a click does not notice.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from app.actions.read_run import Run
from app.web.board import Board
from app.web.spoken import speaker
from app.web.walk.view import StepView

_LINK = '<p class="tips-link"><a href="/a/{}/comments?anchor={}{}" hx-boost="false">{}<span>{}</span></a></p>'


class Tips:
    """Links to tips for the pages of walks. `writable` is whether the site takes new ones; `icon` is HTML."""

    def __init__(self, board: Board, icon: str, *, writable: bool) -> None:
        self._board, self._icon, self._writable = board, icon, writable

    def generation(self, run: Run) -> int:
        """Which state of the article's tips a page shows."""
        return self._board.generation(run.entry.article_id)

    def link(self, run: Run, anchor: str) -> Markup:
        """The link for a step or a cause; nothing where there are none and none can be written."""
        count = self._board.counts(run.entry).get(anchor, 0)
        if not count and not self._writable:
            return Markup("")
        own = run.article.lang == run.entry.article.lang
        return _link(run.entry.article_id, anchor, run.article.lang, self._icon, count, own)

    def added(self, run: Run, view: StepView) -> StepView:
        """The view with the tips of its promoted causes."""
        if not view.promoted:
            return view
        return replace(view, promoted=tuple(replace(c, tips=self.link(run, c.id)) for c in view.promoted))


@lru_cache(maxsize=4096)
def _link(article: str, anchor: str, lang: str, icon: str, count: int, own: bool) -> Markup:
    """The link as it stands in every walk. `own` is whether `lang` is the article's own language."""
    _say = speaker(lang)
    words = _say("1 tip") if count == 1 else _say("{count} tips", count=count) if count else _say("Leave a tip")
    spoken = "" if own else f"&amp;lang={quote(lang)}"
    html = _LINK.format(article, quote(anchor), spoken, icon, escape(words))
    return Markup(html)  # noqa: S704 (ids are of letters, digits, hyphens and dots)


def tips_icon(address: str) -> str:
    """The icon before the words, as `_components.html` draws icons."""
    return f'<svg class="icon" aria-hidden="true"><use href="{escape(address)}#tip"/></svg>'
