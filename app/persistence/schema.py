"""The schema: bringing a database to a migration, and asking where it stands."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from app.persistence.dialects import backend_for

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"

_VERSION_TABLE = "alembic_version"


def upgrade(url: str, target: str = "head") -> str:
    """Bring the database to a revision (the newest by default), in one transaction; returns the revision."""
    backend = backend_for(url)
    try:
        with backend.writing() as connection:
            command.upgrade(_config(connection), target)
            return revision(connection) or ""
    finally:
        backend.close()


def current(url: str) -> str | None:
    """The revision a database stands at, or None where it is empty."""
    backend = backend_for(url)
    try:
        with backend.reading() as connection:
            return revision(connection)
    finally:
        backend.close()


def newest() -> str:
    """The newest revision this program knows."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if head is None:
        raise RuntimeError("there are no migrations")
    return head


def revision(connection: Connection) -> str | None:
    """The revision of the database behind a connection."""
    return MigrationContext.configure(connection).get_current_revision()


def tables(connection: Connection) -> list[str]:
    """The names of our tables as they are in the database, those that others refer to first."""
    ordered = inspect(connection).get_sorted_table_and_fkc_names()
    return [name for name, _keys in ordered if name is not None and name != _VERSION_TABLE]


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
