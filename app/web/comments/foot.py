"""The comments at the foot of a document: rendered with the page, kept with it, and dropped with it."""

from __future__ import annotations

from markupsafe import Markup

from app.actions.services import Services
from app.core.article import Article
from app.library import Entry
from app.storage import comments
from app.web.board import Board
from app.web.comments.forms import kept_form
from app.web.comments.shelf import Shelf
from app.web.templates import Templates


class DocumentFoot:
    """The `Foot` of `app/web/board.py`; kept at `app.state.foot`."""

    def __init__(self, services: Services, templates: Templates, board: Board) -> None:
        self._services, self._templates, self._board = services, templates, board

    def __call__(self, entry: Entry, article: Article, lang: str) -> Markup:
        """The newest comments and an empty form, the same for everybody. Nothing where the site takes no comments and
        has none. Raises StoreUnavailable."""
        counts, shelf = self._board.counts(entry), Shelf(entry, lang)
        found = comments.Thread(())
        if counts:
            with self._services.engine.connect() as connection:
                found = comments.thread(connection, entry.article_id)
        is_open = self._services.settings.comments
        if not is_open and not found.comments:
            return Markup("")
        template = self._templates.in_language(lang).get_template("comments/_foot.html")
        query = shelf.query().removeprefix("?")
        html = template.render(
            article_id=entry.article_id,
            base=shelf.comments_url,
            lang_query=f"{query}&" if query else "",
            count=sum(counts.values()),
            threads=shelf.viewer(self._services).threads(found.comments),
            next=found.next,
            form=kept_form(self._services, entry.article_id, entry.number),
            open=is_open,
        )
        return Markup(html)  # noqa: S704 (from our own template)
