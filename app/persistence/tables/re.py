"""Repository tables (`re_*`): what designers deploy. Rows never change, but for suspension and time to live."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from app.persistence.tables.base import metadata
from app.persistence.types import UtcDateTime

deployment = Table(
    "re_deployment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("source", Text),
    Column("deployed_at", UtcDateTime, nullable=False),
    Column("note", Text),
    Column("deployed_by", Text),
    Index(None, "name", "deployed_at"),
)

resource = Table(
    "re_resource",
    metadata,
    Column("id", Text, primary_key=True),
    Column("deployment_id", Text, ForeignKey("re_deployment.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("deployment_id", "name"),
)

definition = Table(
    "re_definition",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("deployment_id", Text, ForeignKey("re_deployment.id", ondelete="CASCADE"), nullable=False),
    Column("resource_name", Text, nullable=False),
    Column("name", Text),
    Column("version_tag", Text),
    Column("suspended", Boolean, nullable=False),
    Column("history_time_to_live", Integer),
    Column("startable", Boolean, nullable=False),
    Column("row_version", Integer, nullable=False),
    UniqueConstraint("kind", "key", "version"),
    Index(None, "deployment_id"),
)
