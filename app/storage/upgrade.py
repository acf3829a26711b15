"""Bringing the database to the newest shape, at start-up and for `unsnag import`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from app.settings import Settings
from app.storage.engine import make_engine

ADVISORY_LOCK = 4564_1958  # two workers that start at once must not migrate at once
_OUTSIDE_MODELS = ("search_index", "search_word_index", "alembic_version")


def belongs_to_models(name: str | None, type_: str, _parents: Mapping[str, str | None]) -> bool:
    """False for what the models do not describe: the search indexes, whose kind differs by database."""
    return not (type_ == "table" and name is not None and name.startswith(_OUTSIDE_MODELS))


def migration_config(settings: Settings) -> Config:
    """Alembic's configuration for these settings; falls back to the `migrations` folder beside the package."""
    folder = settings.migrations
    if not (folder / "env.py").is_file():
        folder = Path(__file__).resolve().parents[2] / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(settings: Settings, engine: Engine | None = None, revision: str = "head") -> None:
    """Upgrade to `revision` in one transaction. Nothing is done where the database is there already.

    Raises StoreUnavailable where the database does not answer.
    """
    own = engine or make_engine(settings)
    try:
        config = migration_config(settings)
        with own.begin() as connection:
            _wait_for_others(connection)
            if revision == "head" and _is_current(config, connection):
                return
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        if engine is None:
            own.dispose()


def downgrade(settings: Settings, engine: Engine, revision: str = "base") -> None:
    """Take the schema back to `revision`; `base` drops every table."""
    config = migration_config(settings)
    with engine.begin() as connection:
        _wait_for_others(connection)
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def _is_current(config: Config, connection: Connection) -> bool:
    heads = set(ScriptDirectory.from_config(config).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) == heads


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
