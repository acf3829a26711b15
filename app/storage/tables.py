"""The tables. Every constraint has a name, so that a migration can say which one it means on either database.

Versions and events are append-only: a version's text is never changed once written, an event never at all.
`search_index` and `search_word_index` are not here: they are an FTS5 table on SQLite and a tsvector or an array with
a GIN index on PostgreSQL, made by the migration; see `search.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC: `timestamptz` on PostgreSQL, ISO text on SQLite; aware on the way out on both."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """SQLite's text is read at once: by way of SQLAlchemy's own type it takes three times as long."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


BytewiseText = String(64).with_variant(String(64, collation="C"), "postgresql")  # ranges of prefixes need byte order


class Table(SQLModel):
    """What every table inherits: metadata of our own, with the naming convention."""

    # a table's rows are not validated, so what pydantic would do that with is never made
    model_config = {"defer_build": True}
    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class ArticleTable(Table, table=True):
    """An article, by its permanent id. Which version is served is `live_number`; none where it was taken away."""

    __tablename__ = "article"

    id: str = Field(primary_key=True, max_length=64)
    file: str = Field(sa_type=Text, index=True)
    imported_digest: str | None = Field(default=None, max_length=64)
    live_number: int | None = None
    merged_into: str | None = Field(default=None, max_length=64)
    created_at: datetime = Field(sa_type=UtcTime)


class ArticleVersionTable(Table, table=True):
    """The exact text of one version, and what lists show of it. Immutable, `state` and `published_at` aside."""

    __tablename__ = "article_version"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        CheckConstraint("state IN ('published', 'draft')", name="state"),
        CheckConstraint("origin IN ('file', 'admin')", name="origin"),
    )

    id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(foreign_key="article.id", max_length=64)
    number: int
    state: str = Field(max_length=16)
    origin: str = Field(max_length=16)
    file: str = Field(sa_type=Text)
    digest: str = Field(max_length=64)
    sources: bytes = Field(sa_type=LargeBinary)  # zlib over a JSON object path → text
    title: str = Field(sa_type=Text)
    summary: str = Field(sa_type=Text)
    category: str = Field(sa_type=Text)  # JSON list
    tags: str = Field(sa_type=Text)  # JSON list
    related: str = Field(sa_type=Text)  # JSON list
    document: int | None = Field(default=None, sa_type=BigInteger)
    lang: str = Field(sa_type=Text)
    problems: str = Field(sa_type=Text)  # JSON list of the warnings it was published with
    conflicts_with: int | None = None
    created_at: datetime = Field(sa_type=UtcTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ArticleAliasTable(Table, table=True):
    """An earlier id of an article (`was`). It redirects for ever."""

    __tablename__ = "article_alias"

    old_id: str = Field(primary_key=True, max_length=64)
    article_id: str = Field(foreign_key="article.id", max_length=64, index=True)


class ArticleDocumentTable(Table, table=True):
    """A document number, once given; `/d/{number}` redirects to the article that had it last."""

    __tablename__ = "article_document"

    number: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    article_id: str = Field(foreign_key="article.id", max_length=64, index=True)


class ArticleAnchorTable(Table, table=True):
    """Every id of a step, cause, note or section ever published: comments and statistics hang on them."""

    __tablename__ = "article_anchor"
    __table_args__ = {"sqlite_with_rowid": False}

    article_id: str = Field(primary_key=True, foreign_key="article.id", max_length=64)
    anchor: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(max_length=16)
    current: bool  # in the version that is served


class BrokenFileTable(Table, table=True):
    """A file of the content folder that cannot be published as it stands."""

    __tablename__ = "broken_file"

    file: str = Field(primary_key=True, sa_type=Text)
    digest: str = Field(max_length=64)
    article_id: str | None = Field(default=None, max_length=64)
    problems: str = Field(sa_type=Text)  # JSON list
    seen_at: datetime = Field(sa_type=UtcTime)


class LibraryStateTable(Table, table=True):
    """One row. `generation` grows with every change of what is served, so that other workers notice."""

    __tablename__ = "library_state"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    generation: int


class RunTable(Table, table=True):
    """A walk. `state` is the folded state after `seq` events, a cache; the events are the truth."""

    __tablename__ = "run"
    __table_args__ = (UniqueConstraint("token"), UniqueConstraint("read_token"))

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(max_length=32)
    read_token: str = Field(max_length=32)
    article_id: str = Field(foreign_key="article.id", max_length=64, index=True)
    version_id: int = Field(foreign_key="article_version.id")
    lang: str = Field(sa_type=Text)
    inputs: str = Field(sa_type=Text)  # JSON, as first given
    state: str | None = Field(default=None, sa_type=Text)  # JSON; NULL once expired
    seq: int  # how many events it has
    created_at: datetime = Field(sa_type=UtcTime)
    updated_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime = Field(sa_type=UtcTime, index=True)


class RunEventTable(Table, table=True):
    """One thing that happened in a walk. `seq` counts from 1 without gaps. Kept without a rowid: one B-tree only."""

    __tablename__ = "run_event"
    __table_args__ = {"sqlite_with_rowid": False}

    run_id: int = Field(primary_key=True, foreign_key="run.id", sa_column_kwargs={"autoincrement": False})
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    event: str = Field(sa_type=Text)  # JSON, without evidence
    evidence: str | None = Field(default=None, sa_type=Text)  # JSON list of transcript lines
    created_at: datetime = Field(sa_type=UtcTime)


class SearchTextTable(Table, table=True):
    """What can be found: an article or one of its parts, of the version that is served."""

    __tablename__ = "search_text"
    __table_args__ = (Index(None, "article_id"),)

    id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(foreign_key="article.id", max_length=64)
    lang: str = Field(sa_type=Text)
    kind: str = Field(max_length=16)
    anchor: str = Field(sa_type=Text)
    position: int  # in its article, for a stable order
    heading: str = Field(sa_type=Text)
    context: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)


class SearchWordTable(Table, table=True):
    """Every word of the index and in how many texts it stands: for typing errors, and to tell rare from common."""

    __tablename__ = "search_word"
    __table_args__ = (UniqueConstraint("word"),)

    id: int | None = Field(default=None, primary_key=True)
    word: str = Field(sa_type=BytewiseText)
    texts: int
