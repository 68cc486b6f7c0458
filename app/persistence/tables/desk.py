"""Small tables of the desks: the office's own days, and who uploaded which file."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text

from app.persistence.tables.base import metadata
from app.persistence.types import UtcDateTime

day = Table(
    "ca_day",
    metadata,
    Column("day", Text, primary_key=True),
    Column("is_working", Boolean, nullable=False),
    Column("name", Text, nullable=False),
)
"""Overrides of the calendar; `day` is ISO text."""

upload = Table(
    "fi_upload",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)
"""Who may open a file that no case refers to yet: whoever brought it."""
