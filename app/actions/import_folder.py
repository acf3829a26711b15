"""Import a content folder, or write one: what `unsnag import` and `unsnag export` do."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from app.actions.open_library import OpenLibrary, open_library
from app.checks import declarations
from app.core.errors import NotFound
from app.library import ExportReport, ImportReport
from app.settings import Settings


def import_folder(settings: Settings, folder: Path, now: datetime) -> ImportReport:
    """Brings changed files in as new versions. Raises NotFound where there is no such folder, StoreUnavailable."""
    if not folder.is_dir():
        raise NotFound(f"There is no folder “{folder}”.", folder=str(folder))
    opened = _opened(settings, now)
    try:
        with opened.sessions() as session:
            return opened.library.import_folder(session, folder, now, os.cpu_count() or 1)
    finally:
        opened.engine.dispose()


def export_folder(settings: Settings, folder: Path, now: datetime) -> ExportReport:
    """Writes the files of every published article. Raises StoreUnavailable."""
    opened = _opened(settings, now)
    try:
        with opened.sessions() as session:
            return opened.library.export(session, folder)
    finally:
        opened.engine.dispose()


def _opened(settings: Settings, now: datetime) -> OpenLibrary:
    return open_library(settings, declarations(), now, import_content=False)
