"""Opening the database: one engine for the process, one pool as large as the number of threads.

SQLite runs in WAL with `synchronous=FULL`, so a click that was answered is on the disk; PostgreSQL runs through
psycopg 3.
Measured on two cores: synchronous sessions in the threadpool cost less processor time and far less tail latency than
aiosqlite, and match asyncpg (docs/decisions).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from app.core.errors import StoreUnavailable
from app.settings import Settings

BUSY_SECONDS = 10.0  # how long a writer waits for another before the visitor is told
SPARE_CONNECTIONS = 2  # for the threads that follow the library and watch the folder
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    # pages; what changes often is copied into the file a fourth as often as with 1,000, and the log has 16 MB
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-2000",  # 2 MiB a connection: 8 cost ten connections 60 MB and make search a tenth quicker
)

Sessions = sessionmaker[Session]


def database_url(database: str) -> URL:
    """The URL as SQLAlchemy wants it: `postgresql://` and `postgres://` are served by psycopg 3."""
    url = make_url(database.replace("postgres://", "postgresql://", 1))
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def make_engine(settings: Settings) -> Engine:
    """An engine for `settings.database`; makes the folder of an SQLite file. Nothing is connected yet.

    Whatever the database cannot answer arrives as `StoreUnavailable`.
    """
    url = database_url(settings.database)
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    connect_args: Mapping[str, object] = {"timeout": BUSY_SECONDS} if sqlite else {"connect_timeout": 5}
    engine = create_engine(
        url,
        pool_size=settings.threads,
        max_overflow=settings.threads + SPARE_CONNECTIONS,  # walks' pages have as many threads of their own
        pool_timeout=BUSY_SECONDS,
        pool_use_lifo=True,  # a warm page cache before a cold one
        connect_args=dict(connect_args),
        hide_parameters=True,  # an error that is logged would tell tokens and what visitors typed
    )
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "handle_error", _translate, retval=True)
    return engine


def session_factory(engine: Engine) -> Sessions:
    """Makes sessions; rows stay readable after the commit, and nothing is written unless it is told."""
    return sessionmaker(engine, class_=Session, expire_on_commit=False, autoflush=False)


def _prepare_sqlite(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _translate(context: ExceptionContext) -> StoreUnavailable | None:
    """A database that does not answer is one thing to everybody above: `StoreUnavailable`."""
    error = context.sqlalchemy_exception
    if context.is_disconnect or isinstance(error, OperationalError | InterfaceError):
        return StoreUnavailable("The database does not answer.", reason=str(error))
    return None
