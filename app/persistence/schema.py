"""The schema: bringing a database to the newest migration, and asking where it stands."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.persistence.dialects import backend_for

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def upgrade(url: str) -> str:
    """Bring the database to the newest revision, in one transaction; returns the revision."""
    backend = backend_for(url)
    try:
        with backend.writing() as connection:
            command.upgrade(_config(connection), "head")
            return _revision(connection) or ""
    finally:
        backend.close()


def current(url: str) -> str | None:
    """The revision a database stands at, or None where it is empty."""
    backend = backend_for(url)
    try:
        with backend.reading() as connection:
            return _revision(connection)
    finally:
        backend.close()


def newest() -> str:
    """The newest revision this program knows."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if head is None:
        raise RuntimeError("there are no migrations")
    return head


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
