"""Alembic's environment: runs on the connection that `app.persistence.schema` gives."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from app.persistence.tables import metadata


def _render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Name our own column types by their module, the same on every database."""
    if kind == "type" and type(item).__module__ == "app.persistence.types":
        return f"types.{type(item).__name__}()"
    return False


def _include(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Where only one area's revision is written, leave out the tables of the others."""
    prefixes = context.config.attributes.get("prefixes")
    return kind != "table" or prefixes is None or (name or "").startswith(prefixes)


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=_render,
    include_object=_include,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
