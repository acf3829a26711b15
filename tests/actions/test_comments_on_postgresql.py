"""The actions of comments on PostgreSQL, where several really write at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.moderate_comment import Moderated, Verdict, moderate_comment
from app.actions.open_services import open_services
from app.actions.post_comment import Form, NewComment, Posted, Sender, post_comment
from app.actions.services import Services
from app.core.errors import Conflict
from app.settings import Settings
from app.storage import comments
from tests.actions.commenting import MODERATOR, TIP
from tests.actions.factories import ROOT, Clock, Laboratory
from tests.actions.sample import MAIL
from tests.databases import postgresql_database

pytestmark = pytest.mark.postgres


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    (tmp_path / "mail.md").write_text(MAIL, encoding="utf-8")
    settings = Settings(
        database=postgresql_database(), content=tmp_path, static=ROOT / "static", threads=8, _env_file=None
    )
    opened = open_services(settings, runner=Laboratory().runner(settings), clock=Clock())
    yield opened
    opened.engine.dispose()


def test_the_same_comment_at_once_is_one_and_two_verdicts_are_one(services: Services) -> None:
    start = threading.Barrier(6)
    posted: list[Posted] = []
    decided: list[Moderated | Conflict] = []

    def post() -> None:
        start.wait(10)
        form = Form(services.clock() - timedelta(seconds=60))
        posted.append(
            post_comment(services, NewComment("mail", "mx", name="Ada", text=TIP), Sender("198.51.100.7"), form)
        )

    def decide(verdict: Verdict) -> None:
        start.wait(10)
        try:
            decided.append(moderate_comment(services, MODERATOR, posted[0].comment.id, verdict, expected="held"))
        except Conflict as conflict:
            decided.append(conflict)

    together([threading.Thread(target=post) for _ in range(6)])
    assert len({each.comment.id for each in posted}) == 1
    assert sorted(each.duplicate for each in posted) == [False] + [True] * 5
    verdicts: tuple[Verdict, ...] = ("publish", "reject", "spam") * 2
    together([threading.Thread(target=decide, args=(verdict,)) for verdict in verdicts])
    states = {each.comment.state for each in decided if isinstance(each, Moderated)}
    assert len(decided) == 6 and len(states) == 1
    with services.sessions() as session:
        found = comments.find_comment(session, posted[0].comment.id)
    assert found is not None and found.state in states


def together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
