"""History tables (`hi_*`): rows written once, and closed once."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Identity, Index, Integer, LargeBinary, Table, Text, text

from app.persistence.tables.base import metadata
from app.persistence.types import JsonText, UtcDateTime

activity = Table(
    "hi_activity",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instance_id", Text, ForeignKey("ru_instance.id", ondelete="CASCADE"), nullable=False),
    Column("root_instance_id", Text, nullable=False),
    Column("definition_id", Text, nullable=False),
    Column("definition_key", Text, nullable=False),
    Column("element_id", Text, nullable=False),
    Column("name", Text),
    Column("kind", Text, nullable=False),
    Column("parent_id", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("canceled", Boolean, nullable=False),
    Column("task_id", Text),
    Column("called_instance_id", Text),
    Column("assignee", Text),
    Index(None, "instance_id", "started_at"),
    Index(
        "ix_hi_activity_open",
        "instance_id",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(
        "ix_hi_activity_open_element",
        "definition_id",
        "element_id",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
"""The foreign key on `instance_id` also keeps out the closing of an activity that never began (see `writes`)."""

detail = Table(
    "hi_detail",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text),
    Column("on_behalf_of", Text),
    Column("instance_id", Text),
    Column("task_id", Text),
    Column("definition_id", Text),
    Column("operation", Text),
    Column("entity", Text),
    Column("entity_id", Text),
    Column("reason", Text),
    Column("before", JsonText),
    Column("after", JsonText),
    Column("scope_id", Text),
    Column("name", Text),
    Column("type", Text),
    Column("text_value", Text),
    Column("bytes_value", LargeBinary),
    Column("value_info", Text),
    Index(None, "instance_id", "seq"),
    Index(
        "ix_hi_detail_operation",
        "at",
        sqlite_where=text("kind = 'operation'"),
        postgresql_where=text("kind = 'operation'"),
    ),
    Index(None, "task_id", sqlite_where=text("task_id IS NOT NULL"), postgresql_where=text("task_id IS NOT NULL")),
)
"""Append-only: `kind` operation (who did what, before and after, why) or variable (every value it ever had)."""

decision = Table(
    "hi_decision",
    metadata,
    Column("id", Text, primary_key=True),
    Column("instance_id", Text),
    Column("activity_instance_id", Text),
    Column("decision_key", Text, nullable=False),
    Column("definition_id", Text),
    Column("at", UtcDateTime, nullable=False),
    Column("inputs", JsonText, nullable=False),
    Column("outputs", JsonText),
    Column("matched_rules", JsonText, nullable=False),
    Index(None, "instance_id", "at"),
    Index(None, "decision_key", "at"),
)
