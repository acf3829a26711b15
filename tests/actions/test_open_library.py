"""Opening the library: migrated, imported and served in one call; a second opening finds everything as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event

from app.actions.open_library import open_library
from app.checks import declarations
from app.settings import Settings
from tests.library.shelf import article

NOW = datetime(2026, 4, 5, tzinfo=UTC)


def test_two_openings(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "mail.md").write_text(article())
    settings = Settings(database=f"sqlite:///{tmp_path}/var/unsnag.sqlite", content=content, threads=2)
    first = open_library(settings, declarations(), NOW)
    assert first.report is not None
    assert first.report.summary() == "1 published"
    first.engine.dispose()
    again = open_library(settings, declarations(), NOW)
    assert again.report is not None
    assert again.report.summary() == "1 unchanged"
    entry = again.library.get("mail")
    assert entry is not None
    assert (entry.number, entry.article.title) == (1, "Mail does not arrive")
    again.engine.dispose()


def test_without_an_import_nothing_is_read(tmp_path: Path) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path}/unsnag.sqlite", content=tmp_path / "nowhere")
    opened = open_library(settings, declarations(), NOW, import_content=False)
    assert opened.report is None
    assert opened.library.entries() == ()
    opened.engine.dispose()


def test_an_unchanged_library_opens_without_writing(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "mail.md").write_text(article())
    settings = Settings(database=f"sqlite:///{tmp_path}/unsnag.sqlite", content=content)
    opened = open_library(settings, declarations(), NOW)
    said: list[str] = []
    event.listen(opened.engine, "before_cursor_execute", lambda *args: said.append(args[2].split()[0]))
    with opened.sessions() as session:
        opened.library.import_folder(session, content, NOW)
    assert set(said) == {"SELECT"}
    opened.engine.dispose()
