"""Proofs that a domain is somebody's, and the test messages that are sent to who gave one.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-24 12:10:00.000000
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ownership_proof",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_ownership_proof"),
    )
    op.create_index("ix_ownership_proof_expires_at", "ownership_proof", ["expires_at"])
    op.create_table(
        "roundtrip_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_roundtrip_message"),
        sa.UniqueConstraint("recipient", "day", "number", name="uq_roundtrip_message_recipient_day_number"),
        sa.UniqueConstraint("code", name="uq_roundtrip_message_code"),
    )
    op.create_index("ix_roundtrip_message_begun_at", "roundtrip_message", ["begun_at"])
    op.create_index("ix_roundtrip_message_domain", "roundtrip_message", ["domain"])


def downgrade() -> None:
    op.drop_table("roundtrip_message")
    op.drop_table("ownership_proof")
