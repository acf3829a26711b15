"""Start a walk through an article."""

from __future__ import annotations

from collections.abc import Mapping

from app.actions.personal import set_apart
from app.actions.read_inputs import read_inputs
from app.actions.read_run import Run
from app.actions.services import Services
from app.core.errors import NotFound
from app.core.walk import replay
from app.library.entry import Entry
from app.storage import runs


def start_run(services: Services, article_id: str, given: Mapping[str, object] | None = None, lang: str = "") -> Run:
    """A new walk, pinned to the version that is served now, with what is already known of the inputs.

    `lang` is a wish; where there is no such translation the article's own language is taken. Raises NotFound for an
    unknown article and BadInput for values that cannot be taken; nothing is kept then.
    """
    entry = find_article(services, article_id)
    article = entry.article.translations.get(lang, entry.article)
    events = [{"kind": "given", "values": read_inputs(article, given)}] if given else []
    state = replay(article, events, today=services.today(), paged=True, checks=services.declarations)
    now, days = services.clock(), services.settings.run_days
    stored, inputs = set_apart(article, events, "{}", "")
    with services.engine.connect() as connection:
        row = runs.create_run(
            connection,
            article_id=entry.article_id,
            version_id=entry.version_id,
            lang=article.lang,
            inputs=inputs or {},
            state_json=None if events else state.to_json(),
            now=now,
            days=days,
        )
        if events:
            seq = runs.append_events(connection, row.id, 0, stored, state.to_json(), now, days=days)
            row = row._replace(seq=seq)
    services.states.put(row.id, row.seq, state)
    return Run(row, entry, article, state)


def find_article(services: Services, article_id: str) -> Entry:
    """The article served under this id or under one that was merged into it. Raises NotFound."""
    entry = services.library.get(article_id)
    if entry is None:
        heir = services.library.resolve(article_id)
        entry = services.library.get(heir) if heir else None
    if entry is None:
        raise NotFound("There is no such article.", kind="article", article=article_id)
    return entry
