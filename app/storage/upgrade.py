"""Bringing the database to the newest shape, at start-up and for `unsnag import`.

Alembic and what it needs take 10 MB and a tenth of a second, so it is imported only where there is something to do.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from app.settings import Settings
from app.storage.engine import make_engine

if TYPE_CHECKING:
    from alembic.config import Config

ADVISORY_LOCK = 4564_1958  # two workers that start at once must not migrate at once
_REVISION = re.compile(r"^revision = [\"']([^\"']+)[\"']", re.M)
_FOLLOWS = re.compile(r"^down_revision = [\"']([^\"']+)[\"']", re.M)
_OUTSIDE_MODELS = ("search_index", "search_word_index", "alembic_version")


def belongs_to_models(name: str | None, type_: str, _parents: object) -> bool:
    """False for what the models do not describe: the search indexes, whose kind differs by database."""
    return not (type_ == "table" and name is not None and name.startswith(_OUTSIDE_MODELS))


def migration_config(settings: Settings) -> Config:
    """Alembic's configuration for these settings."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_folder(settings)).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def head_revision(settings: Settings) -> str | None:
    """The newest revision: the one that no other follows. None where there are none."""
    sources = [path.read_text("utf-8") for path in sorted((_folder(settings) / "versions").glob("*.py"))]
    revisions = [found[1] for source in sources if (found := _REVISION.search(source))]
    followed = {found[1] for source in sources if (found := _FOLLOWS.search(source))}
    return next((revision for revision in revisions if revision not in followed), None)


def _folder(settings: Settings) -> Path:
    """The folder of the settings, else the `migrations` folder beside the package."""
    if (settings.migrations / "env.py").is_file():
        return settings.migrations
    return Path(__file__).resolve().parents[2] / "migrations"


def migrate(settings: Settings, engine: Engine | None = None, revision: str = "head") -> None:
    """Upgrade to `revision` in one transaction. Nothing is done where the database is there already.

    Raises StoreUnavailable where the database does not answer.
    """
    own = engine or make_engine(settings)
    try:
        with own.begin() as connection:
            _wait_for_others(connection)
            if revision == "head" and _revision(connection) == head_revision(settings):
                return
            from alembic import command

            config = migration_config(settings)
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        if engine is None:
            own.dispose()


def downgrade(settings: Settings, engine: Engine, revision: str = "base") -> None:
    """Take the schema back to `revision`; `base` drops every table."""
    from alembic import command

    config = migration_config(settings)
    with engine.begin() as connection:
        _wait_for_others(connection)
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def _revision(connection: Connection) -> str | None:
    """The revision the database is at; None where it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
