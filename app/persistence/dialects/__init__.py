"""The two databases Banli runs on, behind one interface."""

from __future__ import annotations

from sqlalchemy import make_url

from app.persistence.dialects.base import Backend
from app.persistence.dialects.postgres import PostgresBackend
from app.persistence.dialects.sqlite import SqliteBackend

__all__ = ["Backend", "PostgresBackend", "SqliteBackend", "backend_for"]


def backend_for(url: str) -> Backend:
    """The backend of a database URL: ``sqlite:///path`` or ``postgresql://...``. Raises `ValueError` for others."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteBackend(parsed)
    if parsed.get_backend_name() == "postgresql":
        return PostgresBackend(parsed.set(drivername="postgresql+psycopg"))
    raise ValueError(f"unsupported database: {parsed.get_backend_name()} (sqlite or postgresql)")
