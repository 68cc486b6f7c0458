"""Identity tables (`id_*`): people, posts, absences, portfolios; accounts, failed attempts and sessions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from app.persistence.tables.base import metadata
from app.persistence.types import JsonText, UtcDateTime

directory = Table(
    "id_directory",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Text, nullable=False),
)
"""One row: the version of the whole directory, new and unique with every change."""

user = Table(
    "id_user",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("rights", JsonText, nullable=False),
    Column("rank", Integer, nullable=False),
)

group = Table(
    "id_group",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    Column("kind", Text, nullable=False),
    Column("parent", Text, ForeignKey("id_group.id")),
    Column("position", Integer, nullable=False),
)

membership = Table(
    "id_membership",
    metadata,
    Column("group_id", Text, ForeignKey("id_group.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Text, ForeignKey("id_user.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "user_id"),
)

absence = Table(
    "id_absence",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("id_user.id"), nullable=False),
    Column("from_at", UtcDateTime, nullable=False),
    Column("to_at", UtcDateTime, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("deputy_id", Text, ForeignKey("id_user.id")),
    Column("source", Text),
    Column("revoked_at", UtcDateTime),
    Index(None, "user_id"),
)

portfolio = Table(
    "id_portfolio",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("user_id", Text, ForeignKey("id_user.id"), nullable=False),
    Column("unit", Text, ForeignKey("id_group.id")),
    Column("matter", Text),
    Column("valid_from", UtcDateTime),
    Column("valid_to", UtcDateTime),
)

cover = Table(
    "id_cover",
    metadata,
    Column("user_id", Text, ForeignKey("id_user.id"), primary_key=True),
    Column("cover_id", Text, ForeignKey("id_user.id"), nullable=False),
)

account = Table(
    "id_account",
    metadata,
    Column("user_id", Text, ForeignKey("id_user.id", ondelete="CASCADE"), primary_key=True),
    Column("password_hash", Text),
    Column("must_change", Boolean, nullable=False),
    Column("password_set_at", UtcDateTime),
    Column("last_sign_in_at", UtcDateTime),
    Column("demo", Boolean, nullable=False),
)
"""Apart from `id_user`, so that no list of people ever reads a password hash."""

attempts = Table(
    "id_attempts",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("locked_until", UtcDateTime),
    Index(None, "last_at"),
)
"""Failed sign-ins by `kind` user (lock-out) and address (throttle)."""

session = Table(
    "id_session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("id_user.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("address", Text, nullable=False),
    Index(None, "user_id"),
    Index(None, "expires_at"),
)
"""`id` is the SHA-256 of the token in the cookie."""
