"""The office's own days, and uploads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.persistence import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "ca_day",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_ca_day")),
    )
    op.create_table(
        "fi_upload",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "user_id", name=op.f("pk_fi_upload")),
    )
    op.create_index(op.f("ix_fi_upload_at"), "fi_upload", ["at"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_fi_upload_at"), table_name="fi_upload")
    op.drop_table("fi_upload")
    op.drop_table("ca_day")
