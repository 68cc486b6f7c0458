"""People, posts, absences, accounts and sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.persistence import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "id_attempts",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", types.UtcDateTime(), nullable=False),
        sa.Column("locked_until", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "who", name=op.f("pk_id_attempts")),
    )
    op.create_index(op.f("ix_id_attempts_last_at"), "id_attempts", ["last_at"], unique=False)
    op.create_table(
        "id_directory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_id_directory")),
    )
    op.create_table(
        "id_group",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["id_group.id"], name=op.f("fk_id_group_parent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_id_group")),
    )
    op.create_table(
        "id_user",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("rights", types.JsonText(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_id_user")),
    )
    op.create_table(
        "id_absence",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("from_at", types.UtcDateTime(), nullable=False),
        sa.Column("to_at", types.UtcDateTime(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("deputy_id", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("revoked_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["id_user.id"], name=op.f("fk_id_absence_deputy_id")),
        sa.ForeignKeyConstraint(["user_id"], ["id_user.id"], name=op.f("fk_id_absence_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_id_absence")),
    )
    op.create_index(op.f("ix_id_absence_user_id"), "id_absence", ["user_id"], unique=False)
    op.create_table(
        "id_account",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("password_set_at", types.UtcDateTime(), nullable=True),
        sa.Column("last_sign_in_at", types.UtcDateTime(), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["id_user.id"], name=op.f("fk_id_account_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_id_account")),
    )
    op.create_table(
        "id_cover",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("cover_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cover_id"], ["id_user.id"], name=op.f("fk_id_cover_cover_id")),
        sa.ForeignKeyConstraint(["user_id"], ["id_user.id"], name=op.f("fk_id_cover_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_id_cover")),
    )
    op.create_table(
        "id_membership",
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["id_group.id"], name=op.f("fk_id_membership_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["id_user.id"], name=op.f("fk_id_membership_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_id_membership")),
    )
    op.create_index(op.f("ix_id_membership_user_id"), "id_membership", ["user_id"], unique=False)
    op.create_table(
        "id_portfolio",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("matter", sa.Text(), nullable=True),
        sa.Column("valid_from", types.UtcDateTime(), nullable=True),
        sa.Column("valid_to", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["id_group.id"], name=op.f("fk_id_portfolio_unit")),
        sa.ForeignKeyConstraint(["user_id"], ["id_user.id"], name=op.f("fk_id_portfolio_user_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_id_portfolio")),
    )
    op.create_table(
        "id_session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("seen_at", types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["id_user.id"], name=op.f("fk_id_session_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_id_session")),
    )
    op.create_index(op.f("ix_id_session_expires_at"), "id_session", ["expires_at"], unique=False)
    op.create_index(op.f("ix_id_session_user_id"), "id_session", ["user_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_id_session_user_id"), table_name="id_session")
    op.drop_index(op.f("ix_id_session_expires_at"), table_name="id_session")
    op.drop_table("id_session")
    op.drop_table("id_portfolio")
    op.drop_index(op.f("ix_id_membership_user_id"), table_name="id_membership")
    op.drop_table("id_membership")
    op.drop_table("id_cover")
    op.drop_table("id_account")
    op.drop_index(op.f("ix_id_absence_user_id"), table_name="id_absence")
    op.drop_table("id_absence")
    op.drop_table("id_user")
    op.drop_table("id_group")
    op.drop_table("id_directory")
    op.drop_index(op.f("ix_id_attempts_last_at"), table_name="id_attempts")
    op.drop_table("id_attempts")
