"""Open the store and the library over it: migrate, import the content folder, serve what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from app.core.checking import Declaration
from app.library import ImportReport, Library
from app.settings import Settings
from app.storage import articles, publishing, search
from app.storage.engine import Sessions, make_engine, session_factory
from app.storage.upgrade import migrate


@dataclass(frozen=True, slots=True)
class OpenLibrary:
    """What `create_app` and the commands need. `report` is None where nothing was imported."""

    engine: Engine
    sessions: Sessions
    library: Library
    report: ImportReport | None = None


def open_library(
    settings: Settings,
    declarations: Mapping[str, Declaration],
    now: datetime,
    *,
    import_content: bool = True,
) -> OpenLibrary:
    """Raises StoreUnavailable where the database does not answer. Unchanged files cost a read and a digest each."""
    engine = make_engine(settings)
    migrate(settings, engine)
    sessions = session_factory(engine)
    library = Library(declarations, sessions, articles=articles, publishing=publishing, search=search)
    with sessions() as session:
        report = library.import_folder(session, settings.content, now) if import_content else None
        library.refresh(session)
    library.refresh_usage()
    return OpenLibrary(engine, sessions, library, report)
