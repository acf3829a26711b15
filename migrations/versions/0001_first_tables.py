"""The first tables: articles and their versions, walks and their events, and what search needs.

Revision ID: 0001
Revises:
Create Date: 2026-11-24 07:49:41.958168
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


SQLITE_INDEXES = (
    # One column for each kind of heading: a query for one column is many times quicker than ranking all rows.
    """CREATE VIRTUAL TABLE search_index USING fts5(
        title, step, cause, other, context, body, tokenize = 'unicode61 remove_diacritics 2')""",
    "CREATE VIRTUAL TABLE search_word_index USING fts5(word, tokenize = 'trigram')",
)
POSTGRESQL_INDEXES = (
    """CREATE TABLE search_index (
        id integer NOT NULL CONSTRAINT pk_search_index PRIMARY KEY
            CONSTRAINT fk_search_index_id_search_text REFERENCES search_text (id) ON DELETE CASCADE,
        place text NOT NULL,
        heading tsvector NOT NULL,
        line tsvector NOT NULL,
        own tsvector NOT NULL,
        everything tsvector NOT NULL)""",
    "CREATE INDEX ix_search_index_heading ON search_index USING gin (heading)",
    "CREATE INDEX ix_search_index_everything ON search_index USING gin (everything)",
    """CREATE TABLE search_word_index (
        id integer NOT NULL CONSTRAINT pk_search_word_index PRIMARY KEY
            CONSTRAINT fk_search_word_index_id_search_word REFERENCES search_word (id) ON DELETE CASCADE,
        grams text[] NOT NULL)""",
    "CREATE INDEX ix_search_word_index_grams ON search_word_index USING gin (grams)",
)


def upgrade() -> None:
    make_library_tables()
    make_version_table()
    make_redirect_tables()
    make_search_tables()
    make_run_tables()
    postgresql = op.get_context().dialect.name == "postgresql"
    for statement in POSTGRESQL_INDEXES if postgresql else SQLITE_INDEXES:
        op.execute(statement)
    op.execute("INSERT INTO library_state (id, generation) VALUES (1, 1)")


def make_library_tables() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("imported_digest", sa.String(length=64), nullable=True),
        sa.Column("live_number", sa.Integer(), nullable=True),
        sa.Column("merged_into", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
    )
    op.create_index(op.f("ix_article_file"), "article", ["file"], unique=False)
    op.create_table(
        "broken_file",
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=True),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_broken_file")),
    )
    op.create_table(
        "library_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_library_state_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_state")),
    )


def make_version_table() -> None:
    op.create_table(
        "article_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sources", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("related", sa.Text(), nullable=False),
        sa.Column("document", sa.BigInteger(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("conflicts_with", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("origin IN ('file', 'admin')", name=op.f("ck_article_version_origin")),
        sa.CheckConstraint("state IN ('published', 'draft')", name=op.f("ck_article_version_state")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_version_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_version")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_article_version_article_id_number")),
    )


def make_redirect_tables() -> None:
    op.create_table(
        "article_alias",
        sa.Column("old_id", sa.String(length=64), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_alias_article_id_article")),
        sa.PrimaryKeyConstraint("old_id", name=op.f("pk_article_alias")),
    )
    op.create_index(op.f("ix_article_alias_article_id"), "article_alias", ["article_id"], unique=False)
    op.create_table(
        "article_anchor",
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_anchor_article_id_article")),
        sa.PrimaryKeyConstraint("article_id", "anchor", name=op.f("pk_article_anchor")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "article_document",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_document_article_id_article")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_article_document")),
    )
    op.create_index(op.f("ix_article_document_article_id"), "article_document", ["article_id"], unique=False)


def make_search_tables() -> None:
    op.create_table(
        "search_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "word", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
        sa.UniqueConstraint("word", name=op.f("uq_search_word_word")),
    )
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_search_text_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
    )
    op.create_index(op.f("ix_search_text_article_id"), "search_text", ["article_id"], unique=False)


def make_run_tables() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("read_token", sa.String(length=32), nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_run_article_id_article")),
        sa.ForeignKeyConstraint(["version_id"], ["article_version.id"], name=op.f("fk_run_version_id_article_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("read_token", name=op.f("uq_run_read_token")),
        sa.UniqueConstraint("token", name=op.f("uq_run_token")),
    )
    op.create_index(op.f("ix_run_article_id"), "run", ["article_id"], unique=False)
    op.create_index(op.f("ix_run_expires_at"), "run", ["expires_at"], unique=False)
    op.create_table(
        "run_event",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_event_run_id_run")),
        sa.PrimaryKeyConstraint("run_id", "seq", name=op.f("pk_run_event")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("search_word_index")
    op.drop_table("search_index")
    op.drop_table("run_event")
    op.drop_index(op.f("ix_run_expires_at"), table_name="run")
    op.drop_index(op.f("ix_run_article_id"), table_name="run")

    op.drop_table("run")
    op.drop_index(op.f("ix_search_text_article_id"), table_name="search_text")

    op.drop_table("search_text")
    op.drop_table("article_version")
    op.drop_index(op.f("ix_article_document_article_id"), table_name="article_document")

    op.drop_table("article_document")
    op.drop_table("article_anchor")
    op.drop_index(op.f("ix_article_alias_article_id"), table_name="article_alias")

    op.drop_table("article_alias")
    op.drop_table("search_word")
    op.drop_table("library_state")
    op.drop_table("broken_file")
    op.drop_index(op.f("ix_article_file"), table_name="article")

    op.drop_table("article")
