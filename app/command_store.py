"""The database as commands open it: in its newest shape, for as long as the command runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.settings import Settings
from app.storage.engine import Sessions


@contextmanager
def store() -> Iterator[Sessions]:
    """Sessions over the database of the settings. Raises StoreUnavailable."""
    from app.storage.engine import make_engine, session_factory
    from app.storage.upgrade import migrate

    settings = Settings()
    engine = make_engine(settings)
    migrate(settings, engine)
    try:
        yield session_factory(engine)
    finally:
        engine.dispose()
