"""All tables in one place, for whoever needs them all: migrations, and the test that they agree with the models."""

from __future__ import annotations

from app.storage import account_tables, comment_tables, ownership_tables, tables

# A table stands in the metadata once its module is imported.
MODULES = (tables, comment_tables, account_tables, ownership_tables)
METADATA = tables.Table.metadata
