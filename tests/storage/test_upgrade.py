"""Migrations on both databases: up, down, up again, and the models agree with them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from app.storage.metadata import METADATA
from app.storage.upgrade import belongs_to_models, downgrade, head_revision, migrate, migration_config
from tests.databases import Database

ROOT = Path(__file__).resolve().parents[2]


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def test_up_down_and_up_again(bare_database: Database) -> None:
    assert tables(bare_database) == set()
    migrate(bare_database.settings, bare_database.engine)
    there = tables(bare_database)
    assert {"article", "article_version", "run", "run_event", "search_index"} <= there
    downgrade(bare_database.settings, bare_database.engine)
    assert tables(bare_database) == {"alembic_version"}
    migrate(bare_database.settings, bare_database.engine)
    assert tables(bare_database) == there


def test_a_second_migration_changes_nothing(database: Database) -> None:
    before = tables(database)
    migrate(database.settings, database.engine)
    assert tables(database) == before
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM library_state")).scalar() == 1


def test_the_newest_revision_is_found_as_alembic_finds_it(database: Database) -> None:
    from alembic.script import ScriptDirectory

    heads = ScriptDirectory.from_config(migration_config(database.settings)).get_heads()
    assert heads == [head_revision(database.settings)]


def test_nothing_to_migrate_means_no_alembic(tmp_path: Path) -> None:
    settings = f"Settings(database='sqlite:///{tmp_path}/unsnag.sqlite')"
    program = f"""
import sys
from app.settings import Settings
from app.storage.upgrade import migrate
migrate({settings})
print("alembic" in sys.modules)
"""

    def run() -> str:
        return subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout

    assert [run(), run()] == ["True\n", "False\n"]


def test_models_and_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        options = {"compare_type": True, "include_name": belongs_to_models}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_a_missing_column_would_be_noticed(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE broken_file DROP COLUMN digest"))
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": belongs_to_models})
        assert [difference[0] for difference in compare_metadata(context, METADATA)] == ["add_column"]


def test_every_constraint_has_the_name_the_models_give_it(database: Database) -> None:
    inspector = inspect(database.engine)
    for table in METADATA.sorted_tables:
        named = {str(constraint.name) for constraint in table.constraints}
        found = {inspector.get_pk_constraint(table.name)["name"]}
        found.update(item["name"] for item in inspector.get_foreign_keys(table.name))
        found.update(item["name"] for item in inspector.get_unique_constraints(table.name))
        found.update(item["name"] for item in inspector.get_check_constraints(table.name))
        assert found == named
        assert {item["name"] for item in inspector.get_indexes(table.name)} >= {index.name for index in table.indexes}


def test_the_alembic_command_uses_the_same_settings(bare_database: Database) -> None:
    environment = {**os.environ, "UNSNAG_DATABASE": bare_database.settings.database}

    def alembic(*arguments: str) -> str:
        command = [sys.executable, "-m", "alembic", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    alembic("upgrade", "head")
    assert "article" in tables(bare_database)
    assert "No new upgrade operations detected" in alembic("check")
    alembic("downgrade", "base")
    assert tables(bare_database) == {"alembic_version"}
    assert "CREATE TABLE article_version" in alembic("upgrade", "head", "--sql")
