"""Read a walk by its token: the row, the version it is pinned to, and its state."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.actions.personal import put_back
from app.actions.services import Services
from app.core.article import Article
from app.core.errors import Gone, NotFound
from app.core.state import State
from app.core.walk import advance, replay
from app.library.entry import Entry
from app.storage import runs
from app.storage.runs import EventRow, RunRow


@dataclass(frozen=True, slots=True)
class Run:
    """A walk as it stands. `article` is in the visitor's language; `shared` where it was opened to be read only."""

    row: RunRow
    entry: Entry
    article: Article
    state: State
    shared: bool = False

    @property
    def token(self) -> str:
        return self.row.token

    @property
    def seq(self) -> int:
        return self.row.seq


def read_run(services: Services, token: str, *, shared: bool = False) -> Run:
    """The walk with this token, or with this read-only token where `shared`.

    Raises NotFound for a token we never gave, Gone for one that expired; the article's id is in the error's context, so
    that the page can offer to start again.
    """
    row = runs.read_shared(services.engine, token) if shared else runs.read_run(services.engine, token)
    if row is None:
        raise NotFound("We do not know this walk.", kind="run")
    if row.expired(services.clock()):
        raise Gone("This walk has expired.", kind="run", article=row.article_id, lang=row.lang)
    entry = services.library.version(row.version_id)
    own = entry.article
    article = own.translations.get(row.lang, own)
    state = services.states.get(row.id, row.seq)
    if state is None:  # it is not remembered here: whoever only looks takes no place from those who click
        state = _kept_state(row) or _rebuilt(services, row, article)
    return Run(row, entry, article, state, shared)


def read_events(services: Services, run: Run, *, evidence: bool = False) -> list[EventRow]:
    """Everything that happened in a walk, in order."""
    with services.engine.connect() as connection:
        return runs.events(connection, run.row.id, evidence=evidence)


def unpaged_state(services: Services, run: Run) -> State:
    """The walk as programs see it: it goes on by itself past every step that needs nobody.

    It is told on from where it was last asked for on the same day, so that an event costs the same however many came
    before it.
    """
    today, checks = services.today(), services.declarations
    key = (run.row.id, today)
    seq, state = services.states.latest(key) or (0, None)
    if state is None or seq > run.seq:  # another tab was quicker: this is an earlier moment
        seq, state = 0, None
    if state is not None and seq == run.seq:
        return state
    with services.engine.connect() as connection:
        rows = [row for row in runs.events(connection, run.row.id, after=seq) if row.seq <= run.seq]
    happened = put_back(run.article, (row.event for row in rows), run.row.inputs, run.token)
    if state is None:
        state = replay(run.article, happened, today=today, checks=checks)
    else:
        for event in happened:
            state = advance(run.article, state, event, today=today, checks=checks)
    services.states.put(key, run.seq, state)
    return state


def _kept_state(row: RunRow) -> State | None:
    """The cached state; None where it is missing or was written by a version that kept it otherwise."""
    if row.state is None:
        return None
    try:
        return State.from_json(json.loads(row.state))
    except (KeyError, TypeError, ValueError):
        return None


def _rebuilt(services: Services, row: RunRow, article: Article) -> State:
    with services.engine.connect() as connection:
        happened = put_back(article, (event.event for event in runs.events(connection, row.id)), row.inputs, row.token)
        state = replay(article, happened, today=services.today(), paged=True, checks=services.declarations)
        runs.keep_state(connection, row.id, row.seq, state.to_json())
    return state
