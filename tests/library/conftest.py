from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import open_database
from tests.library.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """An empty library over SQLite and an empty content folder."""
    for database in open_database("sqlite", tmp_path):
        yield Shelf(database, tmp_path / "content")
