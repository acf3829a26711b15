"""How Alembic reaches the database: the connection it is handed, else the one the settings name."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from app.settings import Settings
from app.storage.engine import database_url, make_engine
from app.storage.metadata import METADATA
from app.storage.upgrade import belongs_to_models


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        include_name=belongs_to_models,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def offline() -> None:
    """`alembic upgrade head --sql`: the statements, for an operator who runs them by hand."""
    url = database_url(Settings().database)
    context.configure(
        dialect_name=url.get_backend_name(),
        target_metadata=METADATA,
        literal_binds=True,
        render_as_batch=url.get_backend_name() == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


def online() -> None:
    handed = context.config.attributes.get("connection")
    if handed is not None:
        run(handed)
        return
    engine = make_engine(Settings())
    with engine.begin() as connection:
        run(connection)
    engine.dispose()


if context.is_offline_mode():
    offline()
else:
    online()
